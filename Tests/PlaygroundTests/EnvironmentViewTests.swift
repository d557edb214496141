import Figures
import JSON
import Playground
import Testing

/// What `show timeline` and `show environments` say of execution environments.
struct EnvironmentViewTests {
  /// A function that takes a second, and 120 ms for INIT; made and active.
  static let counter = [
    "lambda create-function --function-name counter --runtime provided.al2023 --handler counter"
      + " --memory-size 1769"
      + " --role arn:aws:iam::123456789012:role/fernway"
      + #" --zip-file '{"init": [{"work": "100ms"}], "handler": [{"work": "1s"}, {"return": {}}]}'"#,
    "advance 2s",
  ]
  static let invoke = "lambda invoke --function-name counter"
  static let event = "lambda invoke --function-name counter --invocation-type Event"

  private func run(_ lines: [String], seed: UInt64 = 1) throws -> Session {
    let session = Session(seed: seed)
    for line in Self.counter + lines {
      if let error = session.execute(line).error { throw error }
    }
    return session
  }

  private func text(_ line: String, in session: Session, inWords: Bool = false) -> String {
    let layout = Layout(width: 100, unicode: false, inWords: inWords)
    let figures = session.execute(line).output?.figures ?? []
    return figures.flatMap { layout.lines(for: $0) }.map(\.text).joined(separator: "\n")
  }

  /// One way to a cold start, and what is said about it.
  struct Story: Sendable, CustomTestStringConvertible {
    let lines: [String]
    let says: String
    var testDescription: String { says }
  }

  @Test(arguments: [
    Story(lines: [invoke], says: "#1 was made at 2s for request 1, because no request had come"),
    Story(
      lines: [event, event, "advance 1m"],
      says: "#2 was made at 2.02s for request 2, because the only other one was taken;"
    ),
    Story(
      lines: [event, event, event, event, "advance 1m"],
      says: "#4 was made at 2.02s for request 4, because all 3 others were taken;"
    ),
    Story(
      lines: [invoke, "advance 1h", invoke],
      says: "#2 was made at 1h3s for request 2, because the last one had gone at 10m3.3s after"
        + " 10 min without"
    ),
    Story(
      lines: [
        invoke,
        "lambda update-function-configuration --function-name counter --memory-size 512",
        "advance 5s", invoke,
      ],
      says: "because an update had replaced the environments;"
    ),
    Story(
      lines: [invoke, "lose zone a", "lose zone b", "lose zone c", "heal zone a", invoke],
      says: "because the environments were in a zone that was lost;"
    ),
    Story(
      lines: [
        "lambda publish-version --function-name counter",
        "lambda put-provisioned-concurrency-config --function-name counter --qualifier 1"
          + " --provisioned-concurrent-executions 1", "advance 1m",
      ],
      says: "#1 was made at 2s ahead of any request: provisioned concurrency;"
    ),
    Story(
      lines: [
        invoke, "lambda update-function-configuration --function-name counter --timeout 1",
        "advance 5s", invoke, "lambda invoke --function-name counter", "advance 5s",
      ],
      says: "#2 began with INIT again at"
    ),
  ])
  func `the timeline says why each start was cold`(_ story: Story) throws {
    let session = try run(story.lines)
    for inWords in [true, false] {
      let text = text("show timeline counter", in: session, inWords: inWords)
      let flat = text.split(separator: "\n").joined(separator: " ")
      expectEqual(flat.contains(story.says), true, "\(text)")
    }
  }

  @Test func `a window leaves out what was before`() throws {
    let session = try run([Self.invoke, "advance 1h", Self.invoke, "advance 1m"])
    let text = text("show timeline counter --last 5m", in: session)
    expectEqual(text.contains("#1 "), false, "\(text)")
    expectEqual(text.contains("#2 was made"), true, "\(text)")
    let later = try run([Self.invoke, "advance 1h"])
    expectEqual(
      self.text("show timeline counter --last 5m", in: later),
      "Nothing has run in the last 5 min."
    )
  }

  @Test func `environments are told in every state`() throws {
    let session = try run([Self.event, Self.event, "advance 300ms"])
    func states() -> [String?] {
      let json = session.execute("let e = show environments counter").output?.json
      return json?.arrayValue?.map { $0["state"]?.stringValue } ?? []
    }
    expectEqual(states(), ["busy", "busy"])
    expectEqual(session.execute(Self.event).error, nil)
    expectEqual(session.execute("advance 30ms").error, nil)
    expectEqual(states(), ["busy", "busy", "creating"])
    expectEqual(session.execute("advance 190ms").error, nil)
    expectEqual(states(), ["busy", "busy", "initialising"])
    expectEqual(session.execute("advance 1m").error, nil)
    expectEqual(states(), ["frozen", "frozen", "frozen"])
    expectEqual(session.execute("advance 1h").error, nil)
    expectEqual(states(), [])
    expectEqual(text("show environments", in: session), "No function has an environment now.")
  }

  @Test func `extensions have their parts of INIT, INVOKE and SHUTDOWN`() {
    let session = session(
      "lambda publish-layer-version --layer-name audit --zip-file '{\"extensions\": {\"audit\":"
        + " {\"init\": [{\"work\": \"80ms\"}], \"invoke\": [{\"work\": \"1200ms\"}],"
        + " \"shutdown\": [{\"work\": \"300ms\"}]}}}'",
      Self.counter[0] + " --timeout 9 --layers arn:aws:lambda:us-east-1:123456789012:layer:audit:1",
      "advance 2s",
      Self.invoke,
      "advance 1h"
    )
    let figures = session.execute("show timeline counter").output?.figures ?? []
    guard case .timeline(let timeline)? = figures.first else { return #expect(!figures.isEmpty) }
    expectEqual(
      timeline.lanes.first?.bars.map(\.kind),
      [
        "create", "INIT extension", "INIT runtime", "INIT function", "INVOKE", "extensions",
        "frozen", "SHUTDOWN",
      ]
    )
  }

  /// Random requests, pauses and updates; whatever happens, the picture holds together.
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `bars never overlap and every request is on one of them`(_ seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let session = try run([], seed: seed)
    for _ in 0..<40 {
      let line =
        switch generator.next() % 12 {
        case 0: "lambda update-function-configuration --function-name counter --memory-size 256"
        case 1: "lambda update-function-configuration --function-name counter --memory-size 512"
        case 2: "advance 15m"
        case 3, 4: "advance \(generator.next() % 4000 + 1)ms"
        default: Self.event
        }
      _ = session.execute(line)
    }
    let figures = session.execute("show timeline counter").output?.figures ?? []
    guard case .timeline(let timeline)? = figures.first else { throw NoTimeline() }
    var requests: [Int] = []
    for lane in timeline.lanes {
      for (one, next) in zip(lane.bars, lane.bars.dropFirst()) where one.end > next.start {
        expectEqual("\(one)", "\(next)", "these two overlap")
      }
      requests += lane.bars.filter { $0.kind == "INVOKE" }.compactMap { $0.label }
        .compactMap { Int($0) }
    }
    // The picture shows 24 lanes; the list has every request.
    let steps = session.execute("let s = show timeline counter").output?.json?.arrayValue ?? []
    let all = Set(steps.compactMap { $0["request"]?.intValue })
    expectEqual(all.sorted(), Array(1..<all.count + 1))
    expectEqual(timeline.lanes.count == 24 || Set(requests) == Set(all), true)
    let json = session.execute("let e = show environments").output?.json?.arrayValue
    let count = try session.measure("functions.environments(\"counter\")").value
    expectEqual(Double(json?.count ?? 0), count)
  }

  private struct NoTimeline: Error {}

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
