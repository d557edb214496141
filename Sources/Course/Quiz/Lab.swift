/// A task that is solved with a file: a script runs with it in place, and checks look at the end.
public struct Lab: Sendable, Hashable {
  /// One thing that is looked at after the run.
  public struct Check: Sendable, Hashable {
    /// The name of the check: `a`.
    public let id: String
    /// What it is worth.
    public let points: Int
    /// The checks that must have passed before; otherwise this one is not run.
    public let needs: [String]
    /// What must hold.
    public let assertion: Condition
    /// What to say when it does not.
    public let message: String
  }

  /// A file that is wrong in a known way, to prove that the checks notice.
  public struct Mutant: Sendable, Hashable {
    /// The file's text.
    public let text: String
    /// The checks that must fail.
    public let fails: [String]
    /// Where it stands.
    public let position: SourcePosition
  }

  /// The name by which the script calls the learner's file: `queue.json` for `@queue.json`.
  public let file: String
  /// What the learner begins with.
  public let starter: String
  /// What is run.
  public let script: RunScript
  /// What is looked at afterwards, in order.
  public let checks: [Check]
  /// A file that passes all checks.
  public let solution: String
  /// Files that must not pass.
  public let mutants: [Mutant]
  /// Where the lab's files begin.
  public let position: SourcePosition

  /// The sum of the points.
  public var points: Int { checks.map(\.points).reduce(0, +) }

  /// The jobs and timers that a lab's run may take.
  ///
  /// Twenty times what ten thousand orders take, and seconds of a machine's time, so that an answer
  /// that never ends is a failed check.
  public static let budget = 3_000_000

  /// Runs the script with a text as the learner's file, and looks.
  public func run(_ text: String, with runner: some ScriptRunner) -> LabResult {
    let run = ScriptRun(script, files: [file: text], budget: Self.budget, with: runner)
    if let (line, error) = run.refusal {
      let outcomes = checks.map { (check: $0, outcome: LabResult.Outcome.notRun(needs: nil)) }
      return LabResult(outcomes, refusal: "`\(line.command)`: \(error)")
    }
    var passed: Set<String> = []
    var outcomes: [(check: Check, outcome: LabResult.Outcome)] = []
    for check in checks {
      if let needed = check.needs.first(where: { !passed.contains($0) }) {
        outcomes.append((check, .notRun(needs: needed)))
        continue
      }
      let result = run.observe(check.assertion)
      if result.holds { passed.insert(check.id) }
      outcomes.append((check, result.holds ? .passed : .failed(observed: result.words)))
    }
    return LabResult(outcomes, refusal: nil)
  }
}

/// What came of a lab's run.
public struct LabResult: Sendable, Hashable {
  /// How a check ended.
  public enum Outcome: Sendable, Hashable {
    /// What it asserts holds.
    case passed
    /// It does not; what was observed, in words.
    case failed(observed: String)
    /// It was not looked at: a check that it needs has not passed, or the run has not ended.
    case notRun(needs: String?)
  }

  /// One check and how it ended.
  public struct Line: Sendable, Hashable {
    /// The check.
    public let check: Lab.Check
    /// How it ended.
    public let outcome: Outcome

    /// Whether it has passed.
    public var passed: Bool { outcome == .passed }

    /// The line in words, in Markdown.
    public var words: String {
      switch outcome {
      case .passed: "\(check.id)) Passed."
      case .failed(let observed): "\(check.id)) Failed. \(check.message): \(observed)."
      case .notRun(.some(let needed)): "\(check.id)) Not run: it needs \(needed)."
      case .notRun(nil): "\(check.id)) Not run."
      }
    }
  }

  /// The checks in order.
  public let lines: [Line]
  /// Why the run ended early; nil when it came to its end.
  public let refusal: String?

  init(_ outcomes: [(check: Lab.Check, outcome: Outcome)], refusal: String?) {
    lines = outcomes.map { Line(check: $0.check, outcome: $0.outcome) }
    self.refusal = refusal
  }

  /// The points of the checks that passed over all points, from 0 to 1.
  public var score: Double {
    let all = lines.map(\.check.points).reduce(0, +)
    let earned = lines.filter(\.passed).map(\.check.points).reduce(0, +)
    return all == 0 ? 0 : Double(earned) / Double(all)
  }

  /// Whether all checks passed.
  public var passed: Bool { refusal == nil && lines.allSatisfy(\.passed) }

  /// What there is to say, in Markdown: why the run ended early, or a line for each check.
  public var remarks: [String] {
    if let refusal { return ["The run ended early. \(refusal)"] }
    return lines.map(\.words)
  }
}
