public import Simulation
import Synchronization

/// Amazon CloudWatch Logs: groups of streams of lines, in the order in which they were written.
///
/// Services write through ``LogStore``, because a line is part of what they do and no request.
/// Simplified: a group keeps its latest 10,000 entries; no metric filters, subscriptions or
/// Insights; what is written can be read at once; reading and keeping cost nothing.
public actor CloudWatchLogs: CloudService {
  /// `logs`.
  public static let name = "logs"
  /// `Amazon CloudWatch Logs`.
  public static let title = "Amazon CloudWatch Logs"
  /// `logGroupName`.
  public static let memberNaming = MemberNaming.lowerCamelCase
  /// What the service can do.
  public static let operations: [any Operation<CloudWatchLogs>.Type] = [
    CreateLogGroup.self, DescribeLogGroups.self, DeleteLogGroup.self, DescribeLogStreams.self,
    GetLogEvents.self, FilterLogEvents.self, PutRetentionPolicy.self, DeleteRetentionPolicy.self,
    PutResourcePolicy.self, DescribeResourcePolicies.self, DeleteResourcePolicy.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// Which services may write, in the order in which the policies were first put.
  var resourcePolicies: [LogResourcePolicy] = []

  /// Creates the service without groups.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  /// The group of that name.
  ///
  /// - Throws: ``ServiceError`` when there is none.
  func group(_ name: String) throws(ServiceError) -> LogGroup {
    try cloud.logs.group(name)
  }
}

/// Something that was written at one instant: one line, or the few that belong together.
public protocol LogEntry: Sendable {
  /// The lines with their instants, in order.
  var lines: [LogLine] { get }
}

/// One line of a log.
public struct LogLine: LogEntry, Hashable {
  /// When it was written.
  public let instant: SimulationInstant
  /// What it says, without a line break at its end.
  public let message: String

  /// Creates a line.
  public init(at instant: SimulationInstant, _ message: String) {
    self.instant = instant
    self.message = message
  }

  /// The line itself.
  public var lines: [LogLine] { [self] }
}

/// What has been written to the account's log groups.
///
/// A class with a lock and no actor, so that writing a line takes no turn of its own.
public final class LogStore: Sendable {
  private struct State {
    var groups: [String: LogGroup] = [:]
    /// In the order in which they were created.
    var names: [String] = []

    mutating func create(_ name: String, at instant: SimulationInstant) {
      groups[name] = LogGroup(name: name, created: instant)
      names.append(name)
    }
  }

  /// How many entries a group keeps: an assumption, so that a long load fits into memory.
  public static let capacity = 10_000

  private let state = Mutex(State())

  /// Writes an entry; the group and the stream are created with their first.
  ///
  /// - Parameters:
  ///   - entry: what is written.
  ///   - group: the group's name, such as `/aws/lambda/checkout`.
  ///   - stream: the stream's name.
  ///   - instant: when.
  public func write(
    _ entry: any LogEntry,
    to group: String,
    stream: String,
    at instant: SimulationInstant
  ) {
    state.withLock { state in
      if state.groups[group] == nil { state.create(group, at: instant) }
      state.groups[group]?.append(entry, to: stream, at: instant)
    }
  }

  /// The group of that name; `nil` when there is none.
  public subscript(name: String) -> LogGroup? {
    state.withLock { $0.groups[name] }
  }

  /// The group of that name.
  ///
  /// - Throws: ``ServiceError`` when there is none.
  public func group(_ name: String) throws(ServiceError) -> LogGroup {
    guard let group = self[name] else {
      throw .logGroupNotFound
    }
    return group
  }

  /// The names of all groups, in the order in which they were created.
  public var names: [String] {
    state.withLock { $0.names }
  }

  /// Creates a group; false when there is one already.
  func create(_ name: String, at instant: SimulationInstant) -> Bool {
    state.withLock { state in
      guard state.groups[name] == nil else { return false }
      state.create(name, at: instant)
      return true
    }
  }

  /// Makes a stream that nothing is written to yet, if the group is there and the stream is not.
  func open(_ stream: String, in name: String, at instant: SimulationInstant) {
    state.withLock { _ = $0.groups[name]?.open(stream, at: instant) }
  }

  func delete(_ name: String) {
    state.withLock { state in
      state.groups[name] = nil
      state.names.removeAll { $0 == name }
    }
  }

  func setRetention(_ days: Int?, of name: String, at now: SimulationInstant) {
    state.withLock { $0.groups[name]?.retain(for: days, from: now) }
  }
}
