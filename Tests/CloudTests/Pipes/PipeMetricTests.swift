import Cloud
import JSON
import Testing

/// What CloudWatch shows of pipes.
struct PipeMetricTests {
  /// Metrics of the pipe `p`, after `1` has gone through, `none` has ended at the enrichment, and
  /// `boom` has failed there twice.
  private static let enriched = [
    "Invocations": "4", "EventCount": "4", "ExecutionFailed": "2", "ExecutionPartiallyFailed": "0",
    "ExecutionThrottled": "0", "ExecutionTimeout": "0", "EnrichmentStageFailed": "2",
    "TargetStageFailed": "0", "TargetStagePartiallyFailed": "0", "TargetStageSkipped": "1",
    "Concurrency": "-",
  ]
  /// The same after a function has said that one of two events has failed, and then that the other
  /// one, alone, has.
  private static let partial = [
    "Invocations": "2", "EventCount": "3", "ExecutionFailed": "1", "ExecutionPartiallyFailed": "1",
    "TargetStageFailed": "1", "TargetStagePartiallyFailed": "1", "TargetStageSkipped": "-",
    "EnrichmentStageFailed": "-",
  ]

  private static func values(
    of names: some Sequence<String>,
    on bench: MessagingBench
  ) async throws -> [String: String] {
    var seen: [String: String] = [:]
    for name in names {
      seen[name] = try await bench.metric(
        name,
        of: ("PipeName", "p"),
        in: "AWS/EventBridge/Pipes"
      )
    }
    return seen
  }

  @Test func `each stage counts what becomes of a batch`() throws {
    let (pipe, account) = try MessagingBench.run { bench in
      try await PipeTests.queues(["1", "none", "boom"], on: bench)
      let enrichment = try await bench.function(Enrich.self)
      try await bench.pipe(
        .init(batchSize: 1),
        enrichment: enrichment,
        to: bench.queueARN("out")
      )
      try await bench.sleep(.seconds(120))
      let dimension = ("AwsAccountId", "123456789012")
      var account: [String] = []
      for (name, statistic) in [("Invocations", "Sum"), ("Concurrency", "Minimum")] {
        account.append(
          try await bench.metric(name, of: dimension, in: "AWS/EventBridge/Pipes", statistic)
        )
      }
      return (try await Self.values(of: Self.enriched.keys, on: bench), account)
    }
    #expect(pipe == Self.enriched)
    #expect(account == ["4", "1"])
  }

  @Test func `what fails in part is told apart from what fails`() throws {
    let seen = try MessagingBench.run { bench in
      try await PipeTests.queues(["good", "bad"], on: bench)
      try await bench.queue("seen")
      try await bench.pipe(
        .init(batchSize: 10, maximumBatchingWindowInSeconds: 5),
        to: bench.function(Picky.self)
      )
      try await bench.sleep(.seconds(120))
      return try await Self.values(of: Self.partial.keys, on: bench)
    }
    #expect(seen == Self.partial)
  }
}
