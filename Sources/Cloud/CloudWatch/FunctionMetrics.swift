import Simulation

/// What has been measured of one function.
///
/// A class, so that it is found once for each event and not copied.
final class FunctionMetrics {
  let name: String
  private(set) var requests: [RequestMetrics] = []
  /// What is measured of the function as a whole.
  private(set) var series: [LambdaMetric: MetricSeries] = [:]
  /// What is measured of its versions, in the order in which they were first used.
  private(set) var versions: [(resource: String, series: [LambdaMetric: MetricSeries])] = []
  var running = MetricGauge()
  var reserved: Int?
  /// How many environments are ready for it.
  private(set) var provisioned = 0
  private var ready: [String: Int] = [:]

  init(name: String) {
    self.name = name
  }

  /// What it takes of the account's concurrency: what is set aside for it, used or not, and what it
  /// uses beyond that.
  var claim: Int64 {
    reserved.map { Int64($0) } ?? max(running.level, Int64(provisioned))
  }

  /// How many of its requests run in what is reserved for no function.
  var unreserved: Int64 { reserved == nil ? running.level : 0 }

  func provisioned(_ count: Int, of version: String) {
    provisioned += count - ready[version, default: 0]
    ready[version] = count
  }

  func ended(_ report: InvocationReport, in minute: Int) {
    requests[place(of: report.invokedARN, report.version)].ended(report, in: minute)
  }

  func throttled(_ invokedARN: String, in minute: Int) {
    requests[place(of: invokedARN, nil)].throttled(in: minute)
  }

  func add(_ value: Int64, to metric: LambdaMetric, in minute: Int) {
    series[metric, default: MetricSeries()].add(value, in: minute)
  }

  func add(_ value: Int64, to metric: LambdaMetric, of version: String, in minute: Int) {
    let resource = "\(name):\(version)"
    let place: Int
    if let known = versions.firstIndex(where: { $0.resource == resource }) {
      place = known
    } else {
      place = versions.count
      versions.append((resource, [:]))
    }
    versions[place].series[metric, default: MetricSeries()].add(value, in: minute)
  }

  /// The points of it, of one of its names or of one of its versions.
  func points(of metric: LambdaMetric, _ identity: MetricStore.Identity) -> [[MetricPoint]] {
    if metric.isOfRequests {
      return requests.filter { request in
        let isNamed = identity.resource == nil || request.resource == identity.resource
        return isNamed
          && (identity.version == nil || request.isAlias && request.version == identity.version)
      }.map { $0.points(of: metric) }
    }
    guard identity.version == nil else { return [] }
    let named = versions.filter { identity.resource == nil || $0.resource == identity.resource }
    let own = identity.resource == nil ? [series[metric]] : []
    return (own + named.map { $0.series[metric] }).compactMap { $0?.points }
  }

  /// A function has few names, and the texts are nearly always the very same ones.
  private func place(of invokedARN: String, _ version: String?) -> Int {
    let known = requests.firstIndex { $0.version == version && $0.invokedARN == invokedARN }
    if let known { return known }
    requests.append(RequestMetrics(of: name, as: invokedARN, on: version))
    return requests.count - 1
  }
}
