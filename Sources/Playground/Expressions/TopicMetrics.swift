import Cloud

/// Metrics of topics.
extension MetricCatalogue {
  static let topics: [Metric] = [
    topic("published", "messages that the topic has taken") { $0.published },
    topic("delivered", "deliveries that endpoints have taken over") { $0.delivered },
    topic("filtered_out", "deliveries that filter policies have kept back") { $0.filteredOut },
    topic("retried", "deliveries that were tried again") { $0.retried },
    topic("dead_letters", "deliveries that were given up to a dead-letter queue") {
      $0.deadLetters
    },
    topic("dropped", "deliveries that were given up and lost") { $0.dropped },
  ]

  private static func topic(
    _ name: String,
    _ meaning: String,
    _ read: @escaping @Sendable (TopicCounts.Figures) -> Int
  ) -> Metric {
    Metric(
      name: "topics.\(name)",
      unit: .count,
      meaning: meaning,
      argument: .optional("topic")
    ) { (world, topic) throws(CommandError) in
      if let topic { try world.require(topic, .topic) }
      // The trace is the simulation's: topics of other accounts carry their account's number there.
      let isHome = world.account == Cloud.homeAccount
      let name = topic.map { isHome ? $0 : "\(world.account)/\($0)" }
      return Double(read(world.topicCounts[name]))
    }
  }
}
