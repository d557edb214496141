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
  private let indices: [String: Int]

  init(header: QuizHeader, file: String, intro: Passage, items: [QuizItem]) {
    self.header = header
    self.file = file
    self.intro = intro
    self.items = items
    indices = Dictionary(
      items.indices.map { (items[$0].id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The item with an id.
  public func item(_ id: String) -> QuizItem? { indices[id].map { items[$0] } }

  /// The place of an item among the items.
  func index(of id: String) -> Int? { indices[id] }

  /// The wording of the whole quiz: it changes when that of an item does, or their order.
  ///
  /// An answer sheet carries it, so that letters are never read by another wording than theirs.
  public var revision: Revision {
    Revision(of: [header.id] + items.map { "\($0.id) \($0.revision)" })
  }
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

  /// The script that is run to compute the key or to check the answer.
  public var script: RunScript? {
    switch question {
    case .predict(let prediction): prediction.script
    case .lab(let lab): lab.script
    default: nil
    }
  }

  /// How the item is answered, in words.
  public var prompt: String {
    switch question {
    case .single(let choice): return "One letter, a to \(choice.options.last?.letter ?? "a")"
    case .multi(let choice):
      return "All letters that are right, a to \(choice.options.last?.letter ?? "a"), as in a, c"
    case .trueFalse: return "true or false"
    case .match(let matching):
      return "A letter for each number, as in "
        + matching.stems.indices.prefix(2).map { "\($0 + 1)\(matching.lettering.letters[$0])" }
        .joined(separator: ", ")
    case .order(let arrangement):
      return "The letters in the right order, as in "
        + arrangement.lettering.letters.prefix(3).joined(separator: ", ")
    case .numeric: return "A number"
    case .text: return "A word or a few"
    case .predict(let key): return key.rule == .output ? "The lines it prints" : "A number"
    case .lab(let lab): return "The text of \(lab.file), or @ and a file's name"
    }
  }

  /// Whether an answer has several lines.
  public var takesLines: Bool {
    switch question {
    case .predict(let key): key.rule == .output
    case .lab: true
    default: false
    }
  }
}
