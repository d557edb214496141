public import Figures
public import JSON
public import Simulation

/// What came of one line.
public struct CommandOutcome: Sendable {
  /// The line as it was typed, without white space at its ends.
  public let command: String
  /// When the command had ended.
  public let time: SimulationInstant
  /// What it showed, or why it did nothing.
  public let result: Result<CommandOutput, CommandError>
}

/// What a command shows.
public struct CommandOutput: Hashable, Sendable {
  /// For a reader; empty when there is nothing to show, or only ``json``.
  public let figures: [Figure]
  /// The answer as data, which `let` can keep; `nil` when the command answers nothing.
  public let json: JSONValue?
  /// What is printed in place of ``json``, as it is; `nil` for an operation of a service.
  public let text: String?
  /// What has been written to the log groups that are followed; it is printed beneath the rest, as
  /// it is.
  public internal(set) var followed: [String] = []

  /// Creates an output.
  public init(figures: [Figure] = [], json: JSONValue? = nil, text: String? = nil) {
    self.figures = figures
    self.json = json
    self.text = text
  }

  /// The text to print exactly as it is, never wrapped: the answer of an AWS operation.
  ///
  /// `nil` when there are figures, and when the AWS CLI would print nothing.
  public var verbatim: String? {
    if let text { return text.isEmpty ? nil : text }
    guard figures.isEmpty, let json, json.objectValue?.isEmpty != true else { return nil }
    return json.prettyText()
  }

  /// Nothing to show.
  static let nothing = Self()

  /// A line for a reader, and the answer as data.
  static func said(_ text: String, _ json: JSONValue? = nil) -> Self {
    Self(figures: [.text(text)], json: json)
  }
}

/// Why a command was refused or failed: what happened, and what to write instead.
public struct CommandError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A name for the sort of error; an AWS operation's own code where a service answered.
  public let code: String
  /// What happened, with the values.
  public let message: String
  /// What to type or change next.
  public let remedy: String?
  /// Where in the line, counted from 1.
  public let column: Int?
  /// Whether a service answered with it; otherwise the command language itself refuses.
  ///
  /// The code alone does not tell, because both know a `NotFound`.
  var isAnswer = false

  /// Creates an error.
  public init(code: String, message: String, remedy: String? = nil, column: Int? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.column = column
  }

  /// The message and the remedy, in one line.
  public var description: String { remedy.map { "\(message) \($0)" } ?? message }
}

extension CommandError {
  /// The codes of the language's own errors.
  enum Code: String {
    /// A quote is not closed, or a backslash ends the line.
    case badQuoting = "BadQuoting"
    /// `{name}` names no value.
    case unknownValue = "UnknownValue"
    /// The first word is none.
    case unknownCommand = "UnknownCommand"
    /// A service lacks the operation.
    case unknownOperation = "UnknownOperation"
    /// AWS has it, and this mini cloud does not.
    case notHere = "NotHere"
    /// There is no such option or parameter.
    case unknownOption = "UnknownOption"
    /// Something that must be there is not.
    case missingArgument = "MissingArgument"
    /// An argument is not of the kind that is wanted.
    case badArgument = "BadArgument"
    /// More words than the command takes.
    case tooManyWords = "TooManyWords"
    /// There is no such component, item, order …
    case notFound = "NotFound"
    /// A stage has to be deployed first.
    case noStage = "NoStage"
    /// The stage cannot do that, or cannot do it now.
    case notPossible = "NotPossible"
    /// There is no such metric.
    case unknownMetric = "UnknownMetric"
    /// The metric has no value yet.
    case noValue = "NoValue"
    /// An expression is not one.
    case badExpression = "BadExpression"
    /// An expectation does not hold.
    case expectationFailed = "ExpectationFailed"
    /// A file cannot be read.
    case unreadableFile = "UnreadableFile"
    /// The simulation stands still.
    case stalled = "Stalled"
    /// The simulation has taken more steps than it may.
    case budgetExceeded = "BudgetExceeded"
  }

  init(_ code: Code, _ message: String, remedy: String? = nil, column: Int? = nil) {
    self.init(code: code.rawValue, message: message, remedy: remedy, column: column)
  }
}
