import Terminal

/// One word of `evolve`: a file in `Commands/`, a line in ``Commands/all``.
protocol Command: Sendable {
  /// The word.
  static var name: String { get }
  /// What it does, in one line of the help.
  static var summary: String { get }
  /// How it is written, and what its options mean.
  static var help: String { get }
  /// The options that take no value.
  static var flags: Set<String> { get }

  /// Reads the words behind the command's name.
  init(parsing arguments: inout ArgumentCursor) throws(UsageError)

  /// Does it, and returns how it went.
  func run(on terminal: Terminal) throws -> ExitCode
}

extension Command {
  static var flags: Set<String> { [] }
}

/// How the process ends.
enum ExitCode: Int32, Comparable {
  /// Done.
  case done = 0
  /// A check or a grade failed.
  case failed = 1
  /// The command line or its input could not be understood.
  case misuse = 2
  /// The kit itself failed.
  case broken = 3

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
