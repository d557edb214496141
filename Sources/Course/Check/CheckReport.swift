import Figures

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
    /// Scripts that were carried out, those of labs not counted.
    public internal(set) var runs = 0
    /// Expectations beneath runs.
    public internal(set) var expectations = 0
    /// Conditions on predicted options.
    public internal(set) var conditions = 0
    /// Labs.
    public internal(set) var labs = 0
    /// Files of labs that must not pass.
    public internal(set) var mutants = 0
    /// Regions of code that are shown.
    public internal(set) var regions = 0
  }

  /// How many of the course's objectives are reached.
  public struct Coverage: Sendable, Hashable {
    /// The objectives that a lesson teaches, in order.
    public let taught: [String]
    /// The objectives that a quiz asks about, in order.
    public let asked: [String]
    /// The objectives that can be shown, and are taught or asked beside a run that is asserted.
    public let shown: [String]

    /// Something over something: `17 of 161`.
    private static func ratio(_ part: Int, _ whole: Int) -> String { "\(part) of \(whole)" }

    /// The coverage in words.
    public var words: String {
      let all = Objective.all.count
      let demonstrable = Objective.all.count(where: \.isDemonstrable)
      return "Objectives: \(Self.ratio(taught.count, all)) taught,"
        + " \(Self.ratio(asked.count, all)) asked,"
        + " \(Self.ratio(shown.count, demonstrable)) that a run can show are shown."
    }
  }

  /// What is wrong, by file and line; empty when the course is sound.
  public let findings: [Finding]
  /// How much was looked at.
  public let counts: Counts
  /// How many objectives are reached.
  public let coverage: Coverage

  /// Whether nothing is wrong.
  public var isSound: Bool { findings.isEmpty }

  /// What was looked at, in two lines.
  public var summary: String {
    let parts = [
      counts.lessons.counting("lesson"), counts.quizzes.counting("quiz", "quizzes"),
      counts.items.counting("item"), counts.runs.counting("run"),
      counts.expectations.counting("expectation"),
      counts.conditions.counting("condition"),
      counts.labs.counting("lab"), counts.mutants.counting("mutant"),
      counts.regions.counting("code region"),
    ]
    let verdict =
      findings.isEmpty ? "nothing is wrong" : findings.count.counting("mistake")
    return "\(coverage.words)\n" + parts.joined(separator: ", ") + ": \(verdict)."
  }
}
