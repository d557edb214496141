/// Why an environment had to be made, or initialised again.
public enum ColdStartReason: String, Hashable, Sendable {
  /// The version has not had an environment before.
  case firstRequest = "first request"
  /// All the version's environments serve other requests.
  case allBusy = "all busy"
  /// The last environment was removed after it had been idle for long.
  case idleTooLong = "idle too long"
  /// The last environment had lived for hours, and was replaced for maintenance.
  case recycled = "recycled"
  /// The function's code or settings have changed, and its environments were replaced.
  case replaced = "replaced by an update"
  /// The environments were in a zone that was lost.
  case zoneLost = "zone lost"
  /// The last environment failed and is gone.
  case failed = "environment failed"
  /// The environment is kept ready ahead of requests.
  case provisioned = "provisioned"
  /// The environment's processes were ended by force, and are initialised again.
  case reset = "reset"
}
