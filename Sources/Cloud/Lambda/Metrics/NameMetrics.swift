/// What has been measured of one name of a function: itself, a version or an alias.
struct NameMetrics {
  /// The ARN by which it is asked for.
  let invokedARN: String
  /// The name and the qualifier, the dimension `Resource`.
  let resource: String
  /// Whether the name is an alias's, so that more than one version may run.
  let isAlias: Bool
  /// Its requests by the version that ran; `nil` of those that were throttled.
  private(set) var requests: [(version: String?, metrics: RequestMetrics)] = []
  /// How many of its requests run; see ``FunctionMetrics/running(as:)``.
  var running = MetricGauge()

  init(of function: String, as invokedARN: String) {
    self.invokedARN = invokedARN
    let qualifier = (try? FunctionReference(invokedARN, qualifier: nil))?.qualifier
    resource = qualifier.map { "\(function):\($0)" } ?? function
    isAlias = qualifier.map { if case .alias = Qualifier($0) { true } else { false } } ?? false
  }

  mutating func ended(_ report: InvocationReport, in minute: Int) {
    let place = place(of: report.version)
    requests[place].metrics.ended(report, in: minute)
  }

  mutating func throttled(in minute: Int) {
    let place = place(of: nil)
    requests[place].metrics.throttled(in: minute)
  }

  /// The requests under a version that the alias chose, or all of them.
  func requests(on version: String?) -> [RequestMetrics] {
    guard let version else { return requests.map(\.metrics) }
    return isAlias ? requests.filter { $0.version == version }.map(\.metrics) : []
  }

  private mutating func place(of version: String?) -> Int {
    if !requests.isEmpty, requests[0].version == version { return 0 }
    if let known = requests.firstIndex(where: { $0.version == version }) { return known }
    requests.append((version, RequestMetrics()))
    return requests.count - 1
  }
}
