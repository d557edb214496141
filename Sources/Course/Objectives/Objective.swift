/// Something that the course teaches, and that a learner can do afterwards.
public struct Objective: Sendable, Hashable {
  /// The name by which lessons and quizzes refer to it: `OBJ-001`.
  public let id: String
  /// What the learner can do.
  public let text: String
  /// Whether a run can show it, so that a lesson that teaches it must have a run that is asserted.
  public let isDemonstrable: Bool

  /// All objectives of the course, in order.
  public static let all: [Self] = list.split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return nil }
    return Self(id: "OBJ-\(words[0])", text: String(words[2]), isDemonstrable: words[1] == "D")
  }

  private static let byID = Dictionary(
    all.map { ($0.id, $0) },
    uniquingKeysWith: { first, _ in first }
  )

  /// The objective with an id.
  public static func named(_ id: String) -> Self? { byID[id] }
}

/// The ids of objectives, as files write them.
enum Objectives {
  /// The numbers of all objectives, without a gap.
  static let numbers = 1...161

  /// Whether a word names an objective: `OBJ-` and three digits.
  static func exists(_ word: String) -> Bool {
    guard word.hasPrefix("OBJ-"), word.utf8.count == 7, let number = Int(word.dropFirst(4)) else {
      return false
    }
    return numbers.contains(number)
  }

  /// Keeps the words that name objectives and reports the others.
  static func named(
    _ words: [(word: String, position: SourcePosition)],
    into findings: inout FindingCollector
  ) -> [String] {
    words.compactMap { word, position in
      if exists(word) { return word }
      findings.add(
        position,
        "there is no objective `\(word)`",
        "Objectives run from `OBJ-001` to `OBJ-161`, with three digits"
      )
      return nil
    }
  }
}
