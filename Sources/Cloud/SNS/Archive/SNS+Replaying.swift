import Simulation

extension SNS {
  /// Lets a subscription's new policy hold, if there is room for one replay more and the policy lies
  /// within its topic's archive.
  ///
  /// It takes the place of an earlier replay. What held back new messages holds them back until the
  /// new replay has caught up.
  func prepareReplay(
    _ policy: ReplayPolicy?,
    of subscription: inout Subscription
  ) throws(AttributeProblem) {
    guard let policy, let topic = topics[subscription.topic.description] else {
      subscription.replay = nil
      return
    }
    bringUpToDate(topic)
    let window = try policy.window(in: topic.archive, at: cloud.unixMilliseconds)
    let others = topics.values.reduce(0) { count, topic in
      count
        + topic.subscriptions.count {
          $0.replay?.isUnderway == true && $0.arn != subscription.arn
        }
    }
    guard others < SNSAssumptions.concurrentReplays else {
      throw .refused(
        .snsLimit(
          "ReplayLimitExceeded",
          "The request parameter has exceeded the maximum number of concurrent message replays."
        )
      )
    }
    replayCount += 1
    subscription.replay = Replay(
      number: replayCount,
      window: window,
      holdsBackNew: subscription.replay?.holdsBackNew ?? false
    )
  }

  /// Starts the replay of a subscription that has just been given one, or has just been confirmed.
  func startReplay(of subscription: Subscription) {
    guard let replay = subscription.replay, subscription.isConfirmed else { return }
    let endpoint = subscription.endpoint.component
    let cause = note(.replayStarted(endpoint: endpoint), of: subscription.topic.name)
    simulation.spawn(on: self) { sns in
      try await sns.run(replay, for: subscription.arn, cause: cause)
    }
  }

  /// Hands the archived messages of a window to their subscription, one after the other, in the
  /// lines of their groups.
  private func run(_ replay: Replay, for arn: String, cause: TraceID) async throws {
    try await simulation.sleep(for: SNSAssumptions.replayStart)
    begin(replay, for: arn)
    var (place, count) = (0, 0)
    while let (subscription, topic) = find(replay, for: arn) {
      bringUpToDate(topic)
      guard let (there, message) = topic.archive?.message(of: replay.window, at: place) else {
        complete(subscription, of: topic)
        break
      }
      place = there + 1
      if admits(message, to: subscription, cause: cause) {
        count += 1
        let group = message.marks?.group ?? ""
        queue(message.replayed, for: subscription, in: group, nil, cause: cause)
      }
      try await simulation.sleep(for: SNSAssumptions.replayedMessage)
    }
    noteEnd(of: replay, for: arn, count, cause: cause)
  }

  private func begin(_ replay: Replay, for arn: String) {
    guard case (var subscription, let topic)? = find(replay, for: arn) else { return }
    subscription.replay?.status = .inProgress
    subscription.replay?.holdsBackNew = true
    topic.put(subscription)
  }

  /// The subscription as it is now, as long as a replay of it goes on.
  private func find(_ replay: Replay, for arn: String) -> (Subscription, Topic)? {
    guard let subscription = findSubscription(arn), subscription.replay?.number == replay.number,
      subscription.replay?.isUnderway == true,
      let topic = topics[subscription.topic.description]
    else { return nil }
    return (subscription, topic)
  }

  /// Whether the service can read an archived message, and the subscription's filter policy lets it
  /// through; as for a new one, what that keeps out is counted.
  private func admits(
    _ message: Notification,
    to subscription: Subscription,
    cause: TraceID
  ) -> Bool {
    guard canDecrypt(message, for: subscription.deliverer) else { return false }
    if let filter = subscription.filter, filter.selects, filter.scope == .messageBody {
      billFiltering(of: message, by: 1)
    }
    guard let reason = subscription.reason(toKeepOut: message.draft) else { return true }
    note(
      .filteredOut(messageID: message.id, count: 1, because: reason),
      of: message.topic.name,
      cause: cause
    )
    return false
  }

  /// Ends the replays of a topic whose archive is gone, as recorded from AWS.
  func completeReplays(of topic: Topic) {
    for subscription in topic.subscriptions where subscription.replay?.isUnderway == true {
      complete(subscription, of: topic)
    }
  }

  private func complete(_ subscription: Subscription, of topic: Topic) {
    guard var replay = subscription.replay else { return }
    replay.status = .completed
    replay.holdsBackNew = replay.window.end != nil
    var subscription = subscription
    subscription.replay = replay
    topic.put(subscription)
  }

  private func noteEnd(of replay: Replay, for arn: String, _ count: Int, cause: TraceID) {
    guard let subscription = findSubscription(arn) else { return }
    note(
      .replayEnded(
        endpoint: subscription.endpoint.component,
        messages: count,
        isComplete: subscription.replay?.number == replay.number
      ),
      of: subscription.topic.name,
      cause: cause
    )
  }
}
