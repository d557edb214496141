import Simulation

/// What has been measured of one function.
///
/// A class, so that it is found once for each event and not copied.
final class FunctionMetrics {
  /// The requests of one name of the function that ran on one version.
  struct Requests {
    /// The ARN by which they were asked for.
    let invokedARN: String
    /// The version that ran; `nil` of those that were throttled.
    let version: String?
    /// The name and the qualifier.
    let resource: String
    /// Whether the name is an alias's, so that more than one version may run.
    let isAlias: Bool
    var invocations = MetricSeries()
    var errors = MetricSeries()
    var throttles = MetricSeries()
    var duration = MetricSeries()
    var postRuntimeExtensionsDuration = MetricSeries()
  }

  let name: String
  private(set) var requests: [Requests] = []
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
    let place = place(of: report.invokedARN, report.version)
    requests[place].invocations.add(1, in: minute)
    requests[place].errors.add(report.status == .success ? 0 : 1, in: minute)
    requests[place].throttles.add(0, in: minute)
    requests[place].duration.add(report.duration.nanoseconds, in: minute)
    if let extensions = report.postRuntimeExtensionsDuration {
      requests[place].postRuntimeExtensionsDuration.add(extensions.nanoseconds, in: minute)
    }
  }

  func throttled(_ invokedARN: String, in minute: Int) {
    requests[place(of: invokedARN, nil)].throttles.add(1, in: minute)
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

  /// What has been measured of it, of one of its names or of one of its versions.
  func series(of metric: LambdaMetric, _ identity: MetricStore.Identity) -> [MetricSeries] {
    guard let resource = identity.resource else {
      return requests.compactMap { $0[metric] } + [series[metric]].compactMap { $0 }
        + versions.compactMap { $0.series[metric] }
    }
    let named = requests.filter { $0.resource == resource }
    guard let version = identity.version else {
      return named.compactMap { $0[metric] }
        + versions.filter { $0.resource == resource }.compactMap { $0.series[metric] }
    }
    return named.filter { $0.isAlias && $0.version == version }.compactMap { $0[metric] }
  }

  /// A function has few names, and the texts are nearly always the very same ones.
  private func place(of invokedARN: String, _ version: String?) -> Int {
    let known = requests.firstIndex { $0.version == version && $0.invokedARN == invokedARN }
    if let known { return known }
    let reference = try? FunctionReference(invokedARN, qualifier: nil)
    let qualifier = reference?.qualifier
    requests.append(
      Requests(
        invokedARN: invokedARN,
        version: version,
        resource: qualifier.map { "\(name):\($0)" } ?? name,
        isAlias: qualifier.map { if case .alias = Qualifier($0) { true } else { false } } ?? false
      )
    )
    return requests.count - 1
  }
}

extension FunctionMetrics.Requests {
  subscript(metric: LambdaMetric) -> MetricSeries? {
    switch metric {
    case .invocations: invocations
    case .errors: errors
    case .throttles: throttles
    case .duration: duration
    case .postRuntimeExtensionsDuration: postRuntimeExtensionsDuration
    default: nil
    }
  }
}
