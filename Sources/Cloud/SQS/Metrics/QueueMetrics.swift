import Simulation

/// What CloudWatch knows of one queue: a value a minute.
///
/// Nothing is measured by a timer, which would keep an idle queue busy for ever. What first happens
/// after the end of a minute makes up for the minutes that have passed; nothing changed in them.
///
/// > Simplified: what is held is measured at the end of a minute, in the present one at the moment;
/// > what is counted is the sum of the minute.
struct QueueMetrics {
  private var series: [SQSMetric: SampledSeries] = [:]
  private var sizes = MetricSeries(.forgotten)
  /// What has been counted in the minute that has not ended.
  private(set) var counts = QueueCounts()
  /// The last minute in which somebody asked the queue for something, or it held a message.
  private var lastActive: Int
  /// The minute that has not ended.
  private var minute: Int
  /// When it ends.
  private(set) var end: SimulationInstant

  /// Begins to measure a queue, or goes on with what was known of an earlier one of its name.
  init(from now: SimulationInstant, after earlier: Self? = nil) {
    series = earlier?.series ?? [:]
    sizes = earlier?.sizes ?? sizes
    minute = now.minute
    lastActive = minute
    end = .endOfMinute(minute)
  }

  // MARK: Counting

  mutating func accessed() { counts.accesses += 1 }
  mutating func duplicateAccepted() { counts.deduplicated += 1 }
  mutating func deleted() { counts.deleted += 1 }

  mutating func sent(bytes: Int) {
    counts.sent += 1
    sizes.add(Int64(bytes), in: minute)
  }

  mutating func received(_ messages: Int) {
    counts.receives += 1
    counts.received += messages
    if messages == 0 { counts.emptyReceives += 1 }
  }

  // MARK: Minutes

  /// Ends the minutes before `now`, in which the queue was as it is.
  mutating func endMinutes(before now: SimulationInstant, of queue: SQSQueue) {
    let present = now.minute
    guard present > minute else { return }
    record(minute...minute, of: queue, at: end)
    counts = QueueCounts()
    let idle = lastActive + CloudWatchQuotas.queueActivity
    let last = queue.figures.depth > 0 ? present - 1 : min(present - 1, idle)
    if last > minute { record(minute + 1...last, of: queue, at: .endOfMinute(minute + 1)) }
    minute = present
    end = .endOfMinute(present)
  }

  /// What would be known if the present minute ended now.
  func endingMinute(of queue: SQSQueue) -> Self {
    var ended = self
    ended.record(minute...minute, of: queue, at: queue.now)
    return ended
  }

  /// Keeps the values of minutes of which the first is measured at an instant.
  private mutating func record(
    _ minutes: ClosedRange<Int>,
    of queue: SQSQueue,
    at instant: SimulationInstant
  ) {
    if counts.accesses > 0 || queue.figures.depth > 0 { lastActive = minutes.upperBound }
    guard minutes.lowerBound <= lastActive + CloudWatchQuotas.queueActivity else { return }
    for (metric, value) in counts.values {
      series[metric, default: .init()].add(value, in: minutes.lowerBound)
    }
    for (metric, value) in queue.levels {
      series[metric, default: .init()].add(Int64(value), growing: 0, in: minutes)
    }
    for (metric, arrival) in queue.oldestArrivals {
      let age = instant.duration(since: arrival).nanoseconds / 1_000_000_000
      series[metric, default: .init()].add(age, growing: 60, in: minutes)
    }
  }

  // MARK: Asking

  /// What has not been recorded up to now, alone: the minutes since something happened last.
  ///
  /// To ask must not change a queue, and must not copy its history.
  func unrecorded(of queue: SQSQueue) -> Self {
    var rest = self
    rest.series = [:]
    rest.sizes = MetricSeries(.forgotten)
    rest.endMinutes(before: queue.now, of: queue)
    return rest.endingMinute(of: queue)
  }

  /// The points of some minutes, as far as they are recorded.
  func points(of metric: SQSMetric, in minutes: Range<Int>) -> [MetricPoint] {
    metric == .sentMessageSize
      ? Array(sizes.points(in: minutes)) : series[metric]?.points(in: minutes) ?? []
  }

  /// The last minute that has a value, as far as it is recorded.
  func lastMinute(of metric: SQSMetric) -> Int? {
    metric == .sentMessageSize ? sizes.lastMinute : series[metric]?.lastMinute
  }
}

/// What is counted of a queue in a minute.
struct QueueCounts {
  var accesses = 0
  var sent = 0
  var deduplicated = 0
  var receives = 0
  var received = 0
  var emptyReceives = 0
  var deleted = 0

  /// What is published of it: nothing of what nobody did.
  fileprivate var values: [(SQSMetric, Int64)] {
    var values: [(SQSMetric, Int)] = []
    if sent > 0 { values.append((.messagesSent, sent)) }
    if deduplicated > 0 { values.append((.deduplicated, deduplicated)) }
    if deleted > 0 { values.append((.messagesDeleted, deleted)) }
    if receives > 0 {
      values.append((.messagesReceived, received))
      values.append((.emptyReceives, emptyReceives))
    }
    return values.map { ($0, Int64($1)) }
  }
}

extension SQSQueue {
  /// What the queue holds, as far as its metrics tell it now.
  fileprivate var levels: [(SQSMetric, Int)] {
    var levels = [(SQSMetric.visible, figures.visible)]
    if figures.inFlight > 0 { levels.append((.notVisible, figures.inFlight)) }
    if figures.delayed > 0 { levels.append((.delayed, figures.delayed)) }
    if let fifo { levels.append((.groupsInFlight, fifo.groups.inFlight)) }
    guard let noisy = tenants?.noisy(of: figures.inFlight) else { return levels }
    return levels + [
      (.noisyGroups, noisy.groups), (.quietVisible, figures.visible - noisy.visible),
      (.quietNotVisible, figures.inFlight - noisy.inFlight),
      (.quietDelayed, figures.delayed - noisy.delayed),
    ]
  }

  /// When the oldest messages came, of which metrics tell the age.
  fileprivate var oldestArrivals: [(SQSMetric, SimulationInstant)] {
    var arrivals: [(SQSMetric, SimulationInstant)] = []
    if let oldestArrival { arrivals.append((.oldestAge, oldestArrival)) }
    if let oldestQuietArrival { arrivals.append((.quietOldestAge, oldestQuietArrival)) }
    return arrivals
  }
}

extension SimulationInstant {
  fileprivate static func endOfMinute(_ minute: Int) -> Self {
    Self(nanoseconds: Int64(minute + 1) * 60_000_000_000)
  }
}
