import Cloud
import Shop
import Simulation

/// Metrics of what the cloud itself keeps: queues, functions, the bill, the clock.
extension MetricCatalogue {
  static let queues: [Metric] = [
    queue("depth", "messages that the queue holds, in whatever state") { Double($0.depth) },
    queue("visible", "messages that can be received now") { Double($0.visible) },
    queue("in_flight", "messages that were received and are hidden") { Double($0.inFlight) },
    queue("delayed", "messages whose delay has not passed") { Double($0.delayed) },
    queue("oldest_age", "how long the oldest message has been there", .milliseconds) {
      $0.oldestAge.map(\.milliseconds)
    },
    queue("sent", "messages that producers have sent") { Double($0.sent) },
    queue("received", "messages given out, each time counted") { Double($0.received) },
    queue("deleted", "messages that consumers have deleted") { Double($0.deleted) },
    queue("given_up", "messages given up to the dead-letter queue") {
      Double($0.movedToDeadLetterQueue)
    },
    queue("expired", "messages dropped at the end of the retention period") { Double($0.expired) },
  ]

  private static func queue(
    _ name: String,
    _ meaning: String,
    _ unit: Unit = .count,
    _ read: @escaping @Sendable (QueueFigures) -> Double?
  ) -> Metric {
    Metric(
      name: "queue.\(name)",
      unit: unit,
      meaning: meaning,
      argument: .required("queue"),
      whenEmpty: "The queue is empty."
    ) { (world, queue) throws(CommandError) in
      read(try world.figures(ofQueue: queue ?? ""))
    }
  }

  static let functions: [Metric] = [
    function("invocations", "requests that have run to their end") { Double($0.invocations) },
    function("errors", "requests whose function failed or was stopped") { Double($0.errors) },
    function("throttles", "requests refused for want of concurrency") { Double($0.throttles) },
    function("cold_starts", "requests that had to wait for an INIT") { Double($0.coldStarts) },
    function("environments", "execution environments that exist now") { Double($0.environments) },
    function("concurrency", "requests that run now") { Double($0.running) },
    function("peak_concurrency", "the most requests that ran at once") { Double($0.peak) },
    function("duration.p50", "the median of how long requests ran", .milliseconds) {
      $0.durations.quantile(.percent(50)).map(\.milliseconds)
    },
    function("duration.p99", "what 99% of the requests did not exceed", .milliseconds) {
      $0.durations.quantile(.percent(99)).map(\.milliseconds)
    },
    function(
      "post_runtime_extensions.p50",
      "the median of how long extensions went on after the answer",
      .milliseconds
    ) { $0.afterAnswers.quantile(.percent(50)).map(\.milliseconds) },
  ]

  private static func function(
    _ name: String,
    _ meaning: String,
    _ unit: Unit = .count,
    _ read: @escaping @Sendable (FunctionCounts.Figures) -> Double?
  ) -> Metric {
    Metric(
      name: "functions.\(name)",
      unit: unit,
      meaning: meaning,
      argument: .optional("function[:version]"),
      whenEmpty: "No function has run yet."
    ) { (world, function) throws(CommandError) in
      if let function { try world.requireFunction(function) }
      return read(world.functionCounts[function.map(world.traceName)])
    }
  }

  static let bill: [Metric] = [
    Metric(
      name: "bill.total",
      unit: .dollars,
      meaning: "what everything used so far costs"
    ) { (world, _) throws(CommandError) in world.bill.total.dollars },
    Metric(
      name: "bill.component",
      unit: .dollars,
      meaning: "what one component has used so far costs",
      argument: .required("component")
    ) { (world, component) throws(CommandError) in
      let (bill, name) = (world.bill, component ?? "")
      let names = bill.components
      guard names.contains(name) else {
        throw CommandError(
          .notFound,
          "Nothing on the bill is for \(name).",
          remedy: Spelling.remedy(for: name, among: names)
        )
      }
      return bill.total(of: name).dollars
    },
    Metric(
      name: "bill.usage",
      unit: .dollars,
      meaning: "what one kind of use has cost so far, such as \"EC2 m5.large\"",
      argument: .required("usage")
    ) { (world, usage) throws(CommandError) in
      let (bill, name) = (world.bill, usage ?? "")
      let names = bill.lines.map(\.price.usage)
      guard names.contains(name) else {
        throw CommandError(
          .notFound,
          "Nothing on the bill is called \(name).",
          remedy: Spelling.remedy(for: name, among: names)
        )
      }
      return bill.total(of: Usage(rawValue: name)).dollars
    },
    Metric(
      name: "bill.idle",
      unit: .dollars,
      meaning: "the part of the bill that is for time that passes, used or not"
    ) { (world, _) throws(CommandError) in world.bill.idle.dollars },
    Metric(
      name: "bill.per_hour",
      unit: .dollars,
      meaning: "what an hour has cost so far, on average",
      whenEmpty: "Let time pass first: advance 1h."
    ) { (world, _) throws(CommandError) in
      let hours = (world.opening ?? .start).duration(to: world.now).seconds / 3_600
      return hours > 0 ? world.bill.total.dollars / hours : nil
    },
  ]

  static let events: [Metric] = [
    event("received", "events that the bus has taken") { $0.received },
    event("matched", "rules that matched them, each time counted") { $0.matched },
    event("unmatched", "events that no rule matched") { $0.unmatched },
    event("delivered", "events that targets have taken over") { $0.delivered },
    event("retried", "deliveries that were tried again") { $0.retried },
    event("undelivered", "deliveries that were given up") { $0.undelivered },
  ]

  private static func event(
    _ name: String,
    _ meaning: String,
    _ read: @escaping @Sendable (BusCounts.Figures) -> Int
  ) -> Metric {
    Metric(
      name: "events.\(name)",
      unit: .count,
      meaning: meaning,
      argument: .optional("bus")
    ) { (world, bus) throws(CommandError) in
      if let bus { try world.require(bus, .bus) }
      return Double(read(world.busCounts[bus.map(world.traceName)]))
    }
  }

  static let world: [Metric] = [
    Metric(
      name: "components.own",
      unit: .count,
      meaning: "components of the shop itself, without customers and other people's services"
    ) { (world, _) throws(CommandError) in
      let components = world.cloud.topology.components
      return Double(components.count { $0.kind != .client && $0.kind != .provider })
    },
    Metric(
      name: "components.count",
      unit: .count,
      meaning: "components that are deployed"
    ) { (world, _) throws(CommandError) in Double(world.cloud.topology.components.count) },
    Metric(
      name: "time",
      unit: .milliseconds,
      meaning: "how much simulated time has passed"
    ) { (world, _) throws(CommandError) in world.now.duration(since: .start).milliseconds },
  ]
}

extension World {
  /// The bill of everything used since the shop was deployed, or since the start without one.
  var bill: Bill {
    let reading = cloud.meter.reading
    return Bill(for: deployment.map { reading.since($0.fernway.opening) } ?? reading)
  }

  /// Since when the bill counts.
  var opening: SimulationInstant? { deployment?.fernway.opening.instant }
}

extension Bill {
  /// Who is on the bill, in the order of first use.
  var components: [String] {
    lines.reduce(into: []) { names, line in
      if !names.contains(line.component) { names.append(line.component) }
    }
  }

  /// The sum of what is paid for time that passes.
  var idle: Money {
    lines.reduce(.zero) { $1.runsByTheClock ? $0 + $1.amount : $0 }
  }
}
