public import Playground

/// What carries scripts out: the seam between the course and the runtime.
///
/// ``PlaygroundRunner`` is the real one.
public protocol ScriptRunner: Sendable {
  /// Begins an empty session, whose chance all comes from `seed`.
  ///
  /// - Parameters:
  ///   - seed: the number from which all chance is derived.
  ///   - files: files that commands may read, by name.
  ///   - budget: how many jobs and timers the simulation may run; nil for any number.
  /// - Returns: the session.
  func begin(seed: UInt64, files: [String: String], budget: Int?) -> any ScriptSession
}

/// One session in which commands are carried out and measured.
public protocol ScriptSession: AnyObject {
  /// Carries out one command.
  func perform(_ command: String) -> Result<CommandOutput, CommandError>

  /// Measures a metric now.
  ///
  /// - Throws: that there is no such metric, or that it has no value yet.
  func measure(_ metric: String) throws(CommandError) -> Measurement

  /// Says whether an expectation such as `orders.lost == 0` holds now.
  ///
  /// - Throws: that it is not an expectation, or that its metric has no value yet.
  func observe(_ expectation: String) throws(CommandError) -> Observation
}

/// Whether an expectation holds, and what was measured.
public struct Observation: Sendable, Hashable {
  /// Whether it holds.
  public let holds: Bool
  /// What was measured: `payments.charges`.
  public let metric: String
  /// What it was.
  public let actual: Measurement

  /// Puts an observation down.
  public init(holds: Bool, metric: String, actual: Measurement) {
    self.holds = holds
    self.metric = metric
    self.actual = actual
  }

  /// What was measured, in words: `payments.charges is 3`.
  public var words: String { "\(metric) is \(actual)" }
}

/// A condition and what came of it.
public struct ConditionResult: Sendable {
  /// The condition.
  public let condition: Condition
  /// What was observed, or why nothing could be.
  public let result: Result<Observation, CommandError>

  /// Whether it was observed to hold.
  public var holds: Bool { (try? result.get())?.holds == true }

  /// What was observed, in words.
  public var words: String {
    switch result {
    case .success(let observation): observation.words
    case .failure(let error): error.description
    }
  }
}
