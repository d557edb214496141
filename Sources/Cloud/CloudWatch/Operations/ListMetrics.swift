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
    /// The metrics: by namespace, then by name, then by whose they are.
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
    var all: [Metric] = []
    for publisher in CloudWatch.publishers.sorted(by: { $0.namespace < $1.namespace })
    where namespace == nil || namespace == publisher.namespace {
      all += await metrics(of: publisher, kept: service.keptMinutes, in: service.cloud)
    }
    let first = try start(in: all.count)
    let page = all.dropFirst(first).prefix(CloudWatchQuotas.pageSize)
    return Output(
      metrics: Array(page),
      nextToken: page.endIndex < all.endIndex ? "\(page.endIndex)" : nil
    )
  }

  private func metrics<Publisher: MetricPublisher>(
    of publisher: Publisher.Type,
    kept minutes: Range<Int>,
    in cloud: Cloud
  ) async -> [Metric] {
    guard let service = cloud.existing(publisher) as? Publisher else { return [] }
    let oldest =
      recentlyActive == nil
      ? minutes.lowerBound : minutes.upperBound - CloudWatchQuotas.recentActivity
    var listed: [Metric] = []
    let names = await service.published.filter { metricName == nil || $0.rawValue == metricName }
    for metric in names.sorted(by: { $0.rawValue < $1.rawValue }) {
      let candidates = await service.dimensions(of: metric).filter(matches)
      for dimensions in candidates.sorted(by: { $0.precedes($1) }) {
        let names = dimensions.byName ?? [:]
        guard await service.hasPoint(of: metric, names, since: oldest) else { continue }
        listed.append(
          Metric(
            namespace: publisher.namespace,
            metricName: metric.rawValue,
            dimensions: dimensions.map { .init(name: $0.name, value: $0.value) }
          )
        )
      }
    }
    return listed
  }

  private func start(in count: Int) throws(ServiceError) -> Int {
    guard let nextToken else { return 0 }
    guard let place = Int(nextToken), (0...count).contains(place) else {
      throw .cloudWatchValue("The parameter NextToken is invalid.")
    }
    return place
  }

  private func matches(_ dimensions: [MetricDimension]) -> Bool {
    (self.dimensions ?? []).allSatisfy { filter in
      dimensions.contains {
        $0.name == filter.name && (filter.value == nil || $0.value == filter.value)
      }
    }
  }
}
