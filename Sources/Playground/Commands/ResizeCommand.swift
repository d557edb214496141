import JSON
import Shop

/// Gives a component another size.
struct ResizeCommand: PlainCommand {
  static let help = CommandHelp(
    word: "resize",
    usage: "resize COMPONENT TYPE",
    summary: "give a component another instance type",
    details: """
      One box is away for as long as stopping and starting take. The instances of a group are
      replaced one after the other, while the others go on. A database gets another class.
      """,
    examples: ["resize shop m5.xlarge", "resize app m5.large", "resize database db.m5.large"]
  )

  private let target: FaultTarget
  private let size: Argument

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let word = try arguments.required("the component")
    target = try FaultTarget(word, in: session)
    guard target.components == [target.name] else {
      throw CommandError(
        .badArgument,
        "\(target.name) is a feature and has no size.",
        remedy: "Name the component: \(target.components.joined(separator: ", ")).",
        column: word.column
      )
    }
    size = try arguments.required("the type")
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? FaultTarget.names(in: session) : []
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    guard let stage = session.world.deployment?.stage else { return .nothing }
    let (name, type) = (target.name, size.text)
    do {
      try session.world.run { try await stage.resize(name, to: type) }
    } catch {
      throw CommandError(
        code: error.code,
        message: error.message,
        remedy: error.remedy,
        column: size.column
      )
    }
    return .said(
      "\(name) is \(type) now, \(session.now) since the start.",
      ["component": .string(name), "type": .string(type)]
    )
  }
}
