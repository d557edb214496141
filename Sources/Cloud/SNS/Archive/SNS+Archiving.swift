import Simulation

extension SNS {
  /// Lets a topic keep its messages as its policy says from now on, or lets go of all of them.
  func applyArchivePolicy(of topic: Topic) {
    bringUpToDate(topic)
    let now = cloud.unixMilliseconds
    switch topic.attributes.archivePolicy {
    case let policy? where topic.archive == nil:
      topic.archive = MessageArchive(policy, from: now, in: simulation.now.minute)
    case let policy?: topic.archive?.change(to: policy, at: now)
    case nil:
      guard topic.archive != nil else { return }
      topic.archive = nil
      completeReplays(of: topic)
    }
    meterArchive(of: topic)
  }

  /// Keeps a message, if its topic has an archive.
  func archive(_ message: Notification, of topic: Topic) {
    guard topic.archive != nil else { return }
    bringUpToDate(topic)
    topic.archive?.keep(message)
    let size = Int64(message.draft.size)
    let minute = simulation.now.minute
    let name = MetricDimension("TopicName", topic.name)
    counts.add(1, to: .numberOfMessagesArchiveProcessing, of: name, in: minute)
    counts.add(size, to: .numberOfBytesArchiveProcessing, of: name, in: minute)
    cloud.meter.add(.snsArchived, size, for: topic.name)
    meterArchive(of: topic)
  }

  /// Lets an archive's time go on: what it held at every full hour is measured, and what is too old
  /// leaves it.
  ///
  /// Nothing is measured by a timer, which would keep an idle topic busy for ever.
  func bringUpToDate(_ topic: Topic) {
    guard topic.archive != nil else { return }
    let name = MetricDimension("TopicName", topic.name)
    while let hour = topic.archive?.takeHour(to: simulation.now.minute) {
      let past = SimulationInstant.start.advanced(by: .seconds(hour * 60)).duration(
        to: simulation.now
      )
      topic.archive?.expire(at: cloud.unixMilliseconds - past.nanoseconds / 1_000_000)
      let (count, size) = (topic.archive?.count ?? 0, topic.archive?.size ?? 0)
      counts.add(Int64(count), to: .approximateNumberOfMessagesArchived, of: name, in: hour)
      counts.add(Int64(size), to: .approximateNumberOfBytesArchived, of: name, in: hour)
    }
    topic.archive?.expire(at: cloud.unixMilliseconds)
  }

  func bringArchivesUpToDate() {
    for topic in topics.values { bringUpToDate(topic) }
  }

  /// Lets the meter run at an archive's present size.
  ///
  /// Simplified: what is too old leaves the bill when the next message comes, or when somebody looks.
  private func meterArchive(of topic: Topic) {
    cloud.meter.run(.snsArchiveStorage, rate: Int64(topic.archive?.size ?? 0), for: topic.name)
  }
}
