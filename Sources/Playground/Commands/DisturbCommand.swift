import Cloud
import JSON
import Simulation

/// Lets a standard queue deliver out of order, or not find what a short poll asks for.
struct DisturbCommand: PlainCommand {
  static let help = CommandHelp(
    word: "disturb",
    usage: "disturb QUEUE [disorder P%] [short-polls P%] [at DURATION] [for DURATION]",
    summary: "let a standard queue deliver out of order, as it may",
    details: """
      disorder is how many messages let a later one pass. short-polls is how much of what is there a
      receive without waiting finds. A FIFO queue cannot be disturbed. duplicate lets messages
      come twice.
      """,
    examples: ["disturb orders disorder 20% for 10m", "disturb orders short-polls 50%"]
  )
  static let needsStage = false

  private static let words = ["disorder", "short-polls"]

  private let queue: String
  private let disturbance: QueueDisturbance
  private let said: String
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let word = try arguments.required("the queue")
    let queues = session.world.components(.queue)
    guard queues.contains(word.text) else {
      throw CommandError(
        .notFound,
        "There is no queue \(word.text) here.",
        remedy: queues.isEmpty
          ? "Deploy a stage with queues, or create one with sqs create-queue."
          : Spelling.remedy(for: word.text, among: queues),
        column: word.column
      )
    }
    guard !word.text.hasSuffix(".fifo") else {
      throw CommandError(
        .badArgument,
        "\(word.text) is a FIFO queue: it keeps order and delivers once.",
        remedy: "Disturb a standard queue.",
        column: word.column
      )
    }
    queue = word.text
    var shares: [String: Ratio] = [:]
    while let name = Self.words.first(where: { shares[$0] == nil && arguments.take($0) }) {
      shares[name] = try Self.share(&arguments)
    }
    guard !shares.isEmpty else {
      throw arguments.missing("disorder or short-polls", before: arguments.rest.first)
    }
    disturbance = QueueDisturbance(
      disorder: shares["disorder"] ?? .zero,
      shortPollShare: shares["short-polls"] ?? .one
    )
    said = Self.words.compactMap { name in shares[name].map { "\(name) \($0)" } }
      .joined(separator: ", ")
    timing = try Timing(parsing: &arguments)
  }

  private static func share(_ arguments: inout Arguments) throws(CommandError) -> Ratio {
    let word = try arguments.required("a share")
    guard word.text.hasSuffix("%"), let ratio = Ratio(word.text) else {
      throw CommandError(
        .badArgument,
        "\(word.text) is no share from 0% to 100%.",
        remedy: "Write 5% for one in twenty.",
        column: word.column
      )
    }
    return ratio
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: session.world.components(.queue).filter { !$0.hasSuffix(".fifo") }
    case let last? where Self.words.contains(last): ["5%"]
    default: Self.words.filter { !words.contains($0) } + ["at", "for"]
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (sqs, queue, disturbance) = (session.world.cloud.sqs, queue, disturbance)
    try session.world.schedule(timing) {
      try await sqs.disturb(queue, disturbance)
    } end: { _ in
      await sqs.calm(queue)
    }
    return .said("\(queue)\(timing.text): \(said).", ["target": .string(queue)])
  }
}
