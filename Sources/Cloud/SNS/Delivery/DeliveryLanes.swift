import Simulation

/// The messages of one group that wait for one subscription of a FIFO topic, in their order.
///
/// As long as the first is being tried, those behind it wait.
struct DeliveryLane {
  struct Key: Hashable {
    let subscription: String
    let group: String
  }

  struct Entry {
    let notification: Notification
    let lineage: Lineage?
    let cause: TraceID
  }

  var entries = Line<Entry>()
}

extension SNS {
  /// Puts a message at the end of its group's line.
  func queue(
    _ notification: Notification,
    for subscription: Subscription,
    in group: String,
    _ lineage: Lineage?,
    cause: TraceID
  ) {
    let key = DeliveryLane.Key(subscription: subscription.arn, group: group)
    let isNew = lanes[key] == nil
    lanes[key, default: DeliveryLane()].entries.append(
      DeliveryLane.Entry(notification: notification, lineage: lineage, cause: cause)
    )
    guard isNew else { return }
    simulation.spawn(on: self) { sns in try await sns.drain(key, of: subscription) }
  }

  /// Delivers what waits in a line, one after the other.
  private func drain(_ key: DeliveryLane.Key, of subscription: Subscription) async throws {
    while let entry = lanes[key]?.entries.first {
      lanes[key]?.entries.removeFirst()
      try await Trace.$cause.withValue(entry.cause) {
        try await deliver(entry.notification, to: subscription, in: entry.lineage)
      }
    }
    lanes[key] = nil
  }
}
