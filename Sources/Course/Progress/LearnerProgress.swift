import Figures

/// A learner's progress while the course runs: what is known, and where it is kept.
///
/// Nothing here stops a lesson. When the file cannot be read or written, the learner goes on, what
/// happens is remembered until the program ends, and ``takeNotices()`` says so once.
public struct LearnerProgress: Sendable {
  /// Where the learner stands.
  public private(set) var state = ProgressState()
  /// The number of entries that were read.
  public private(set) var entries = 0
  /// Why the file cannot be used; nil when it can.
  public private(set) var refusal: CourseError?
  private let log: ProgressLog?
  private var latest: Timestamp?
  private var notices: [String] = []

  /// Opens the progress in a file; nil keeps it in memory only.
  public init(path: String?) {
    log = path.map(ProgressLog.init)
    guard let log else {
      refuse(
        CourseError(
          problem: "progress is not kept: there is no home directory",
          remedy: "Name a file with --progress FILE"
        )
      )
      return
    }
    do throws(CourseError) {
      let contents = try log.read()
      state = contents.state
      entries = contents.entries
      latest = contents.latest
      if contents.unreadable > 0 {
        notices.append(
          "\(contents.unreadable.counting("line")) of \(log.path) could not be read and"
            + " \(contents.unreadable == 1 ? "is" : "are") left as before."
        )
      }
    } catch {
      refuse(error)
    }
  }

  /// The file; nil when there is none.
  public var path: String? { log?.path }

  /// Remembers events, in order, and keeps them in the file.
  ///
  /// Each entry is stamped later than the one before, even where the clock was set back, because a
  /// replay goes by the times.
  public mutating func record(_ events: [ProgressEvent], at time: Timestamp) {
    let stamped = entries(of: events, at: time)
    for entry in stamped { state.apply(entry) }
    guard let log, refusal == nil else { return }
    do throws(CourseError) {
      try log.append(stamped)
    } catch {
      refuse(error)
    }
  }

  /// Forgets what `scope` names, after a copy of the file was made beside it.
  ///
  /// - Returns: the copy's path.
  /// - Throws: why the file could not be copied or written; nothing is forgotten then.
  public mutating func reset(
    _ scope: ResetScope,
    at time: Timestamp
  ) throws(CourseError) -> String {
    if let refusal { throw refusal }
    guard let log else { preconditionFailure("progress without a file refuses by itself") }
    let copy = try log.backup(at: time)
    let stamped = entries(of: [.reset(scope)], at: time)
    try log.append(stamped)
    for entry in stamped { state.apply(entry) }
    return copy
  }

  private mutating func entries(
    of events: [ProgressEvent],
    at time: Timestamp
  ) -> [ProgressEntry] {
    events.map { event in
      let next = latest.map {
        Timestamp(millisecondsSince1970: $0.millisecondsSince1970 + 1)
      }
      let stamp = max(time, next ?? time)
      latest = stamp
      return ProgressEntry(time: stamp, event: event)
    }
  }

  private mutating func refuse(_ error: CourseError) {
    refusal = error
    notices.append(error.description)
  }

  /// What the learner should be told about the file, each thing once.
  public mutating func takeNotices() -> [String] {
    defer { notices = [] }
    return notices
  }
}
