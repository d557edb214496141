import Simulation

/// Lists the metrics that have values.
public struct ListMetrics: Operation {
  /// A dimension that a listed metric must have.
  public struct Filter: Decodable, Sendable {
    /// The dimension's name.
    public var name: String
    /// Its value; any, if left out.
    public var value: String?
  }

  /// The namespace, such as `AWS/Lambda`; all if left out.
  public var namespace: String?
  /// The metric's name; all if left out.
  public var metricName: String?
  /// Dimensions that a listed metric must have.
  public var dimensions: [Filter]?
  /// `PT3H`, for metrics that had a value in the last three hours only.
  public var recentlyActive: String?
  /// Where the last page ended.
  public var nextToken: String?

  /// A metric with whose it is.
  public struct Metric: Sendable {
    /// The namespace.
    public let namespace: String
    /// The metric's name.
    public let metricName: String
    /// Whose it is.
    public let dimensions: [Dimension]

    /// A dimension as it is listed.
    public struct Dimension: Sendable {
      /// The name.
      public let name: String
      /// The value.
      public let value: String
    }
  }

  /// A page of the list.
  public struct Output: Sendable {
    /// The metrics: by name, then by whose they are.
    public let metrics: [Metric]
    /// What asks for the next page.
    public let nextToken: String?
  }

  /// Lists them.
  public func perform(on service: isolated CloudWatch, for caller: Caller) async throws -> Output {
    if let recentlyActive, recentlyActive != "PT3H" {
      throw ServiceError.cloudWatchValue(
        "The parameter RecentlyActive must be PT3H, but is \(recentlyActive)."
      )
    }
    guard namespace == nil || namespace == LambdaMetric.namespace else {
      return Output(metrics: [], nextToken: nil)
    }
    let minute = MetricStore.minute(of: service.simulation.now)
    let names = LambdaMetric.allCases.filter { metricName == nil || $0.rawValue == metricName }
    let all = names.sorted { $0.rawValue < $1.rawValue }.flatMap { metric in
      service.cloud.metrics.identities(of: metric, since: oldest(minute), to: minute)
        .filter(matches)
        .map { identity in
          Metric(
            namespace: LambdaMetric.namespace,
            metricName: metric.rawValue,
            dimensions: identity.dimensions.map { .init(name: $0.name, value: $0.value) }
          )
        }
    }
    let first = try start(in: all.count)
    let page = all.dropFirst(first).prefix(CloudWatchQuotas.pageSize)
    return Output(
      metrics: Array(page),
      nextToken: page.endIndex < all.endIndex ? "\(page.endIndex)" : nil
    )
  }

  private func oldest(_ minute: Int) -> Int { recentlyActive == nil ? 0 : minute - 180 }

  private func start(in count: Int) throws(ServiceError) -> Int {
    guard let nextToken else { return 0 }
    guard let place = Int(nextToken), (0...count).contains(place) else {
      throw .cloudWatchValue("The parameter NextToken is invalid.")
    }
    return place
  }

  private func matches(_ identity: MetricStore.Identity) -> Bool {
    (dimensions ?? []).allSatisfy { filter in
      identity.dimensions.contains {
        $0.name == filter.name && (filter.value == nil || $0.value == filter.value)
      }
    }
  }
}

extension MetricStore.Identity {
  /// Whose metric it is, as CloudWatch tells it.
  var dimensions: [MetricDimension] {
    [("FunctionName", function), ("Resource", resource), ("ExecutedVersion", version)]
      .compactMap { name, value in value.map { MetricDimension(name: name, value: $0) } }
  }

  /// Reads dimensions; `nil` when Lambda publishes no metrics under such a combination.
  init?(_ dimensions: [MetricDimension]) {
    var values: [String: String] = [:]
    for dimension in dimensions { values[dimension.name] = dimension.value }
    self.init(
      function: values["FunctionName"],
      resource: values["Resource"],
      version: values["ExecutedVersion"]
    )
    let names: Set = ["FunctionName", "Resource", "ExecutedVersion"]
    guard names.isSuperset(of: values.keys), values.count == dimensions.count,
      function != nil || values.isEmpty, version == nil || resource != nil
    else { return nil }
  }
}
