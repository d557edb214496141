import Cloud
import Simulation

/// A `logs tail --follow` that goes on: it knows what it has shown.
struct LogFollower {
  let tail: LogsTail
  private var created: SimulationInstant
  /// The number of the latest event that was there, shown or not.
  private var last: Int

  init(_ tail: LogsTail, in world: World) {
    self.tail = tail
    created = world.cloud.logs[tail.group]?.created ?? .start
    last = (world.cloud.logs[tail.group]?.nextNumber ?? 0) - 1
  }

  /// What has been written since it was asked last.
  ///
  /// - Throws: ``CommandError`` in the CLI's words when the group is gone; there is no more then.
  mutating func newLines(in world: World) throws(CommandError) -> [String] {
    let group = try LogsTail.group(tail.group, in: world)
    // One that was deleted and made again is read from its beginning.
    let seen = group.created == created ? last : -1
    created = group.created
    guard group.nextNumber > seen + 1 else { return [] }
    last = group.nextNumber - 1
    let lost = group.firstNumber - seen - 1
    let note = lost > 0 ? ["(\(lost) entries are gone: a group keeps its latest ones.)"] : []
    return note
      + tail.selection.events(of: group, at: world.now).filter { $0.number > seen }
      .map { tail.format.text(of: $0, in: world.cloud) }
  }
}
