import Simulation

/// What has been measured of one function.
///
/// A class, so that it is found once for each event and not copied.
final class FunctionMetrics {
  let name: String
  /// In the order in which they were first used.
  private(set) var names: [NameMetrics] = []
  /// What is measured of the function as a whole.
  private var series: [LambdaMetric: MetricSeries] = [:]
  /// What is measured of what is provisioned, by the version or alias for which it is.
  private(set) var provisionings: [(resource: String, series: [LambdaMetric: MetricSeries])] = []
  private(set) var running = MetricGauge()
  var reserved: Int?
  /// How many environments are ready for it.
  private var provisioned = 0
  private var ready: [String: Int] = [:]
  /// The requests that were given one of those, and have not ended.
  private var provisionedRequests: Set<String> = []
  /// How many of those run.
  private var runningProvisioned: Int64 = 0

  init(name: String) {
    self.name = name
  }

  // MARK: Concurrency

  /// What is set aside of the account's concurrency for it, used or not.
  ///
  /// What is provisioned counts no more than what is reserved, which is the greater.
  var allocated: Int64 { Int64(reserved ?? provisioned) }

  /// How many of its requests run in what is set aside for no function.
  var unreserved: Int64 { reserved == nil ? running.level - runningProvisioned : 0 }

  func provisioned(_ count: Int, of version: String) {
    provisioned += count - ready[version, default: 0]
    ready[version] = count
  }

  /// A request was given an environment that is kept ready.
  func takesProvisioned(_ requestID: String) { provisionedRequests.insert(requestID) }

  /// A request begins.
  func began(_ requestID: String, as invokedARN: String, in minute: Int) {
    let place = place(of: invokedARN)
    running.set(running.level + 1, in: minute)
    if names.count > 1 { names[place].running.set(names[place].running.level + 1, in: minute) }
    if !provisionedRequests.isEmpty, provisionedRequests.contains(requestID) {
      runningProvisioned += 1
    }
  }

  /// A request has ended.
  func ended(_ report: InvocationReport, in minute: Int, begun: Int) {
    let place = place(of: report.invokedARN)
    running.set(running.level - 1, in: minute)
    if names.count > 1 { names[place].running.set(names[place].running.level - 1, in: minute) }
    if !provisionedRequests.isEmpty, provisionedRequests.remove(report.requestID) != nil {
      runningProvisioned -= 1
    }
    names[place].ended(report, in: begun)
  }

  func throttled(_ invokedARN: String, in minute: Int) {
    let place = place(of: invokedARN)
    names[place].throttled(in: minute)
  }

  /// How many requests of one of its names run: all, as long as there is no other.
  private func running(as name: NameMetrics) -> MetricGauge {
    names.count > 1 ? name.running : running
  }

  /// A function has few names, and the texts are nearly always the very same ones.
  private func place(of invokedARN: String) -> Int {
    if !names.isEmpty, names[0].invokedARN == invokedARN { return 0 }
    if let known = names.firstIndex(where: { $0.invokedARN == invokedARN }) { return known }
    if names.count == 1 { names[0].running = running }
    names.append(NameMetrics(of: name, as: invokedARN))
    return names.count - 1
  }

  // MARK: Samples

  func add(_ value: Int64, to metric: LambdaMetric, in minute: Int) {
    series[metric, default: MetricSeries()].add(value, in: minute)
  }

  /// Adds a sample of what is provisioned for a version or an alias.
  func add(_ value: Int64, to metric: LambdaMetric, of qualifier: String, in minute: Int) {
    let resource = "\(name):\(qualifier)"
    let place: Int
    if let known = provisionings.firstIndex(where: { $0.resource == resource }) {
      place = known
    } else {
      place = provisionings.count
      provisionings.append((resource, [:]))
    }
    provisionings[place].series[metric, default: MetricSeries()].add(value, in: minute)
  }

  // MARK: Asking

  /// The points of it, of one of its names or of a version that a name chose, in some minutes.
  func points(
    of metric: LambdaMetric,
    _ identity: LambdaMetrics.Identity,
    in minutes: Range<Int>
  ) -> [[MetricPoint]] {
    gauges(of: metric, identity).map { $0.points(in: minutes) }
      + requests(of: metric, identity).map { $0.points(of: metric, in: minutes) }
      + samples(of: metric, identity).map { Array($0.points(in: minutes)) }
  }

  /// Whether there has been a value since a minute began.
  func hasPoint(
    of metric: LambdaMetric,
    _ identity: LambdaMetrics.Identity,
    since minute: Int
  ) -> Bool {
    gauges(of: metric, identity).contains { $0.hasPoint(since: minute) }
      || requests(of: metric, identity).contains { $0.hasPoint(of: metric, since: minute) }
      || samples(of: metric, identity).contains { $0.lastMinute.map { $0 >= minute } ?? false }
  }

  private func gauges(
    of metric: LambdaMetric,
    _ identity: LambdaMetrics.Identity
  ) -> [MetricGauge] {
    guard metric == .concurrentExecutions, identity.version == nil else { return [] }
    guard let resource = identity.resource else { return [running] }
    return names.filter { $0.resource == resource }.map { running(as: $0) }
  }

  private func requests(
    of metric: LambdaMetric,
    _ identity: LambdaMetrics.Identity
  ) -> [RequestMetrics] {
    guard metric.isOfRequests else { return [] }
    return names.filter { identity.resource == nil || $0.resource == identity.resource }
      .flatMap { $0.requests(on: identity.version) }
  }

  private func samples(
    of metric: LambdaMetric,
    _ identity: LambdaMetrics.Identity
  ) -> [MetricSeries] {
    guard identity.version == nil else { return [] }
    let wanted = provisionings.filter {
      identity.resource == nil || $0.resource == identity.resource
    }
    let own = identity.resource == nil ? [series[metric]] : []
    return (own + wanted.map { $0.series[metric] }).compactMap { $0 }
  }
}
