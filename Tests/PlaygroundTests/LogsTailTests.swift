import JSON
import Playground
import Testing

/// `logs tail`, in the grammar and the formats of the AWS CLI.
struct LogsTailTests {
  @Test func `a log shows what the role has let the function write`() throws {
    let trust =
      #"{"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "#
      + #""Action": "sts:AssumeRole"}]}"#
    let session = Session(seed: 1)
    func shown() -> String {
      let json = session.execute("show logs f").output?.json
      return json?.arrayValue?.compactMap { $0["line"]?.stringValue }
        .filter { !$0.hasPrefix("START") && !$0.hasPrefix("REPORT") }
        .joined(separator: " ") ?? "?"
    }
    let policy = "--policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    var seen: [String] = []
    for line in [
      "iam create-role --role-name r --assume-role-policy-document '\(trust)'",
      "lambda create-function --function-name f --runtime provided.al2023 --handler f"
        + " --role arn:aws:iam::123456789012:role/r"
        + #" --zip-file '{"handler": [{"count": "n"}, {"log": "run {global.n}"}]}'"#,
      "advance 2s", "lambda invoke --function-name f",
      "iam attach-role-policy --role-name r \(policy)", "lambda invoke --function-name f",
      "iam detach-role-policy --role-name r \(policy)", "lambda invoke --function-name f",
    ] {
      if let error = session.execute(line).error { throw error }
      if line.hasPrefix("lambda invoke") { seen.append(shown()) }
    }
    expectEqual(seen, ["", "run 2", "run 2"])
  }

  private static let group = "/aws/lambda/greet"
  private static let function = [
    "lambda create-function --function-name greet --runtime provided.al2023 --handler greet"
      + " --role arn:aws:iam::123456789012:role/fernway --memory-size 1769"
      + #" --zip-file '{"handler": [{"work": "1s"}, {"return": {"hello": "you"}}]}'"#,
    "advance 2s",
  ]

  private func run(_ lines: String...) throws -> Session {
    let session = Session(seed: 1)
    for line in Self.function + lines {
      if let error = session.execute(line).error { throw error }
    }
    return session
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let options: String
    /// How the lines begin.
    let lines: [String]
    var testDescription: String { options }
  }

  @Test(arguments: [
    Row(
      options: "--format short",
      lines: [
        "2026-01-01T00:00:02 INIT_START Runtime Version: ", "2026-01-01T00:00:02 START RequestId: ",
        "2026-01-01T00:00:03 END RequestId: ", "2026-01-01T00:00:03 REPORT RequestId: ",
      ]
    ),
    Row(options: "--format short --since 0s", lines: []),
    Row(
      options: "--since 1m --filter-pattern '\"START Req\"' --log-stream-name-prefix 2026",
      lines: ["2026-01-01T00:00:02.170000+00:00 2026/01/01/[$LATEST]"]
    ),
    Row(
      options: "--format json --filter-pattern END",
      lines: ["2026-01-01T00:00:03.171000+00:00 2026/01/01/[$LATEST]"]
    ),
    Row(options: "--log-stream-name-prefix 2027", lines: []),
    Row(options: "--log-stream-names a b --no-cli-pager", lines: []),
    Row(
      options: "--since 2026-01-01T01:00:03+01:00 --format=short --region us-east-1 --color off",
      lines: ["2026-01-01T00:00:03 END RequestId: ", "2026-01-01T00:00:03 REPORT RequestId: "]
    ),
  ])
  func `lines are printed as the AWS CLI prints them`(_ row: Row) throws {
    let session = try run("lambda invoke --function-name greet", "advance 1s")
    let text = session.execute("aws logs tail \(Self.group) \(row.options)").output?.verbatim ?? ""
    let lines = text.split(separator: "\n").map(String.init)
    let isSo =
      lines.count == row.lines.count && zip(lines, row.lines).allSatisfy { $0.hasPrefix($1) }
    expectEqual(isSo, true, "\(text)")
  }

  @Test func `lines that are JSON are spread on request`() throws {
    let session = try run(
      "lambda update-function-configuration --function-name greet"
        + " --logging-config LogFormat=JSON,SystemLogLevel=INFO",
      "advance 2s",
      "lambda invoke --function-name greet"
    )
    let line = "logs tail \(Self.group) --format json --filter-pattern platform.start"
    let text = session.execute(line).output?.verbatim ?? ""
    let lines = text.split(separator: "\n").map(String.init)
    expectEqual(lines.dropFirst().first, "{")
    expectEqual(lines.contains { $0.hasPrefix("    \"record\": {") }, true, "\(text)")
  }

  @Test(arguments: [
    ("logs tail", "MissingArgument"), ("logs tail /aws/lambda/none", "ResourceNotFoundException"),
    ("logs tail G --since 5h30m", "BadArgument"), ("logs tail G --since soon", "BadArgument"),
    ("logs tail G --since 2026-13-01", "BadArgument"), ("logs tail G H", "TooManyWords"),
    ("logs tail G --format wide", "BadArgument"), ("logs tail G --folow", "UnknownOption"),
    ("logs tail G --query events", "NotHere"), ("logs tail G --profile me", "NotHere"),
    ("logs tail G --region eu-west-1", "BadArgument"),
    ("logs tail G --filter-pattern '{ $.a = 1 }'", "NotSupportedHere"),
    ("logs tail G --log-stream-names a --log-stream-name-prefix a", "InvalidParameterException"),
    ("unfollow", "NotPossible"),
  ])
  func `what cannot be is refused by name`(_ line: String, _ code: String) {
    expectEqual(Session(seed: 1).execute(line).error?.code, code, "\(line)")
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `what is followed is each line once and in order`(_ seed: UInt64) throws {
    let session = try run("lambda invoke --function-name greet")
    let all = "logs tail \(Self.group) --since 52w"
    var lines = session.execute("\(all) --follow").output?.verbatim?.split(separator: "\n") ?? []
    for step in 0..<20 {
      let line =
        switch (seed &* 0x9E37_79B9_7F4A_7C15 >> UInt64(step)) % 4 {
        case 0: "advance 700ms"
        case 1: "lambda invoke --function-name greet --invocation-type Event"
        case 2: "lambda invoke --function-name greet"
        default: "lambda invoke --function-name nobody"
        }
      let output = session.execute(line).output
      lines += (output?.followed ?? []).map { $0[...] }
    }
    lines += (session.execute("advance 1m").output?.followed ?? []).map { $0[...] }
    let whole = session.execute("unfollow").output.flatMap { _ in
      session.execute(all).output?.verbatim
    }
    expectEqual(lines.joined(separator: "\n"), whole)
    expectEqual(session.execute("lambda invoke --function-name greet").output?.followed, [])
  }

  @Test func `several groups are told apart, and one that is deleted is no longer followed`() throws
  {
    let session = try run(
      "lambda invoke --function-name greet",
      "logs create-log-group --log-group-name other",
      "logs tail \(Self.group) --follow --format short",
      "logs tail other --follow"
    )
    let lines = session.execute("lambda invoke --function-name greet").output?.followed ?? []
    expectEqual(lines.first, "==> \(Self.group) <==")
    let last = session.execute("logs delete-log-group --log-group-name other").output?.followed
    expectEqual(last?.count, 1)
    expectEqual(last?.first?.contains("ResourceNotFoundException"), true)
    expectEqual(session.execute("unfollow other").error?.code, "BadArgument")
    expectEqual(session.stopFollowing(), [Self.group])
  }

  /// Pages of any size, forward and back, give what one page gives.
  @Test(arguments: [1, 2, 3, 7, 50])
  func `pages together are the whole`(_ limit: Int) throws {
    let session = try run()
    for _ in 0..<9 { _ = session.execute("lambda invoke --function-name greet") }
    let streams = session.execute("logs describe-log-streams --log-group-name \(Self.group)")
    let stream = streams.output?.json?["logStreams"]?[0]?["logStreamName"]?.stringValue ?? ""
    let get = "logs get-log-events --log-group-name \(Self.group) --log-stream-name '\(stream)'"
    let filter = "logs filter-log-events --log-group-name \(Self.group)"
    let whole = session.execute(get).output?.json?["events"]?.arrayValue ?? []
    expectEqual(whole.count > 20, true)
    func pages(_ line: String, _ token: String, from first: String) -> [[JSONValue]] {
      var (pages, next) = ([[JSONValue]](), first)
      while pages.count < 60 {
        let answer = session.execute("\(line) --limit \(limit) \(next)").output?.json
        let events = answer?["events"]?.arrayValue ?? []
        if events.isEmpty { break }
        pages.append(events)
        guard let name = answer?[token]?.stringValue else { break }
        next = "--next-token '\(name)'"
      }
      return pages
    }
    let forward = pages(get, "nextForwardToken", from: "--start-from-head")
    expectEqual(Array(forward.joined()), whole)
    let back = pages(get, "nextBackwardToken", from: "")
    expectEqual(Array(back.reversed().joined()), whole)
    let found = pages(filter, "nextToken", from: "").joined().map { $0["message"] }
    expectEqual(found, whole.map { $0["message"] })
  }
}
