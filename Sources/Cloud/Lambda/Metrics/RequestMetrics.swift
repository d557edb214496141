import Simulation

/// What has been measured of the requests of one name of a function that ran on one version.
///
/// One point holds all of it, because every request is measured.
struct RequestMetrics {
  fileprivate struct Minute {
    var ended = 0
    var failed = 0
    var throttled = 0
    var duration: MetricPoint
    /// How long extensions went on after the answer.
    var extensions: MetricPoint

    var number: Int { duration.minute }
  }

  /// In the order of their numbers.
  private var minutes: [Minute] = []

  /// Counts a request that has ended, in the minute in which it began.
  mutating func ended(_ report: InvocationReport, in minute: Int) {
    let place = begin(minute)
    minutes[place].ended += 1
    if report.status != .success { minutes[place].failed += 1 }
    minutes[place].duration.add(report.duration.nanoseconds)
    guard let extensions = report.postRuntimeExtensionsDuration else { return }
    minutes[place].extensions.add(extensions.nanoseconds)
  }

  mutating func throttled(in minute: Int) {
    let place = begin(minute)
    minutes[place].throttled += 1
  }

  /// The place of a minute: nearly always the last, else one of the last quarter of an hour, for
  /// which a request may run.
  private mutating func begin(_ minute: Int) -> Int {
    var place = minutes.count
    if place > 0, minutes[place - 1].duration.minute == minute { return place - 1 }
    while place > 0, minutes[place - 1].number >= minute {
      place -= 1
      if minutes[place].number == minute { return place }
    }
    let empty = MetricPoint(minute: minute, .any(MetricSpread()))
    minutes.insert(Minute(duration: empty, extensions: empty), at: place)
    let isOld = minutes.count
    minutes.dropOld()
    return place + minutes.count - isOld
  }

  /// The points of one of the metrics of requests, in some minutes; none of another.
  func points(of metric: LambdaMetric, in range: Range<Int>) -> [MetricPoint] {
    minutes.inOrder(within: range) { $0.number }.map { $0.point(of: metric) }
      .filter { $0.samples > 0 }
  }

  /// Whether one of them has had a value since a minute began.
  func hasPoint(of metric: LambdaMetric, since minute: Int) -> Bool {
    minutes[minutes.place(of: minute) { $0.number }...].reversed().contains {
      $0.point(of: metric).samples > 0
    }
  }
}

extension RequestMetrics.Minute {
  fileprivate func point(of metric: LambdaMetric) -> MetricPoint {
    switch metric {
    case .invocations: MetricPoint(minute: number, ones: ended, of: ended)
    case .errors: MetricPoint(minute: number, ones: failed, of: ended)
    // Each request tells whether it was throttled.
    case .throttles: MetricPoint(minute: number, ones: throttled, of: ended + throttled)
    case .postRuntimeExtensionsDuration: extensions
    default: duration
    }
  }
}
