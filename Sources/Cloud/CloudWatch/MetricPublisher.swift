import Simulation

/// A metric that a service publishes about itself.
protocol ServiceMetric: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// The namespace of them all, such as `AWS/SQS`.
  static var namespace: String { get }
  /// What AWS publishes in the namespace and this mini cloud does not.
  static var notKept: Set<String> { get }
  /// What the values count, as CloudWatch names it.
  var unit: MetricUnit { get }
  /// How many of the smallest units, in which values are kept, make up the unit.
  var scale: Double { get }
  /// What is kept of the single values.
  var values: MetricPoint.Values { get }
}

extension ServiceMetric {
  static var notKept: Set<String> { [] }
  var scale: Double { 1 }
  var values: MetricPoint.Values { .any(MetricSpread()) }
}

/// A service that publishes metrics about itself; ``CloudWatch/publishers`` lists them all.
protocol MetricPublisher: CloudService {
  /// What it publishes.
  associatedtype Metric: ServiceMetric

  /// The metrics that may have points.
  var published: [Metric] { get async }

  /// The points of a metric in some minutes up to the present one, by minute; none when the service
  /// has no such metric under exactly these dimensions.
  ///
  /// To ask lets nothing happen.
  func points(
    of metric: Metric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint]

  /// Whether a metric has had a value since a minute began.
  func hasPoint(of metric: Metric, _ dimensions: [String: String], since minute: Int) -> Bool

  /// Under which dimensions a metric may have points.
  func dimensions(of metric: Metric) -> [[MetricDimension]]
}

extension MetricPublisher {
  /// The namespace of its metrics.
  static var namespace: String { Metric.namespace }

  /// Whether there is a metric of this name.
  static func publishes(_ metric: String) -> Bool { Metric(rawValue: metric) != nil }

  /// All that there are.
  var published: [Metric] { Array(Metric.allCases) }
}

extension CloudWatch {
  /// The service that publishes in a namespace; `nil` when none does.
  static func publisher(of namespace: String) -> (any MetricPublisher.Type)? {
    publishers.first { $0.namespace == namespace }
  }

  /// The namespaces in which services publish here, by name.
  public static var namespaces: [String] { publishers.map { $0.namespace }.sorted() }

  /// Whether a service publishes a metric of this name in a namespace.
  public static func publishes(_ metric: String, in namespace: String) -> Bool {
    publisher(of: namespace)?.publishes(metric) ?? false
  }
}

/// One dimension of a metric: a name and a value that tell whose metric it is.
public struct MetricDimension: Decodable, Hashable, Sendable {
  /// The name, such as `FunctionName`.
  public var name: String
  /// The value, such as `checkout`.
  public var value: String

  /// Creates a dimension.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension MetricDimension {
  init(_ name: String, _ value: String) { self.init(name: name, value: value) }
}

extension [MetricDimension] {
  /// The values by name; `nil` when a name comes twice.
  var byName: [String: String]? {
    let values = Dictionary(map { ($0.name, $0.value) }) { first, _ in first }
    return values.count == count ? values : nil
  }

  /// Whether a list of metrics shows these before others: by names and values, one after another.
  func precedes(_ other: Self) -> Bool {
    flatMap { [$0.name, $0.value] }.lexicographicallyPrecedes(
      other.flatMap { [$0.name, $0.value] }
    )
  }
}

extension SimulationInstant {
  /// The minute, from 0, in which the instant lies: metrics have a value a minute.
  var minute: Int { Int(nanoseconds / 60_000_000_000) }
}
