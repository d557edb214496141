import Cloud
import JSON

/// Log groups that are followed while other commands run.
extension Session {
  /// The groups, in the order in which they were asked for.
  var followedGroups: [String] { followers.map(\.tail.group) }

  /// Ends the following of some groups.
  func stopFollowing(_ groups: [String]) {
    followers.removeAll { groups.contains($0.tail.group) }
  }

  /// Ends the following of all log groups, as Ctrl-C does to the AWS CLI.
  ///
  /// - Returns: the groups that were followed.
  @discardableResult
  public func stopFollowing() -> [String] {
    defer { followers = [] }
    return followedGroups
  }

  /// Runs `logs tail`.
  func tail(_ words: [Argument], endColumn: Int) throws(CommandError) -> CommandOutput {
    let tail = try LogsTail(parsing: words, endColumn: endColumn, at: world.cloud.unixMilliseconds)
    let events = try tail.events(in: world)
    if tail.follows {
      stopFollowing([tail.group])
      followers.append(LogFollower(tail, in: world))
    }
    let cloud = world.cloud
    return CommandOutput(
      json: .array(
        events.map { event in
          let time = cloud.unixMilliseconds(at: event.line.instant)
          return [
            "logStreamName": .string(event.stream), "timestamp": .number(JSONNumber(Int(time))),
            "message": .string(event.line.message),
          ]
        }
      ),
      text: events.map { tail.format.text(of: $0, in: cloud) }.joined(separator: "\n")
    )
  }

  /// What has been written to the followed groups since the last command.
  func followedLines() -> [String] {
    var lines: [String] = []
    var going: [LogFollower] = []
    for var follower in followers {
      do {
        let new = try follower.newLines(in: world)
        // With more than one, the reader has to know whose lines these are, as from `tail -f`.
        if !new.isEmpty, followers.count > 1 { lines.append("==> \(follower.tail.group) <==") }
        lines += new
        going.append(follower)
      } catch {
        lines.append(error.message)
      }
    }
    followers = going
    return lines
  }
}
