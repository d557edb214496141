import Cloud
import Figures

/// Lists the services.
struct ServicesCommand: PlainCommand {
  static let help = CommandHelp(
    word: "services",
    usage: "services",
    summary: "list the services of the mini cloud",
    answers: false
  )
  static let needsStage = false

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {}

  func run(in session: Session) -> CommandOutput {
    CommandOutput(figures: [
      .table(
        Table(
          columns: ["write", "service", Table.Column("operations", .trailing)],
          rows: Cloud.catalogue.map { service in
            [Span(service.name, .code), Span(service.title), Span("\(service.operations.count)")]
          }
        )
      )
    ])
  }
}

/// Lists a service's operations.
struct OperationsCommand: PlainCommand {
  static let help = CommandHelp(
    word: "operations",
    usage: "operations SERVICE",
    summary: "list what a service can do here",
    examples: ["operations sqs"],
    answers: false
  )
  static let needsStage = false

  private let service: ServiceEntry

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let word = try arguments.required("the service")
    guard let service = Cloud.catalogue.first(where: { $0.name == word.text }) else {
      throw CommandError(
        .notFound,
        "There is no service \(word.text) here.",
        remedy: Spelling.remedy(for: word.text, among: Cloud.catalogue.map(\.name)),
        column: word.column
      )
    }
    self.service = service
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? Cloud.catalogue.map(\.name) : []
  }

  func run(in session: Session) -> CommandOutput {
    CommandOutput(figures: [Self.table(of: service)])
  }

  static func table(of service: ServiceEntry) -> Figure {
    .table(
      Table(
        title: service.title,
        columns: ["write", "needs"],
        rows: service.operations.map { operation in
          let required = operation.shape.members.filter(\.isRequired).map(\.option)
          return [
            Span("\(service.name) \(operation.commandName)", .code),
            Span(required.joined(separator: " ")),
          ]
        } + (service.name == CloudWatchLogs.name ? [[Span("logs tail", .code), "GROUP"]] : [])
      )
    )
  }
}
