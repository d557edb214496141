public import Simulation

/// Which lines of a log group are wanted: of which streams, and with what in them.
public struct LogSelection: Sendable {
  private let streams: [String]?
  private let prefix: String?
  private let pattern: LogFilterPattern

  /// Reads what is wanted.
  ///
  /// - Parameters:
  ///   - streams: the names of streams; `nil` for all.
  ///   - prefix: what the names of the streams begin with.
  ///   - pattern: what the lines must hold, as a filter pattern.
  /// - Throws: ``ServiceError`` when both names and a prefix are given, or the pattern is none.
  public init(streams: [String]?, prefix: String?, pattern: String?) throws(ServiceError) {
    guard streams == nil || prefix == nil else {
      throw .logs(
        "InvalidParameterException",
        "logStreamNames and logStreamNamePrefix cannot be given together."
      )
    }
    self.streams = streams
    self.prefix = prefix
    self.pattern = try LogFilterPattern(parsing: pattern ?? "")
  }

  /// The wanted lines that are kept, by time.
  ///
  /// - Parameters:
  ///   - group: whose lines.
  ///   - now: the present instant, by which the retention period is reckoned.
  /// - Returns: the lines.
  /// - Complexity: O(n log n) in the number of lines.
  public func events(of group: LogGroup, at now: SimulationInstant) -> [LogGroup.Event] {
    group.events(at: now).filter { event in
      streams?.contains(event.stream) != false && event.stream.hasPrefix(prefix ?? "")
        && pattern.matches(event.line.message)
    }
  }
}
