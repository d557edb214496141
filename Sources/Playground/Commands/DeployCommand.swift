import Cloud
import Figures
import JSON
import Shop
import Simulation

/// Deploys a stage on a fresh cloud.
struct DeployCommand: PlainCommand {
  static let help = CommandHelp(
    word: "deploy",
    usage: "deploy STAGE [--set NAME=VALUE] …",
    summary: "deploy the shop in one of its architectures",
    details: """
      The cloud and the clock begin anew: what was deployed before is gone. A value that begins with
      @ is read from a file: --set redrive=@queue.json.
      """,
    examples: ["deploy monolith", "deploy event-driven"]
  )
  static let needsStage = false

  private let stage: any Stage.Type
  private let settings: StageSettings

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    var chosen: [Argument] = []
    while let setting = try arguments.option("--set") { chosen.append(setting) }
    let word = try arguments.required("the stage")
    guard let stage = Stages.all.first(where: { $0.name == word.text }) else {
      throw StageNames.unknown(word)
    }
    var texts: [String] = []
    for setting in chosen { texts.append(try Self.text(of: setting, in: session)) }
    do {
      settings = try StageSettings(parsing: texts, for: stage)
    } catch {
      throw CommandError(error, column: chosen.first?.column)
    }
    self.stage = stage
    if let end = session.world.deployment?.lastLoadEnd, end > session.now {
      let seconds = Int(session.now.duration(to: end).seconds.rounded(.up))
      throw CommandError(
        .notPossible,
        "A load is still running, until \(end).",
        remedy: "Let it end first: advance \(seconds)s.",
        column: word.column
      )
    }
  }

  /// The setting, with the text of a file in the place of `@FILE`.
  private static func text(
    of setting: Argument,
    in session: Session
  ) throws(CommandError) -> String {
    guard let equals = setting.text.firstIndex(of: "="),
      setting.text[equals...].hasPrefix("=@")
    else { return setting.text }
    let file = String(setting.text[equals...].dropFirst(2))
    return setting.text[...equals] + (try session.file(file, column: setting.column))
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    guard let first = words.first else { return StageNames.all }
    guard words.last == "--set" else { return ["--set"] }
    let stage = Stages.all.first { $0.name == first }
    return stage?.settings.map { "\($0.name)=" } ?? []
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let world = World(seed: session.seed, pacer: session.pacer, budget: session.budget)
    do {
      world.deployment = try Deployment(stage, settings, on: world)
    } catch {
      world.close()
      throw error
    }
    session.replaceWorld(with: world)
    let components = world.cloud.topology.components
    return .said(
      "\(stage.title) is deployed: \(stage.summary)\n\(Self.list(components))",
      [
        "stage": .string(stage.name),
        "settings": .object(JSONObject(settings.values.map { ($0.name, .string($0.value)) })),
        "components": .array(components.map { .string($0.name) }),
      ]
    )
  }

  /// The most components that are told by their names.
  private static let fewComponents = 6

  /// What there is now: a few by their names, many by how many of each sort there are.
  private static func list(_ components: [Component]) -> String {
    guard components.count > fewComponents else {
      return "Components: \(components.map(\.name).joined(separator: ", "))."
    }
    let sorts = Component.Kind.allCases.compactMap { kind -> String? in
      let count = components.count { $0.kind == kind }
      return count > 0 ? count.counting(kind.rawValue, kind == .bus ? "buses" : nil) : nil
    }
    return "\(components.count) components: \(sorts.joined(separator: ", "))."
      + " show components lists them, show diagram draws them."
  }
}

/// The names of the stages.
enum StageNames {
  static let all = Stages.all.map { $0.name }
  /// What to do where a shop is missing.
  static let deployFirst = "Deploy a stage first, such as deploy \(all.first ?? "monolith")."

  static func unknown(_ word: Argument) -> CommandError {
    CommandError(
      .notFound,
      "There is no stage \(word.text).",
      remedy: Spelling.remedy(for: word.text, among: all),
      column: word.column
    )
  }
}

extension CommandError {
  /// Words what a stage refuses.
  init(_ error: StageError, column: Int? = nil) {
    self.init(
      .notPossible,
      error.problem.asSentence,
      remedy: error.remedy.asSentence,
      column: column
    )
  }
}

extension String {
  /// The text with a full stop at its end, and a capital letter at its beginning unless that is a
  /// command.
  var asSentence: String {
    guard let first, let last else { return self }
    let isCommand = PlainCommands.words.contains { hasPrefix($0 + " ") }
    let stop = last == "." || last == "?" ? "" : "."
    return (isCommand ? "\(first)" : first.uppercased()) + dropFirst() + stop
  }
}
