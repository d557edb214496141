import Simulation
import Testing

/// A rate over time whose arrivals are counted.
struct ProfileCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let profile: RateProfile
  let duration: Duration

  init(_ name: String, _ pieces: [RateProfile.Piece], repeats: Bool = false, _ seconds: Int) {
    testDescription = name
    profile = RateProfile(pieces, repeats: repeats)
    duration = .seconds(seconds)
  }

  static let all: [Self] =
    [
      Self("level", [.init(for: .seconds(80), .perSecond(2))], 80),
      Self("rising from none", [.init(for: .seconds(80), .zero, to: .perSecond(4))], 80),
      Self("falling to none", [.init(for: .seconds(80), .perSecond(4), to: .zero)], 80),
      Self(
        "steps with a pause",
        [
          .init(for: .seconds(20), .perSecond(1)),
          .init(for: .seconds(30), .zero),
          .init(for: .seconds(30), .perSecond(6)),
        ],
        80
      ),
      Self(
        "a saw, repeated",
        [.init(for: .seconds(7), .perSecond(0.5), to: .perSecond(5))],
        repeats: true,
        80
      ),
    ]
    + LoadShape.allCases.map { shape in
      let profile = shape.profile(.perSecond(3), for: .seconds(80))
      return Self(shape.rawValue, profile.pieces, 80)
    }
}

@Suite("Arrivals")
struct ArrivalsTests {
  private func instants(
    of process: ArrivalProcess,
    until end: Duration,
    seed: UInt64
  ) -> [SimulationInstant] {
    var process = process
    var stream = RandomStream(seed: seed, name: "arrivals")
    var instants: [SimulationInstant] = []
    while let next = process.next(using: &stream), next < .start.advanced(by: end) {
      instants.append(next)
    }
    return instants
  }

  /// The mean number of arrivals, from the rate itself: the middle rule over fine steps.
  private func expected(_ row: ProfileCase, in range: Range<Int>) -> Double {
    (range.lowerBound * 1_000..<range.upperBound * 1_000).reduce(0) { sum, step in
      sum + row.profile.rate(at: .microseconds(step * 1_000 + 500)).perSecond / 1_000
    }
  }

  @Test("Poisson arrivals follow their rate, in mean and in spread", arguments: ProfileCase.all)
  func countsFollowTheRate(_ row: ProfileCase) {
    let runs = (1...40).map { seed in
      instants(of: .poisson(row.profile), until: row.duration, seed: seed)
    }
    var windows = 0.0
    for start in stride(from: 0, to: 80, by: 10) {
      let mean = expected(row, in: start..<start + 10) * 40
      let range = second(start)..<second(start + 10)
      let count = runs.reduce(0) { $0 + $1.count { range.contains($0) } }
      if mean > 0 {
        windows += (Double(count) - mean) * (Double(count) - mean) / mean
      } else if count > 0 {
        Issue.record("\(count) arrivals came where there is no rate")
      }
    }
    let mean = expected(row, in: 0..<80)
    let spread = runs.reduce(0) {
      $0 + (Double($1.count) - mean) * (Double($1.count) - mean) / mean
    }
    // Chi-square with 8 and 40 degrees of freedom: beyond these bounds once in a thousand times.
    #expect(windows < 26.2 && (17.9...73.5).contains(spread))
    #expect(runs.allSatisfy { $0 == $0.sorted() })
  }

  @Test("Gaps between arrivals at one rate are exponential")
  func gapsAreExponential() {
    let instants = instants(of: .poisson(.perSecond(10)), until: .seconds(2_000), seed: 3)
    let gaps = zip(instants, instants.dropFirst()).map { $0.duration(to: $1).seconds }
    let moments = RunningMoments(of: gaps)
    let long = Double(gaps.count { $0 > 0.1 }) / Double(gaps.count)
    #expect(abs(moments.mean - 0.1) < 0.002 && abs(moments.standardDeviation - 0.1) < 0.003)
    #expect(abs(long - 0.36788) < 0.01)
  }

  @Test("A burst comes at one instant and has an allowed size")
  func burstsComeTogether() {
    let profile = RateProfile.constant(.perSecond(1), for: .seconds(500))
    let instants = instants(of: .bursts(of: 2...5, profile), until: .seconds(500), seed: 8)
    var sizes: [SimulationInstant: Int] = [:]
    for instant in instants { sizes[instant, default: 0] += 1 }
    #expect(Set(sizes.values) == [2, 3, 4, 5] && abs(sizes.count - 500) < 70)
  }

  @Test("A profile that ends brings nothing more, and one without rate brings nothing")
  func profilesEnd() {
    let nothing = RateProfile.constant(.zero, for: .seconds(5))
    #expect(instants(of: .poisson(nothing), until: .seconds(9), seed: 1).isEmpty)
    let short = RateProfile.constant(.perSecond(100), for: .seconds(5))
    let last = instants(of: .poisson(short, from: second(3)), until: .seconds(99), seed: 1).last
    #expect(last.map { $0 <= second(8) && $0 > second(7) } == true)
  }

  @Test("A shape lasts exactly as long as its load", arguments: LoadShape.allCases)
  func shapesFillTheirLoad(_ shape: LoadShape) {
    let durations: [Duration] = [.microseconds(1), .nanoseconds(1_000_000_007), .seconds(86_400)]
    #expect(durations.allSatisfy { shape.profile(.perSecond(20), for: $0).duration == $0 })
    let peak = shape.profile(.perSecond(20), for: .seconds(600)).peak.perSecond / 20
    let peaks: [LoadShape: Double] = [
      .steady: 1, .ramp: 1, .flashSale: 10, .day: 1.6, .night: 0.3,
    ]
    #expect(abs(peak - (peaks[shape] ?? 0)) < 1e-12)
  }

  @Test("A file of offsets is read with units, comments and Windows line ends")
  func scheduleIsRead() throws {
    let text = "\u{FEFF}# from the log\r\n0\r\n0.25\n250 ms # the same\n\n1.5s\n2m\n"
    let schedule = try ArrivalSchedule(parsing: text)
    let milliseconds: [Duration] = [0, 250, 250, 1_500, 120_000].map { .milliseconds($0) }
    #expect(schedule.offsets == milliseconds)
    let instants = instants(
      of: .schedule(schedule, from: second(10)),
      until: .seconds(99_999),
      seed: 1
    )
    #expect(instants == milliseconds.map { second(10).advanced(by: $0) })
  }

  @Test(
    "A bad file is refused with its line and a remedy",
    arguments: [
      ("1\n3\n\n2\n", "line 4: 2 comes before the 3 above it; sort the lines by time"),
      (
        "1\nsoon",
        "line 2: \"soon\" is not a time; "
          + "write seconds such as 0.25, or a number with one of ms, s, m, h, d"
      ),
      ("-1", "line 1: -1 is negative; count from the beginning of the load, which is 0"),
      (
        "# nothing\n",
        "there is no arrival in it; write one offset a line, such as 0.25 or 250ms"
      ),
    ]
  )
  func badScheduleIsRefused(_ text: String, _ message: String) {
    let error = #expect(throws: ArrivalScheduleError.self) {
      try ArrivalSchedule(parsing: text)
    }
    #expect(error?.description == message)
  }

  @Test("Durations and rates are read as they are written")
  func spellingsAreRead() {
    let durations: [(String, Duration?)] = [
      ("250ms", .milliseconds(250)), ("1.5 s", .milliseconds(1_500)), ("10m", .seconds(600)),
      ("10min", .seconds(600)), ("2h", .seconds(7_200)), ("1d", .seconds(86_400)),
      ("3us", .microseconds(3)), ("0.0000000004s", .zero), ("-2s", .seconds(-2)),
      ("7ns", .nanoseconds(7)),
      ("5", nil), ("s", nil), ("1.2.3s", nil), ("1e3s", nil), ("999999999999999999d", nil),
      ("1 fortnight", nil), ("", nil), ("--1s", nil), ("½s", nil),
    ]
    let rates: [(String, Rate?)] = [
      ("20/s", .perSecond(20)), ("0.5/s", .perSecond(0.5)), ("90/min", .perSecond(1.5)),
      ("7200 / h", .perSecond(2)), ("20", nil), ("/s", nil), ("-1/s", nil), ("20/ms", nil),
      ("nan/s", nil), ("1/s/s", nil),
    ]
    let wrong =
      durations.filter { Duration(spelled: $0.0) != $0.1 }.map(\.0)
      + rates.filter { Rate($0.0) != $0.1 }.map(\.0)
    #expect(wrong.isEmpty)
    #expect(Rate.perSecond(20).description == "20/s" && "\(Rate.perSecond(7.2))" == "7.2/s")
  }
}
