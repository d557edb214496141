import Simulation

/// What has been measured of the requests of one name of a function that ran on one version.
///
/// One point holds all of it, because every request is measured.
struct RequestMetrics {
  private struct Minute {
    var ended = 0
    var failed = 0
    var throttled = 0
    var duration: MetricPoint
    /// How long extensions went on after the answer.
    var extensions: MetricPoint
  }

  /// The ARN by which they were asked for.
  let invokedARN: String
  /// The version that ran; `nil` of those that were throttled.
  let version: String?
  /// The name and the qualifier.
  let resource: String
  /// Whether the name is an alias's, so that more than one version may run.
  let isAlias: Bool
  private var minutes: [Minute] = []

  init(of function: String, as invokedARN: String, on version: String?) {
    self.invokedARN = invokedARN
    self.version = version
    let qualifier = (try? FunctionReference(invokedARN, qualifier: nil))?.qualifier
    resource = qualifier.map { "\(function):\($0)" } ?? function
    isAlias = qualifier.map { if case .alias = Qualifier($0) { true } else { false } } ?? false
  }

  mutating func ended(_ report: InvocationReport, in minute: Int) {
    begin(minute)
    let last = minutes.count - 1
    minutes[last].ended += 1
    if report.status != .success { minutes[last].failed += 1 }
    minutes[last].duration.add(report.duration.nanoseconds)
    guard let extensions = report.postRuntimeExtensionsDuration else { return }
    minutes[last].extensions.add(extensions.nanoseconds)
  }

  mutating func throttled(in minute: Int) {
    begin(minute)
    minutes[minutes.count - 1].throttled += 1
  }

  private mutating func begin(_ minute: Int) {
    if minutes.last?.duration.minute == minute { return }
    let empty = MetricPoint(minute: minute, .any(MetricSpread()))
    minutes.append(Minute(duration: empty, extensions: empty))
    minutes.dropOld()
  }

  /// The points of one of the metrics of requests; none of another.
  func points(of metric: LambdaMetric) -> [MetricPoint] {
    let points = minutes.map { minute -> MetricPoint in
      let (number, ended) = (minute.duration.minute, minute.ended)
      return switch metric {
      case .invocations: MetricPoint(minute: number, ones: ended, of: ended)
      case .errors: MetricPoint(minute: number, ones: minute.failed, of: ended)
      // Each request tells whether it was throttled.
      case .throttles:
        MetricPoint(minute: number, ones: minute.throttled, of: ended + minute.throttled)
      case .postRuntimeExtensionsDuration: minute.extensions
      default: minute.duration
      }
    }
    return points.filter { $0.samples > 0 }
  }
}

extension Array {
  /// Lets go of what is older than metrics are kept; in blocks, so that each element is moved a
  /// bounded number of times.
  mutating func dropOld() {
    guard count >= 2 * CloudWatchQuotas.retention else { return }
    removeFirst(count - CloudWatchQuotas.retention)
  }
}
