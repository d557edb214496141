import Cloud
import JSON
import Simulation

/// Puts a page of somebody else's web server on the internet, or changes how it behaves.
struct EndpointCommand: PlainCommand {
  static let help = CommandHelp(
    word: "endpoint",
    usage: "endpoint URL [answers STATUS [JSON] [N times]] [takes DURATION] [confirms]"
      + " [acknowledges] [down | up] [at DURATION] [for DURATION]",
    summary: "make a page on somebody else's web server, or change what it answers",
    details: """
      A new page answers 200 after \(Int(WebServer.usualLatency.milliseconds)) ms. Other pages of the \
      host answer 404; nobody answers at other hosts. confirms: it visits the address with which SNS \
      asks it to confirm a subscription. acknowledges: it answers with the id of the request and the \
      time, which a delivery stream needs. down: connections are refused. With for it behaves as \
      before afterwards. slow, fail and heal strike the whole host by its name. show endpoints shows \
      what has arrived.
      """,
    examples: [
      "endpoint https://partner.example/orders",
      "endpoint https://partner.example/orders answers 503 for 10m",
      "endpoint https://partner.example/orders answers 500 3 times",
      "endpoint https://partner.example/orders takes 20s", "slow partner.example 10x",
    ]
  )
  static let needsStage = false

  private let address: WebAddress
  private let text: String
  private let change: @Sendable (inout WebServer.Behaviour) -> Void
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    address = try Self.address(arguments.required("the URL"))
    var words: [String] = []
    var changes: [@Sendable (inout WebServer.Behaviour) -> Void] = []
    while let (word, change) = try Self.change(&arguments, in: session) {
      words.append(word)
      changes.append(change)
    }
    let all = changes
    text = words.joined(separator: ", ")
    change = { behaviour in for change in all { change(&behaviour) } }
    timing = try Timing(parsing: &arguments)
  }

  private static func address(_ word: Argument) throws(CommandError) -> WebAddress {
    func refusal(_ message: String, _ remedy: String) -> CommandError {
      CommandError(.badArgument, message, remedy: remedy, column: word.column)
    }
    guard let address = WebAddress(word.text) else {
      throw refusal(
        "\(word.text) is no URL.",
        "Write one such as https://partner.example/orders."
      )
    }
    guard !address.isAmazons else {
      throw refusal("\(address.host) is Amazon's own.", "Use a host such as partner.example.")
    }
    guard address.page == address.path else {
      throw refusal("A page has no query string.", "Write \(address.site)\(address.page).")
    }
    return address
  }

  /// Reads the next thing that the page is to do; `nil` when there is no more.
  private static func change(
    _ arguments: inout Arguments,
    in session: Session
  ) throws(CommandError) -> (String, @Sendable (inout WebServer.Behaviour) -> Void)? {
    if arguments.take("answers") { return try answer(&arguments, in: session) }
    if arguments.take("takes") {
      let latency = try arguments.required("how long an answer takes").duration()
      return ("takes \(latency.readable)", { $0.latency = latency })
    }
    if arguments.take("confirms") {
      return ("confirms subscriptions", { $0.confirms = true })
    }
    if arguments.take("acknowledges") {
      return ("acknowledges requests", { $0.acknowledges = true })
    }
    if arguments.take("down") { return ("refuses connections", { $0.isDown = true }) }
    if arguments.take("up") { return ("takes connections", { $0.isDown = false }) }
    return nil
  }

  private static func answer(
    _ arguments: inout Arguments,
    in session: Session
  ) throws(CommandError) -> (String, @Sendable (inout WebServer.Behaviour) -> Void) {
    let status = try arguments.required("the status").integer(in: 200...599)
    var body: JSONValue?
    if let next = arguments.rest.first, next.isQuoted || next.text.hasPrefix("{") {
      body = try arguments.next()?.json(in: session)
    }
    var times: Int?
    if arguments.rest.count > 1, ["times", "time"].contains(arguments.rest[1].text) {
      times = try arguments.required("how often").integer(in: 1...1_000_000)
      _ = arguments.next()
    }
    let (answer, count) = (body, times)
    return (
      "answers \(status)" + (times.map { " \($0) times, then 200" } ?? ""),
      { behaviour in
        behaviour.status = status
        behaviour.body = answer
        behaviour.times = count
      }
    )
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: session.world.cloud.internet.servers.map { $0.site + "/" }
    case "answers": ["200", "404", "429", "500", "503"]
    case "takes", "at", "for": []
    default:
      ["answers", "takes", "confirms", "acknowledges", "down", "up", "at", "for"].filter {
        !words.contains($0)
      }
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (address, change) = (address, change)
    let server = session.world.cloud.internet.server(of: address, in: session.world.cloud)
    try session.world.schedule(timing) {
      await server.set(address.page, change)
    } end: { before in
      await server.set(address.page) { $0 = before ?? WebServer.Behaviour() }
    }
    let page = try session.world.run { await server.page(address.page) }
    let now = page?.behaviour ?? WebServer.Behaviour()
    let said = text.isEmpty ? "answers \(now.status)" : text
    return .said(
      "\(address.site)\(address.page): \(said)\(timing.text).",
      ["url": .string(address.site + address.page), "component": .string(address.host)]
    )
  }
}
