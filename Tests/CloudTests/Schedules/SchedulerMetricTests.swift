import Cloud
import JSON
import Testing

/// What CloudWatch shows of schedules.
struct SchedulerMetricTests {
  private static let none = "AWS.SimpleQueueService.NonExistentQueue"
  /// Of a group in which one target took what it got at the third try, one was gone and its dead letter
  /// was taken, and one was gone and so was its dead-letter queue.
  private static let expected = [
    "InvocationAttemptCount": "5", "TargetErrorCount": "4", "TargetErrorThrottledCount": "-",
    "InvocationDroppedCount": "2", "InvocationsSentToDeadLetterCount": "1",
    "InvocationsFailedToBeSentToDeadLetterCount": "1",
    "InvocationsFailedToBeSentToDeadLetterCount_\(none)": "1",
  ]

  @Test func `of a group and of the account`() throws {
    let (group, account, listed) = try MessagingBench.run { bench in
      for queue in ["a", "dead"] { try await bench.queue(queue) }
      bench.cloud.faults.fail("a", .next(2), .beforeEffects)
      let targets = [("a", nil), ("gone", "dead"), ("gone", "nowhere")] as [(String, String?)]
      for (place, target) in targets.enumerated() {
        _ = try await bench(
          CreateSchedule(
            name: "s\(place)",
            scheduleExpression: "at(2026-01-01T00:01:00)",
            target: SchedulerTests.target(target.0, dead: target.1, on: bench)
          )
        )
      }
      try await bench.sleep(.seconds(120))
      var group: [String: String] = [:]
      var account: [String: String] = [:]
      for name in Self.expected.keys {
        let dimension = ("ScheduleGroup", "default")
        group[name] = try await bench.metric(name, of: dimension, in: "AWS/Scheduler")
        account[name] = try await bench.metric(name, of: nil, in: "AWS/Scheduler")
      }
      let listed = try await bench.cloud.perform(
        service: "cloudwatch",
        operation: "list-metrics",
        input: ["Namespace": "AWS/Scheduler"],
        for: .learner
      )
      let names = (listed["Metrics"]?.arrayValue ?? []).map { $0["MetricName"]?.stringValue ?? "" }
      return (group, account, Set(names))
    }
    #expect(group == Self.expected && account == Self.expected)
    #expect(listed == Set(Self.expected.filter { $0.value != "-" }.keys))
  }
}
