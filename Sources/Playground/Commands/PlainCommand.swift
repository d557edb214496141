import Cloud

/// A command in plain words: for what AWS has no word for.
///
/// `init` reads and checks everything, so that a command that is refused has changed nothing.
protocol PlainCommand: SendableMetatype {
  /// What help says of it.
  static var help: CommandHelp { get }
  /// Whether it means something only where a stage is deployed.
  static var needsStage: Bool { get }
  /// Whether it does, with these words behind it.
  static func needsStage(for words: ArraySlice<Argument>) -> Bool
  /// What may come next behind `words`, for completion.
  static func candidates(after words: [String], in session: Session) -> [String]

  /// Reads the words behind the command's own.
  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError)

  /// Does it.
  func run(in session: Session) throws(CommandError) -> CommandOutput
}

extension PlainCommand {
  static var needsStage: Bool { true }
  static func needsStage(for words: ArraySlice<Argument>) -> Bool { needsStage }
  static func candidates(after words: [String], in session: Session) -> [String] { [] }
}

/// What help says of a command.
struct CommandHelp {
  /// The command's own word.
  let word: String
  /// How it is written; words in capitals stand for the learner's own.
  let usage: String
  /// What it does, in one line.
  let summary: String
  /// What else there is to know.
  var details = ""
  /// Lines to try.
  var examples: [String] = []
  /// Whether it answers with data that `let` can keep.
  var answers = true
  /// Whether it does nothing but show, so that `let` need not show it once more.
  var onlyShows = false
}

/// All commands in plain words, in the order in which help lists them.
enum PlainCommands {
  static let all: [any PlainCommand.Type] = [
    DeployCommand.self, OrderCommand.self, AskCommand.self, RestockCommand.self,
    PhotoCommand.self, LoadCommand.self, CurlCommand.self, EndpointCommand.self,
    AdvanceCommand.self, CrashCommand.self, SlowCommand.self, FailCommand.self,
    DuplicateCommand.self, DisturbCommand.self,
    LoseCommand.self, HealCommand.self, AlarmCommand.self, ResizeCommand.self,
    ShowCommand.self, NextCommand.self, WhyCommand.self, ExpectCommand.self,
    UnfollowCommand.self,
    ServicesCommand.self, OperationsCommand.self, HelpCommand.self,
  ]

  /// The commands' own words, in that order.
  static let words = all.map { $0.help.word }

  static func command(_ word: String) -> (any PlainCommand.Type)? {
    all.first { $0.help.word == word }
  }

  /// The error about a first word that is none.
  static func unknown(_ word: Argument) -> CommandError {
    let words = Self.words + ["let", "as"] + Cloud.catalogue.map(\.name)
    let nearest = Spelling.nearest(to: word.text, among: words)
    return CommandError(
      .unknownCommand,
      "There is no command \(word.text.prefix(60)).",
      remedy: nearest.map { "Did you mean \($0)?" } ?? "help lists what there is.",
      column: word.column
    )
  }
}
