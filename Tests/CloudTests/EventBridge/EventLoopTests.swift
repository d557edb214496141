import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Rules that feed themselves: what AWS lets go on and this mini cloud stops.
@Suite struct EventLoopTests {
  /// A loop: what puts the next event, and how many events come of one.
  struct Loop: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let entries: Int
    let throughQueue: Bool
  }

  static let loops = [
    Loop(testDescription: "one event from one", entries: 1, throughQueue: false),
    Loop(testDescription: "ten from one", entries: 10, throughQueue: false),
    Loop(testDescription: "through a queue and a mapping", entries: 1, throughQueue: true),
  ]

  private static func function(_ name: String, putting entries: Int) -> EventsRow.Step {
    let entry: JSONValue = EventsRow.event()
    let recipe: JSONValue = [
      "handler": [
        [
          "call": "events put-events",
          "with": ["Entries": .array((0..<entries).map { _ in entry })],
        ]
      ]
    ]
    return (
      "lambda create-function",
      [
        "FunctionName": .string(name), "Runtime": "python3.13", "Handler": "app.handler",
        "Role": "arn:aws:iam::123456789012:role/shop", "ZipFile": .string(recipe.text()),
      ]
    )
  }

  private static let letIn: EventsRow.Step = (
    "lambda add-permission",
    [
      "FunctionName": "again", "StatementId": "bus", "Action": "lambda:InvokeFunction",
      "Principal": "events.amazonaws.com",
    ]
  )

  @Test(arguments: loops) func `a rule that feeds itself is stopped, and the trace says so`(
    loop: Loop
  ) throws {
    let simulation = Simulation(seed: 1)
    let cloud = Cloud(on: simulation)
    defer { cloud.shutDown() }
    let stops = Mutex(0)
    simulation.trace.read(EventBridgeEvent.self) { _, _, event in
      if case .loopStopped(_, "r", 100) = event { stops.withLock { $0 += 1 } }
    }
    let target =
      loop.throughQueue ? EventsRow.queue : "arn:aws:lambda:us-east-1:123456789012:function:again"
    let invocations = try simulation.run {
      for step in [
        Self.function("again", putting: loop.entries), ("sleep", 5), Self.letIn,
        EventsRow.queue("a"),
        (
          "lambda create-event-source-mapping",
          ["FunctionName": "again", "EventSourceArn": .string(EventsRow.queue)]
        ),
        EventsRow.rule(), EventsRow.target(["Arn": .string(target)]),
        EventsRow.put(EventsRow.event()), ("sleep", 3_600),
      ] as [EventsRow.Step] {
        _ = try await EventsRow.take(step, on: cloud)
      }
      return try await EventsRow.take(
        (
          "cloudwatch get-metric-statistics",
          [
            "Namespace": "AWS/Events", "MetricName": "TriggeredRules",
            "Dimensions": [["Name": "RuleName", "Value": "r"]],
            "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T02:00:00Z",
            "Period": 7_200, "Statistics": ["Sum"],
          ]
        ),
        on: cloud
      )
    }
    // The first event, a hundred rounds, and what the last of them have put in vain.
    let expected = 101 + 101 * loop.entries - 100
    #expect(EventsRow.text(at: "Datapoints.0.Sum", in: invocations) == "\(expected).0")
    #expect(stops.withLock { $0 } == expected - 101)
  }

  @Test func `rules that lead from one to the next are let alone`() throws {
    let simulation = Simulation(seed: 1)
    let cloud = Cloud(on: simulation)
    defer { cloud.shutDown() }
    let arrived = try simulation.run {
      try await EventsRow.take(EventsRow.queue("a"), on: cloud)
      try await EventsRow.take(EventsRow.rule(), on: cloud)
      try await EventsRow.take(EventsRow.target([:]), on: cloud)
      for _ in 0..<150 {
        try await EventsRow.take(EventsRow.put(EventsRow.event()), on: cloud)
      }
      try await EventsRow.take(("sleep", 10), on: cloud)
      return await cloud.sqs.figures(of: "a")?.sent
    }
    #expect(arrived == 150)
  }
}
