/// What the front matter of a lesson says: enough to list it.
public struct LessonHeader: Sendable, Hashable {
  /// The name by which the lesson is asked for.
  public let id: String
  /// The title.
  public let title: String
  /// The part of the course, from 1.
  public let part: Int
  /// The stage that the lesson runs.
  public let stage: String?
  /// The objectives it teaches, `OBJ-001` to `OBJ-161`.
  public let objectives: [String]
  /// The lessons that come first, by id.
  public let requires: [String]
  /// How long it takes a learner alone.
  public let minutes: Int
}

/// A lesson: steps that a learner takes one after the other.
public struct Lesson: Sendable, Hashable {
  /// What the front matter says.
  public let header: LessonHeader
  /// The file it was read from, as shown to the reader.
  public let file: String
  /// The steps, in order; never empty.
  public let steps: [LessonStep]

  /// The step with an id such as `predict:charges`.
  public func step(_ id: String) -> LessonStep? { steps.first { $0.id == id } }

  /// The index of the step that a learner means: by its number from 1, its id, its name, what stands
  /// over it, or by its kind alone, such as `try`, where there is only one.
  ///
  /// Nobody has to write capitals or the colon: `run filter` is the step `Run: filter`.
  public func index(ofStep word: String) -> Int? {
    if let number = Int(word) { return steps.indices.contains(number - 1) ? number - 1 : nil }
    let words = Self.plainWords(word)
    let exact = steps.firstIndex { step in
      step.id == word || step.name == word
        || [step.id, step.name, step.heading].contains { Self.plainWords($0) == words }
    }
    if exact != nil { return exact }
    let kinds = steps.indices.filter { steps[$0].id.prefix { $0 != ":" } == words }
    return kinds.count == 1 ? kinds.first : nil
  }

  private static func plainWords(_ text: String) -> String {
    text.lowercased().split { $0.isWhitespace || $0 == ":" }.joined(separator: " ")
  }

  /// The index of the prediction that belongs to the run at `index`.
  public func prediction(forRunAt index: Int) -> Int? {
    guard case .run = steps[index].kind else { return nil }
    let id = "predict:" + steps[index].name
    return steps.firstIndex { $0.id == id }
  }
}

/// One step of a lesson.
public struct LessonStep: Sendable, Hashable {
  /// What the learner does.
  public enum Kind: Sendable, Hashable {
    /// Reads.
    case prose
    /// Says what the run of the same name will show.
    case predict(Choice)
    /// Runs a script and compares.
    case run(RunScript)
    /// Says what was seen; the question may have options.
    case explain(Choice?)
    /// Writes a file with which a run comes out as asked.
    case lab(Lab)
    /// Changes something in the playground and watches.
    case experiment
  }

  /// The kind and the name: `predict:charges`; `prose:` and the heading's words for prose.
  public let id: String
  /// The name alone: `charges`.
  public let name: String
  /// What stands over the step; empty when nothing does.
  public let heading: String
  /// What the learner does.
  public let kind: Kind
  /// What the learner reads.
  public let passage: Passage
  /// The wording's revision.
  public let revision: Revision
  /// Where the step begins.
  public let position: SourcePosition
}
