import Cloud
import JSON
import Simulation
import Synchronization

/// Which refusals of a target may pass, so that it is tried again.
extension SchedulerTests {
  static let passing = [
    Story(
      "what is left out here is not tried again",
      [
        #"{"EndpointId":"e","Entries":[]}"#, "NotSupportedHere", "none", "0",
        "2026-01-01T00:01:00Z",
      ]
    ) { bench in
      let target = ScheduleTarget(
        arn: "arn:aws:scheduler:::aws-sdk:eventbridge:putEvents",
        roleArn: role,
        input: #"{"EndpointId":"e","Entries":[]}"#,
        deadLetterConfig: .init(arn: bench.queueARN("dead"))
      )
      try await schedule(target, fails: nil, on: bench)
      return try await deadLetter(bench)
    },
    Story(
      "a FIFO queue that has had 300 requests in a second is, though the status is 403",
      ["RequestThrottled", "301"]
    ) { bench in
      try await bench.fifo("q.fifo")
      let reasons = Mutex<[String]>([])
      bench.cloud.simulation.trace.read(SchedulerEvent.self) { _, _, event in
        if case .retried(_, _, _, _, _, let because) = event {
          reasons.withLock { $0.append(because) }
        }
      }
      _ = try await bench(
        CreateSchedule(
          name: "s",
          scheduleExpression: "at(2026-01-01T00:01:00)",
          target: ScheduleTarget(
            arn: bench.queueARN("q.fifo"),
            roleArn: role,
            input: "last",
            sqsParameters: .init(messageGroupId: "g")
          )
        )
      )
      // Two milliseconds before the schedule: one request more is allowed after 3.3.
      let start = SimulationInstant(nanoseconds: 59_998_000_000)
      try await bench.cloud.simulation.sleep(until: start)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<300 {
          group.addTask { try await bench.send("\(number)", to: "q.fifo", group: "g") }
        }
        try await group.waitForAll()
      }
      try await bench.sleep(.seconds(60))
      return reasons.withLock { $0 } + ["\(await bench.depths("q.fifo")[0])"]
    },
  ]
}
