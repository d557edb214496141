/// A learner's progress while the course runs: what is known, and where it is kept.
///
/// Nothing here stops a lesson. When the file cannot be read or written, the learner goes on, what
/// happens is remembered until the program ends, and ``takeNotices()`` says so once.
public struct LearnerProgress: Sendable {
  /// Where the learner stands.
  public private(set) var state = ProgressState()
  private let log: ProgressLog?
  private var isBroken = false
  private var notices: [String] = []

  /// Opens the progress in a file; nil keeps it in memory only.
  public init(path: String?) {
    log = path.map(ProgressLog.init)
    guard let log else {
      notices.append(
        "Progress is not kept: there is no home directory. Name a file with --progress FILE."
      )
      return
    }
    do throws(CourseError) {
      let contents = try log.read()
      state = contents.state
      note(contents, path: log.path)
    } catch {
      isBroken = true
      notices.append(error.description)
    }
  }

  private mutating func note(_ contents: ProgressLog.Contents, path: String) {
    if contents.unreadable > 0 {
      notices.append(
        "\(contents.unreadable) lines of \(path) could not be read. They are left as they are."
      )
    }
    if contents.newer > 0 {
      notices.append(
        "\(contents.newer) lines of \(path) were written by a newer version of evolve."
          + " They are kept, and not counted here."
      )
    }
  }

  /// Remembers events, in order, and keeps them in the file.
  public mutating func record(_ events: [ProgressEvent], at time: Timestamp) {
    for event in events {
      let entry = ProgressEntry(time: time, event: event)
      state.apply(entry)
      guard let log, !isBroken else { continue }
      do throws(CourseError) {
        try log.append(entry)
      } catch {
        isBroken = true
        notices.append(error.description)
      }
    }
  }

  /// What the learner should be told about the file, each thing once.
  public mutating func takeNotices() -> [String] {
    defer { notices = [] }
    return notices
  }
}
