import Cloud
import JSON
import Simulation

/// Sends a request over HTTP, with curl's own options.
///
/// Source: curl's manual, `--retry` and `--max-time`, 8.x.
///
/// > Simplified: bodies are JSON, and no answer says `Retry-After`.
struct CurlCommand: PlainCommand {
  static let help = CommandHelp(
    word: "curl",
    usage: "curl URL [-X METHOD] [-H HEADER] [-d JSON] [-i] [--max-time SECONDS] [--retry TIMES]",
    summary: "send a request to an HTTP API or a function's address",
    details: """
      METHOD is GET, or POST where there is a body. HEADER is one such as
      'Origin: https://fernway.example', and -H may come more than once; -i
      shows the headers of the answer. --max-time is how long one
      try may take. --retry tries again after \(transient.map(String.init).joined(separator: ", "))
      and after a time-out: after 1 s, and then after twice as long each time,
      up to 10 min. calls.outcome("502") counts the answers of one status.
      """,
    examples: [
      #"curl https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/orders -d '{"item": "rake"}'"#,
      "let api = apigatewayv2 create-api --name shop --protocol-type HTTP --target ARN",
      "curl {api.ApiEndpoint}/stock --retry 3",
    ]
  )
  static let needsStage = false

  /// The statuses after which another try may help.
  private static let transient = [408, 429, 500, 502, 503, 504]
  private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
  private static let longestWait = Duration.seconds(600)

  private let address: HTTPAddress
  private let method: String
  private let headers: [HTTPHeader]
  private let showsHeaders: Bool
  private let body: JSONValue?
  private let limit: Duration?
  private let retries: Int

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let method = try Self.option("-X", "--request", &arguments)
    var headers: [HTTPHeader] = []
    while let header = try Self.option("-H", "--header", &arguments) {
      headers.append(try Self.header(header))
    }
    self.headers = headers
    showsHeaders = arguments.flag("-i") || arguments.flag("--include")
    let body = try Self.option("-d", "--data", &arguments)
    let limit = try Self.option("-m", "--max-time", &arguments)
    let retries = try arguments.option("--retry")
    address = try HTTPAddress(try arguments.required("the address"), in: session.world)
    self.body = try body?.json(in: session)
    self.method = try method?.choice("method", Self.methods) ?? (body == nil ? "GET" : "POST")
    self.limit = try limit.map { (limit) throws(CommandError) in
      .seconds(try limit.integer(in: 1...86_400))
    }
    self.retries = try retries?.integer(in: 0...100) ?? 0
  }

  private static func option(
    _ short: String,
    _ long: String,
    _ arguments: inout Arguments
  ) throws(CommandError) -> Argument? {
    if let value = try arguments.option(short) { return value }
    return try arguments.option(long)
  }

  /// Reads `NAME: VALUE`.
  private static func header(_ argument: Argument) throws(CommandError) -> HTTPHeader {
    let parts = argument.text.split(separator: ":", maxSplits: 1).map { String($0.trimmed) }
    guard parts.count == 2, !parts[0].isEmpty else {
      throw CommandError(
        .badArgument,
        "\(argument.text) is no header.",
        remedy: "Write it like 'Origin: https://fernway.example'.",
        column: argument.column
      )
    }
    return HTTPHeader(parts[0], parts[1])
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: []
    case "-X": methods
    default: ["-X", "-H", "-d", "-i", "--max-time", "--retry"].filter { !words.contains($0) }
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (log, command) = (session.world.callLog, self)
    let tries = try session.world.run { try await command.tries(noting: log) }
    var lines: [String] = []
    for (index, one) in tries.enumerated() {
      let pause = index < tries.count - 1 ? "; again in \(Self.pause(index).readable)" : ""
      lines.append(
        "\(one.call.outcome) after \(Measurement(one.call.wait.milliseconds, .milliseconds))"
          + pause
      )
    }
    let last = tries[tries.count - 1]
    let answered = last.response?.headers ?? []
    if showsHeaders { lines += answered.map { "\($0.name): \($0.value)" } }
    if let body = last.response?.body { lines.append(body.text()) }
    return .said(
      lines.joined(separator: "\n"),
      [
        "status": last.response.map { .number(JSONNumber($0.status)) } ?? .null,
        "headers": .object(
          JSONObject(answered.map { ($0.name, JSONValue.string($0.value)) })
        ),
        "body": last.response?.body ?? .null,
        "tries": .number(JSONNumber(tries.count)),
      ]
    )
  }

  /// Tries once, and again as long as that may help.
  private func tries(noting log: CallLog) async throws -> [HTTPAddress.Answer] {
    var tries: [HTTPAddress.Answer] = []
    while true {
      let one = try await address.send(method, body, headers: headers, within: limit)
      log.note(one.call, of: address.endpoint.component)
      tries.append(one)
      guard tries.count <= retries, Self.mayHelp(after: one) else { return tries }
      try await address.pause(for: Self.pause(tries.count - 1))
    }
  }

  private static func mayHelp(after one: HTTPAddress.Answer) -> Bool {
    guard let response = one.response else { return one.failure == .timedOut }
    return transient.contains(response.status)
  }

  /// How long curl waits before the next try.
  private static func pause(_ number: Int) -> Duration {
    number < 10 ? min(.seconds(1 << number), longestWait) : longestWait
  }
}
