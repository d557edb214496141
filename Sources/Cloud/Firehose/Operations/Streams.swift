import Simulation

/// Lists the names of the account's delivery streams.
public struct ListDeliveryStreams: Operation {
  /// How many at the most, 1 to 10,000; 10 if left out.
  public var limit: Int?
  /// Where records come from.
  public var deliveryStreamType: String?
  /// Behind which name to begin.
  public var exclusiveStartDeliveryStreamName: String?

  /// Creates the request.
  public init(limit: Int? = nil, exclusiveStartDeliveryStreamName: String? = nil) {
    self.limit = limit
    self.exclusiveStartDeliveryStreamName = exclusiveStartDeliveryStreamName
  }

  /// The names.
  public struct Output: Sendable {
    /// In the order of the alphabet.
    public let deliveryStreamNames: [String]
    /// Whether there are more behind them.
    public let hasMoreDeliveryStreams: Bool
  }

  /// Lists a page of the names.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> Output {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: Firehose.name)
    try ServiceError.check(limit, in: FirehoseQuotas.pageSize, at: "limit")
    // All streams take records directly.
    let all = ["DirectPut", nil].contains(deliveryStreamType) ? firehose.streams.keys.sorted() : []
    let rest = exclusiveStartDeliveryStreamName.map { first in all.filter { $0 > first } } ?? all
    let page = rest.prefix(limit ?? FirehoseQuotas.defaultPageSize)
    return Output(
      deliveryStreamNames: Array(page),
      hasMoreDeliveryStreams: page.count < rest.count
    )
  }
}

/// Deletes a delivery stream with everything that it has not delivered.
public struct DeleteDeliveryStream: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// Whether to delete it whatever becomes of its key; there are no keys here.
  public var allowForceDelete: Bool?

  /// Creates the request.
  public init(deliveryStreamName: String) {
    self.deliveryStreamName = deliveryStreamName
  }

  /// Begins to delete the stream, which is gone a while later and takes no records any more.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> NoOutput {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: deliveryStreamName)
    let stream = try firehose.stream(deliveryStreamName)
    guard stream.status != .creating else {
      throw ServiceError.deliveryStreamInUse(
        "Firehose \(deliveryStreamName) under account \(firehose.cloud.account) is in state"
          + " CREATING and can't be deleted."
      )
    }
    if stream.status == .active { firehose.close(stream) }
    return NoOutput()
  }
}

extension Firehose {
  fileprivate func close(_ stream: DeliveryStream) {
    let name = stream.name
    stream.timer?.stop()
    streams[name]?.timer = nil
    streams[name]?.status = .deleting
    note(.stateChanged(.deleting), of: name)
    if let rest = streams[name]?.buffer.takeBatch(atMost: .max, bytes: .max) {
      drop(rest, of: stream, because: "StreamDeleted")
    }
    simulation.spawn(on: self) { firehose in
      try await firehose.simulation.sleep(for: FirehoseAssumptions.change)
      firehose.streams[name] = nil
      firehose.cloud.topology.remove(name)
    }
  }

  /// Finds a stream that takes records.
  ///
  /// Simplified: AWS says only that others refuse; here they answer as if they were not there, and one
  /// that is being deleted takes nothing any more, where AWS may take it and lose it.
  func activeStream(_ name: String) throws(ServiceError) -> DeliveryStream {
    let stream = try stream(name)
    guard stream.status == .active else {
      throw .deliveryStreamNotFound(name, in: cloud.account)
    }
    return stream
  }
}
