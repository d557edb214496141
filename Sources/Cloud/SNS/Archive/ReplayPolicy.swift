import JSON

/// Which of a FIFO topic's archived messages a subscription wants to have again: `ReplayPolicy`.
///
/// Source: the SNS developer guide, "Amazon SNS message replay for FIFO topic subscribers", read in
/// 2026; the texts of refusals as recorded from AWS in September 2026 (radkawar/stackd).
struct ReplayPolicy {
  private let startingPoint: JSONValue
  private let endingPoint: JSONValue?

  /// Reads a policy; an empty object is none, and ends a replay.
  static func reading(_ text: String) throws(AttributeProblem) -> Self? {
    let fields = try ArchivePolicy.object(text, of: "ReplayPolicy")
    guard !fields.isEmpty else { return nil }
    guard let type = fields["PointType"], let start = fields["StartingPoint"] else {
      throw ArchivePolicy.missingFields("ReplayPolicy")
    }
    guard type == "Timestamp" else { throw .invalid("ReplayPolicy: Invalid PointType") }
    return Self(startingPoint: start, endingPoint: fields["EndingPoint"])
  }

  /// The window of the policy, if it lies within an archive.
  func window(
    in archive: MessageArchive?,
    at now: Int64
  ) throws(AttributeProblem) -> ReplayWindow {
    guard let archive else {
      throw .invalid("ReplayPolicy: Topic does not have an ArchivePolicy")
    }
    guard let start = Self.instant(startingPoint), start <= now,
      start >= archive.beginning(at: now)
    else { throw .invalid("ReplayPolicy: Invalid StartingPoint value") }
    guard let endingPoint else { return ReplayWindow(start: start, end: nil) }
    guard let end = Self.instant(endingPoint), (start...now).contains(end) else {
      throw .invalid("ReplayPolicy: Invalid EndingPoint value")
    }
    return ReplayWindow(start: start, end: end)
  }

  private static func instant(_ point: JSONValue) -> Int64? {
    point.stringValue.flatMap { Timestamp.milliseconds(reading: $0) }
  }
}

/// The messages of a replay: those that were published from its start on and before its end.
///
/// That the start is within and the end is not is recorded from AWS, and the guide's advice to go on
/// from the `EndingPoint` of an earlier replay agrees.
struct ReplayWindow {
  /// In milliseconds since 1970.
  let start: Int64
  /// `nil` to catch up with the topic and go on with what is newly published.
  let end: Int64?

  func contains(_ instant: Int64) -> Bool { instant >= start && instant < end ?? .max }
}

/// What a replay is doing, as `ReplayStatus` tells it.
///
/// Source: the SNS developer guide; its fourth state, `Failed`, comes of nothing here.
enum ReplayStatus: String {
  /// It has been asked for.
  case pending = "Pending"
  /// It delivers the archived messages of its window.
  case inProgress = "In Progress"
  /// It has delivered them.
  case completed = "Completed"
}

/// A subscription's replay.
struct Replay {
  /// Tells it from another that takes its place.
  let number: Int
  let window: ReplayWindow
  var status = ReplayStatus.pending
  /// Whether the subscription gets nothing of what is newly published.
  ///
  /// So it is while a replay delivers, because it comes to the new messages in their turn, and for
  /// good behind a replay with an end, which "effectively pauses the subscription".
  var holdsBackNew: Bool

  /// Whether it will still deliver something.
  var isUnderway: Bool { status != .completed }
}
