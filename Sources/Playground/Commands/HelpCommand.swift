import Cloud
import Figures

/// Explains the language.
struct HelpCommand: PlainCommand {
  static let help = CommandHelp(
    word: "help",
    usage: "help [WORD [OPERATION]]",
    summary: "explain a command, an AWS operation, or metrics",
    examples: ["help load", "help sqs send-message", "help metrics"],
    answers: false
  )
  static let needsStage = false

  private let figures: [Figure]

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    guard let word = arguments.next() else {
      figures = Self.overview
      return
    }
    figures = try Self.pages(on: word, arguments.next())
  }

  private static func pages(
    on word: Argument,
    _ operation: Argument?
  ) throws(CommandError) -> [Figure] {
    let command = PlainCommands.command(word.text)
    // A word that is a command and a service, as deploy is, shows both.
    if let service = Cloud.catalogue.first(where: { $0.name == word.text }) {
      let own = operation == nil ? command.map { [page(of: $0.help)] } ?? [] : []
      return own + (try pages(on: service, operation))
    }
    if let operation { throw Arguments.tooMany(operation, usage: help.usage) }
    switch word.text {
    case "metrics": return [metrics]
    case "let": return [.text(assignment)]
    case "as": return [.text(accounts)]
    default: break
    }
    if let command { return [page(of: command.help)] }
    let words =
      PlainCommands.words + ["metrics", "let", "as"] + Cloud.catalogue.map(\.name)
    throw CommandError(
      .notFound,
      "There is no help on \(word.text).",
      remedy: Spelling.remedy(for: word.text, among: words),
      column: word.column
    )
  }

  private static func pages(
    on service: ServiceEntry,
    _ word: Argument?
  ) throws(CommandError) -> [Figure] {
    guard let word else { return [OperationsCommand.table(of: service)] }
    if let operation = service.operation(word.text) { return page(of: operation) }
    if service.name == CloudWatchLogs.name, word.text == "tail" {
      return [page(of: LogsTail.help)]
    }
    throw CommandError(
      .notFound,
      "\(service.name) has no operation \(word.text) here.",
      remedy: Spelling.remedy(for: word.text, among: service.commandNames),
      column: word.column
    )
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.count {
    case 0:
      PlainCommands.words + ["let", "as", "metrics"] + Cloud.catalogue.map(\.name)
    case 1:
      Cloud.catalogue.first { $0.name == words[0] }?.commandNames ?? []
    default: []
    }
  }

  func run(in session: Session) -> CommandOutput {
    CommandOutput(figures: figures)
  }

  private static var overview: [Figure] {
    let commands = Table(
      title: "Commands",
      columns: ["word", "to"],
      rows: PlainCommands.all.map { [Span($0.help.word, .code), Span($0.help.summary)] }
        + [
          [Span("let", .code), "keep an answer, to put parts of it into later commands"],
          [Span("as", .code), "run a command in another AWS account"],
        ]
    )
    let services = Cloud.catalogue.map(\.name).joined(separator: ", ")
    return [
      .table(commands),
      .text(
        "help WORD tells how a command is written, with examples.\n"
          + "Everything else is the AWS CLI's grammar: SERVICE OPERATION --option value. Services: "
          + "\(services). help SERVICE lists its operations.\n"
          + "Lengths of time: 250ms, 90s, 5m, 2h, 1d. Rates: 20/s, 90/min. # begins a comment."
      ),
    ]
  }

  private static func page(of help: CommandHelp) -> Figure {
    var lines = [help.usage, "  \(help.summary)"]
    lines += help.details.split(separator: "\n").map { "  \($0)" }
    if !help.examples.isEmpty {
      lines.append("For example:")
      lines += help.examples.map { "  \($0)" }
    }
    return .text(lines.joined(separator: "\n"))
  }

  private static let assignment = """
    let NAME = COMMAND
      keep the command's JSON answer; {NAME}, {NAME.Member} and {NAME.List[0].Member} put parts in
      Single quotes keep braces as they are.
    For example:
      let m = sqs receive-message --queue-url orders
      sqs delete-message --queue-url orders --receipt-handle {m.Messages[0].ReceiptHandle}
    """

  private static let accounts = """
    as ACCOUNT COMMAND
      run one command in another AWS account, by its twelve digits
      Each account has services, logs, metrics and a bill of its own; all share one
      clock. The first is \(Cloud.homeAccount). In the trace a component of any other
      carries its account's number.
    For example:
      as 444455556666 sqs create-queue --queue-name parcels
      as 444455556666 show metrics
    """

  private static var metrics: Figure {
    .table(
      Table(
        title: "Metrics",
        columns: ["metric", "is", "what it tells"],
        rows: MetricCatalogue.all.map { metric in
          [Span(metric.usage, .code), Span(metric.unit.description), Span(metric.meaning)]
        }
      )
    )
  }

  private static func page(of operation: OperationEntry) -> [Figure] {
    let rows = operation.shape.members.map { member -> [Span] in
      [
        Span(member.option, .code), Span(member.shape.description),
        Span(member.isRequired ? "required" : ""),
      ]
    }
    return [
      .text(operation.usage),
      .table(Table(columns: ["option", "takes", ""], rows: rows)),
    ]
  }
}
