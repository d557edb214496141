import JSON
import Shop
import Simulation

/// A request that one customer sends, and how its answer is told.
struct CustomerRequest {
  let request: ShopRequest
  /// What was sent, for a reader: `Order A-1`.
  let name: String

  func send(in session: Session) throws(CommandError) -> CommandOutput {
    guard let fernway = session.world.deployment?.fernway else { return .nothing }
    let (start, request) = (session.now, request)
    let outcome = try session.world.run { try await fernway.send(request) }
    let wait = start.duration(to: session.now)
    let (word, text, reason) = Self.words(for: outcome, after: wait)
    var json: JSONObject = ["id": .string(request.id), "outcome": .string(word)]
    if let reason { json["reason"] = .string(reason) }
    json["after_ms"] = .number(JSONNumber(wait.milliseconds))
    return .said("\(name): \(text).", .object(json))
  }

  private static func words(
    for outcome: CustomerOutcome,
    after wait: Duration
  ) -> (word: String, text: String, reason: String?) {
    let time = Measurement(wait.milliseconds, .milliseconds)
    return switch outcome {
    case .done: ("done", "the shop says yes after \(time)", nil)
    case .rejected(let reason):
      ("rejected", "the shop says no after \(time): \(reason)", reason.code)
    case .failed(let reason): ("failed", "an error after \(time): \(reason)", reason)
    case .gaveUp: ("gave-up", "no answer; the customer gave up after \(time)", nil)
    }
  }
}

/// Orders something.
struct OrderCommand: PlainCommand {
  static let help = CommandHelp(
    word: "order",
    usage: "order --item ITEM [--quantity N] [--id ID] [--card valid|declined]",
    summary: "order something and wait for the answer",
    details: """
      Items: \(Catalogue.fernway.items.map(\.name).joined(separator: ", ")).
      An id that was sent before is the same order, sent again.
      """,
    examples: ["order --item rake", "order --item rake --quantity 2 --id A-17"]
  )

  private let item: String
  private let quantity: Int
  private let id: String?
  private let card: Card

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let item = try arguments.option("--item")
    quantity = try arguments.option("--quantity")?.integer(in: Order.quantities) ?? 1
    id = try arguments.option("--id").map(Self.id)
    let card = try arguments.option("--card")?.choice("card", ["valid", "declined"])
    self.card = card == "declined" ? .declined : .valid
    try arguments.finish()
    guard let item else { throw arguments.missing("--item") }
    self.item = item.text
  }

  private static func id(_ word: Argument) throws(CommandError) -> String {
    guard (1...40).contains(word.text.count), word.text.allSatisfy(\.isNamePart) else {
      throw CommandError(
        .badArgument,
        "\(word.text) is no id.",
        remedy: "Write up to 40 letters, digits, hyphens and underscores, such as A-17.",
        column: word.column
      )
    }
    return word.text
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case "--item": Catalogue.fernway.items.map(\.name)
    case "--card": ["valid", "declined"]
    default: ["--item", "--quantity", "--id", "--card"].filter { !words.contains($0) }
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let id = id ?? session.world.deployment?.newID("A") ?? ""
    let order = Order(id: id, lines: [.init(item, quantity: quantity)], card: card)
    return try CustomerRequest(request: .checkout(order), name: "Order \(id)").send(in: session)
  }
}

/// Asks customer service something.
struct AskCommand: PlainCommand {
  static let help = CommandHelp(
    word: "ask",
    usage: "ask \"QUESTION\"",
    summary: "ask customer service something",
    examples: ["ask \"Which soil do tomatoes want?\""]
  )

  private let text: String

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let word = try arguments.required("the question")
    guard (1...1_000).contains(word.text.count) else {
      throw CommandError(
        .badArgument,
        "The question is empty or longer than 1000 characters.",
        remedy: "Write \(Self.help.usage).",
        column: word.column
      )
    }
    text = word.text
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let id = session.world.deployment?.newID("Q") ?? ""
    let question = Question(id: id, text: text)
    return try CustomerRequest(request: .question(question), name: "Question \(id)")
      .send(in: session)
  }
}

/// Books a delivery in.
struct RestockCommand: PlainCommand {
  static let help = CommandHelp(
    word: "restock",
    usage: "restock --item ITEM --quantity N",
    summary: "book a delivery into stock",
    examples: ["restock --item rake --quantity 50"]
  )

  private let item: String
  private let quantity: Int

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let item = try arguments.option("--item")
    let quantity = try arguments.option("--quantity")
    try arguments.finish()
    guard let item else { throw arguments.missing("--item") }
    guard let quantity else { throw arguments.missing("--quantity") }
    self.item = try item.choice("item", Catalogue.fernway.items.map(\.name))
    self.quantity = try quantity.integer(in: StockDelivery.quantities)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.last == "--item" ? Catalogue.fernway.items.map(\.name) : ["--item", "--quantity"]
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let id = session.world.deployment?.newID("D") ?? ""
    let delivery = StockDelivery(id: id, item: item, quantity: quantity)
    return try CustomerRequest(request: .restock(delivery), name: "Delivery \(id)")
      .send(in: session)
  }
}
