/// What the front matter of a quiz says: enough to list it.
public struct QuizHeader: Sendable, Hashable {
  /// The name by which the quiz is asked for.
  public let id: String
  /// The title.
  public let title: String
  /// The lesson it belongs to, by id.
  public let lesson: String?
  /// The share of the points that passes, in percent.
  public let pass: Int
  /// What each try after the first takes off an item's score, from 0 to 1.
  public let penalty: Double

  /// The pass mark of a quiz that names none, in percent.
  public static let usualPass = 80
  /// The penalty of a quiz that names none: a third, as Moodle's interactive behaviour has it.
  public static let usualPenalty = 1.0 / 3
}

/// A quiz: questions that are answered, tried again and scored.
public struct Quiz: Sendable, Hashable {
  /// What the front matter says.
  public let header: QuizHeader
  /// The file it was read from, as shown to the reader.
  public let file: String
  /// What stands above the first question.
  public let intro: Passage
  /// The questions, in order.
  public let items: [QuizItem]

  /// The item with an id.
  public func item(_ id: String) -> QuizItem? { items.first { $0.id == id } }
}

/// One question of a quiz.
public struct QuizItem: Sendable, Hashable {
  /// The name of the item within its quiz: `q1`.
  public let id: String
  /// The objectives it asks about.
  public let objectives: [String]
  /// From 1, easy, to 5.
  public let difficulty: Int
  /// What the learner reads, with the hints.
  public let passage: Passage
  /// How it is answered and scored.
  public let question: Question
  /// The wording's revision.
  public let revision: Revision
  /// Where the item begins.
  public let position: SourcePosition

  /// How often it may be answered in one round: once, and once more for each hint.
  public var tries: Int { passage.hints.count + 1 }

  /// The script that computes the key, when the runtime has the answer.
  public var script: RunScript? {
    guard case .predict(let prediction) = question else { return nil }
    return prediction.script
  }
}

/// How a question is answered and scored.
public enum Question: Sendable, Hashable {
  /// One option is right.
  case single(Choice)
  /// Several options are right.
  case multi(Choice)
  /// The options are True and False.
  case trueFalse(Choice)
  /// A number.
  case numeric(NumericKey)
  /// What the runtime prints or measures.
  case predict(PredictKey)

  /// The type's word in a quiz file.
  public var type: String {
    switch self {
    case .single: "single"
    case .multi: "multi"
    case .trueFalse: "truefalse"
    case .numeric: "numeric"
    case .predict: "predict"
    }
  }

  /// The options, for the types that have some.
  public var choice: Choice? {
    switch self {
    case .single(let choice), .multi(let choice), .trueFalse(let choice): choice
    case .numeric, .predict: nil
    }
  }
}

/// The right numbers, the nearly right ones, and the wrong ones that can be explained.
public struct NumericKey: Sendable, Hashable {
  /// Numbers that earn something; both ends of a band belong to it.
  public struct Band: Sendable, Hashable {
    /// The middle of the band.
    public let value: Double
    /// How far a number may be off.
    public let tolerance: Double
    /// What it earns, from 0 to 1.
    public let credit: Double
    /// The number as it was written.
    public let literal: String
  }

  /// A wrong number whose cause is known.
  public struct Mistake: Sendable, Hashable {
    /// The wrong number, and how far one may be off to have made the same mistake.
    public let band: Band
    /// What went wrong, in Markdown.
    public let explanation: String
    /// The name of the belief behind it.
    public let misconception: String?
  }

  /// The bands, as authored; the first has full credit.
  public let bands: [Band]
  /// The wrong numbers, as authored.
  public let mistakes: [Mistake]
  /// Why the right number is right, in Markdown; may be empty.
  public let explanation: String
}

/// A key that the runtime computes.
public struct PredictKey: Sendable, Hashable {
  /// What of the run is the key.
  public enum Rule: Sendable, Hashable {
    /// What the last command prints, in plain words.
    case output
    /// A metric after the last command, and how far an answer may be off, in the metric's unit.
    case metric(name: Condition, tolerance: Double)
  }

  /// What is run.
  public let script: RunScript
  /// What of it is asked for.
  public let rule: Rule
  /// Why the runtime answers so, in Markdown; may be empty.
  public let explanation: String
}
