import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// How schedules and groups are made, changed, listed and deleted.
extension SchedulerTests {
  static func code(_ body: () async throws -> Void) async throws -> String {
    do {
      try await body()
      return "accepted"
    } catch let error as ServiceError {
      return "\(error.code) \(error.status)"
    }
  }

  static let lives = [
    Story("a request with a token counts once", ["accepted", "ConflictException 409", "1"]) {
      bench in
      func create(_ expression: String) async throws {
        _ = try await bench(
          CreateSchedule(
            name: "s",
            scheduleExpression: expression,
            target: target(on: bench),
            clientToken: "t"
          )
        )
      }
      try await create("rate(1 day)")
      return [
        try await code { try await create("rate(1 day)") },
        try await code { try await create("rate(2 days)") },
        "\(try await bench(ListSchedules()).schedules.count)",
      ]
    },
    Story("and so does a deletion", ["accepted", "ResourceNotFoundException 404"]) { bench in
      try await create("rate(1 day)", on: bench)
      _ = try await bench(DeleteSchedule(name: "s", clientToken: "t"))
      return [
        try await code { _ = try await bench(DeleteSchedule(name: "s", clientToken: "t")) },
        try await code { _ = try await bench(DeleteSchedule(name: "s")) },
      ]
    },
    Story("a deleted schedule is over", ["00:00:00Z", "00:01:00Z"]) { bench in
      try await create("rate(1 minute)", on: bench)
      try await bench.sleep(.seconds(90))
      _ = try await bench(DeleteSchedule(name: "s"))
      return try await times(after: .seconds(600), on: bench)
    },
    Story(
      "an update clears what it leaves out, and begins a rate anew when it says another",
      ["UTC none ENABLED", "00:00:00Z", "00:01:00Z", "00:03:00Z"]
    ) { bench in
      try await create("rate(2 minutes)", in: "Europe/London", on: bench)
      try await bench.sleep(.seconds(60))
      for _ in 0..<2 {
        _ = try await bench(
          UpdateSchedule(
            name: "s",
            scheduleExpression: "rate(2 minutes)",
            target: target(on: bench)
          )
        )
        try await bench.sleep(.seconds(30))
      }
      let schedule = try await bench(GetSchedule(name: "s"))
      let text =
        "\(schedule.scheduleExpressionTimezone) \(schedule.description ?? "none")"
        + " \(schedule.state.rawValue)"
      return [text] + (try await times(after: .seconds(120), on: bench))
    },
    Story("a group goes with its schedules", ["g/s", "default/s", "default/s"]) { bench in
      try await create("rate(1 day)", on: bench)
      _ = try await bench(CreateScheduleGroup(name: "g", tags: [.init(key: "k", value: "v")]))
      _ = try await bench(
        CreateSchedule(
          name: "s",
          groupName: "g",
          scheduleExpression: "rate(1 day)",
          target: target(on: bench)
        )
      )
      func listed(_ group: String? = nil) async throws -> [String] {
        try await bench(ListSchedules(groupName: group)).schedules.map {
          "\($0.groupName)/\($0.name)"
        }
      }
      let inGroup = try await listed("g")
      let all = try await listed().filter { $0 != "g/s" }
      _ = try await bench(DeleteScheduleGroup(name: "g"))
      return inGroup + all + (try await listed())
    },
    Story("lists come in pages", ["s0 s1", "s2"]) { bench in
      for number in 0..<3 {
        _ = try await bench(
          CreateSchedule(
            name: "s\(number)",
            scheduleExpression: "rate(1 day)",
            target: target(on: bench)
          )
        )
      }
      var pages: [String] = []
      var request: JSONObject = ["MaxResults": 2]
      repeat {
        let page = try await bench.perform("list-schedules", .object(request))
        let names = page["Schedules"]?.arrayValue?.compactMap { $0["Name"]?.stringValue } ?? []
        pages.append(names.joined(separator: " "))
        request["NextToken"] = page["NextToken"]
      } while request["NextToken"] != nil
      return pages
    },
    Story("a group has tags", [#"[{"Key":"b","Value":"2"}]"#, "accepted"]) { bench in
      let arn = try await bench(CreateScheduleGroup(name: "g")).scheduleGroupArn
      let tags: JSONValue = [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]
      _ = try await bench.perform("tag-resource", ["ResourceArn": .string(arn), "Tags": tags])
      _ = try await bench.perform(
        "untag-resource",
        ["ResourceArn": .string(arn), "TagKeys": ["a"]]
      )
      let listed = try await bench.perform(
        "list-tags-for-resource",
        ["ResourceArn": .string(arn)]
      )
      return [
        listed["Tags"]?.text() ?? "",
        try await code { _ = try await bench(GetScheduleGroup(name: "default")) },
      ]
    },
    Story("a schedule is shown as the AWS CLI shows it", [shown]) { bench in
      try await create("rate(1 day)", in: "Europe/London", end: "2026-02-01", window: 5, on: bench)
      return [try await bench.perform("get-schedule", ["Name": "s"]).text()]
    },
  ]

  static let shown =
    #"{"ActionAfterCompletion":"NONE","#
    + #""Arn":"arn:aws:scheduler:us-east-1:123456789012:schedule/default/s","#
    + #""CreationDate":"2026-01-01T00:00:00.015000+00:00","EndDate":"2026-02-01T00:00:00+00:00","#
    + #""FlexibleTimeWindow":{"Mode":"FLEXIBLE","MaximumWindowInMinutes":5},"#
    + #""GroupName":"default","LastModificationDate":"2026-01-01T00:00:00.015000+00:00","#
    + #""Name":"s","ScheduleExpression":"rate(1 day)","#
    + #""ScheduleExpressionTimezone":"Europe/London","State":"ENABLED","#
    + #""Target":{"Arn":"arn:aws:sqs:us-east-1:123456789012:a","RoleArn":"\#(role)","#
    + #""Input":"{\"time\":\"<aws.scheduler.scheduled-time>\"}","#
    + #""RetryPolicy":{"MaximumRetryAttempts":185,"MaximumEventAgeInSeconds":86400}}}"#

  // MARK: Laws

  @Test(arguments: Run.all) func `each time is delivered, or a dead letter, or dropped`(
    _ run: Run
  ) throws {
    let bench = MessagingBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let ledger = Ledger()
    bench.cloud.simulation.trace.read(SchedulerEvent.self) { _, _, event in ledger.note(event) }
    let messages = try bench.cloud.simulation.run {
      for queue in ["a", "b", "dead"] { try await bench.queue(queue) }
      for (place, queue) in ["a", "b", "gone"].enumerated() {
        bench.cloud.faults.fail(queue, .each(Ratio(1, of: 2)), .beforeEffects)
        _ = try await bench(
          CreateSchedule(
            name: queue,
            scheduleExpression: "rate(\(place + 2) minutes)",
            endDate: "2026-01-01T01:00:00Z",
            flexibleTimeWindow: .init(minutes: place == 1 ? 3 : nil),
            target: Self.target(queue, retries: 1, dead: place == 1 ? nil : "dead", on: bench)
          )
        )
      }
      try await bench.sleep(.seconds(7_200))
      var depths: [String: Int] = [:]
      for queue in ["a", "b", "dead"] { depths[queue] = await bench.depths(queue)[0] }
      return depths
    }
    let ends = ledger.ends.withLock { $0 }
    let kinds = Set(ends.values.flatMap { $0 })
    #expect(ends.count == 30 + 20 + 15 && ends.values.allSatisfy { $0.count == 1 })
    #expect(kinds.count == 4 && messages == ledger.counts, "\(run.testDescription)")
  }

  /// How the times of schedules ended, by execution.
  private final class Ledger: Sendable {
    let ends = Mutex<[String: [String]]>([:])

    func note(_ event: SchedulerEvent) {
      ends.withLock { ends in
        switch event {
        case .due(_, let id): ends[id, default: []] += []
        case .delivered(_, let id, let target, _): ends[id, default: []].append(target)
        case .movedToDeadLetterQueue(_, let id, _, let queue, _):
          ends[id, default: []].append(queue)
        case .dropped(_, let id, _, _): ends[id, default: []].append("dropped")
        case .retried, .deletedAfterCompletion: break
        }
      }
    }

    /// How many messages each queue must have.
    var counts: [String: Int] {
      ends.withLock { ends in
        Dictionary(grouping: ends.values.flatMap { $0 }) { $0 }.mapValues(\.count)
          .filter { $0.key != "dropped" }
      }
    }
  }
}

extension MessagingBench {
  /// Calls an operation of the service as the prompt does.
  func perform(_ operation: String, _ input: JSONValue) async throws -> JSONValue {
    try await cloud.perform(
      service: "scheduler",
      operation: operation,
      input: input,
      for: .learner
    )
  }
}
