/// What a check of the course found, and how much it looked at.
public struct CheckReport: Sendable {
  /// How much was looked at.
  public struct Counts: Sendable, Hashable {
    /// Lessons.
    public internal(set) var lessons = 0
    /// Quizzes.
    public internal(set) var quizzes = 0
    /// Items of quizzes.
    public internal(set) var items = 0
    /// Scripts that were carried out.
    public internal(set) var runs = 0
    /// Expectations beneath runs.
    public internal(set) var expectations = 0
    /// Conditions on predicted options.
    public internal(set) var conditions = 0
    /// Regions of code that are shown.
    public internal(set) var regions = 0
  }

  /// What is wrong, by file and line; empty when the course is sound.
  public let findings: [Finding]
  /// How much was looked at.
  public let counts: Counts
  /// The objectives that a lesson teaches, in order.
  public let taught: [String]
  /// The objectives that a quiz asks about, in order.
  public let asked: [String]

  /// The number of objectives that the course is to reach.
  public static let objectives = Objectives.numbers.count

  /// Whether nothing is wrong.
  public var isSound: Bool { findings.isEmpty }

  /// What was looked at, in one line.
  public var summary: String {
    func many(_ count: Int, _ one: String, _ more: String) -> String {
      "\(count) \(count == 1 ? one : more)"
    }
    let parts = [
      many(counts.lessons, "lesson", "lessons"), many(counts.quizzes, "quiz", "quizzes"),
      many(counts.items, "item", "items"), many(counts.runs, "run", "runs"),
      many(counts.expectations, "expectation", "expectations"),
      many(counts.conditions, "condition", "conditions"),
      many(counts.regions, "code region", "code regions"),
      "\(taught.count) of \(Self.objectives) objectives taught, \(asked.count) asked",
    ]
    let verdict =
      findings.isEmpty ? "nothing is wrong" : many(findings.count, "mistake", "mistakes")
    return parts.joined(separator: ", ") + ": " + verdict + "."
  }
}
