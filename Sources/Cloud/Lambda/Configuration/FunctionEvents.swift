public import Simulation

/// What happens to functions themselves: their code, their settings, their names.
public enum FunctionEvent: TraceEvent {
  /// It is made, comes back after it was idle for long, or is updated; until ``ready`` it cannot
  /// run, or runs on the old code and settings.
  case changing(to: String)
  /// It runs on what it was changed to.
  case ready
  /// Its code and settings were frozen under a number.
  case published(version: Int)
  /// An alias points to a version, and with a weight to a second one.
  case pointed(alias: String, version: String, second: Int?, weight: Double)
  /// It has been idle for so long that its first request failed.
  case wasInactive
  /// It is gone.
  case deleted
}
