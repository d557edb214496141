import Simulation

/// A record on its way to a delivery stream.
public struct FirehoseRecord: Decodable, Hashable, Sendable {
  /// The data: at most 1,000 KiB.
  public var data: Blob

  /// Creates a record.
  public init(data: Blob) {
    self.data = data
  }
}

/// Puts one record into a delivery stream.
public struct PutRecord: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// The record.
  public var record: FirehoseRecord

  /// Creates the request.
  public init(deliveryStreamName: String, record: FirehoseRecord) {
    self.deliveryStreamName = deliveryStreamName
    self.record = record
  }

  /// The record.
  public struct Output: Sendable {
    /// Its id.
    public let recordId: String
    /// Whether the stream encrypts what it gathers.
    public let encrypted = false
  }

  /// Puts the record.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> Output {
    let name = deliveryStreamName
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: name)
    _ = try firehose.activeStream(name)
    let size = record.data.bytes.count
    try ServiceError.checkRecordSize(size, at: "record.data")
    try firehose.admitRequest(to: name, records: 1)
    guard firehose.streams[name]?.rate.takesRecord(of: size) == true else {
      throw firehose.throttled(1, in: name)
    }
    firehose.count(1, .putRecordRequests, of: name)
    firehose.count(size, .putRecordBytes, of: name)
    firehose.gather([record.data.bytes], in: name)
    return Output(recordId: firehose.newRecordID())
  }
}

/// Puts several records into a delivery stream, each for itself.
public struct PutRecordBatch: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// The records: 1 to 500, and at most 4 MiB together.
  public var records: [FirehoseRecord]

  /// Creates the request.
  public init(deliveryStreamName: String, records: [FirehoseRecord]) {
    self.deliveryStreamName = deliveryStreamName
    self.records = records
  }

  /// What became of the records.
  public struct Output: Sendable {
    /// How many were not taken, which the request succeeds with.
    public let failedPutCount: Int
    /// Whether the stream encrypts what it gathers.
    public let encrypted = false
    /// In the order of the records.
    public let requestResponses: [Entry]

    /// What became of one record.
    public struct Entry: Sendable {
      /// Its id, if it was taken.
      public let recordId: String?
      /// Why it was not taken.
      public let errorCode: String?
      /// The same in words.
      public let errorMessage: String?
    }
  }

  /// Puts the records that the stream takes in this second.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> Output {
    let name = deliveryStreamName
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: name)
    _ = try firehose.activeStream(name)
    try check()
    try firehose.admitRequest(to: name, records: records.count)
    var taken: [[UInt8]] = []
    var entries: [Output.Entry] = []
    for record in records {
      let data = record.data.bytes
      guard firehose.streams[name]?.rate.takesRecord(of: data.count) == true else {
        let error = ServiceError.deliveryStreamThrottled
        entries.append(
          .init(recordId: nil, errorCode: error.code, errorMessage: error.message)
        )
        continue
      }
      taken.append(data)
      entries.append(.init(recordId: firehose.newRecordID(), errorCode: nil, errorMessage: nil))
    }
    let failed = records.count - taken.count
    if failed > 0 { _ = firehose.throttled(failed, in: name) }
    firehose.count(1, .putRecordBatchRequests, of: name)
    firehose.count(taken.count, .putRecordBatchRecords, of: name)
    firehose.count(taken.reduce(0) { $0 + $1.count }, .putRecordBatchBytes, of: name)
    firehose.gather(taken, in: name)
    return Output(failedPutCount: failed, requestResponses: entries)
  }

  private func check() throws(ServiceError) {
    guard FirehoseQuotas.batchSize.contains(records.count) else {
      let rule =
        records.isEmpty
        ? "greater than or equal to \(FirehoseQuotas.batchSize.lowerBound)"
        : "less than or equal to \(FirehoseQuotas.batchSize.upperBound)"
      throw .validation(
        "1 validation error detected: Value at 'records' failed to satisfy constraint: Member must"
          + " have length \(rule)"
      )
    }
    for (place, record) in records.enumerated() {
      try ServiceError.checkRecordSize(
        record.data.bytes.count,
        at: "records.\(place + 1).member.data"
      )
    }
    let size = records.reduce(0) { $0 + $1.data.bytes.count }
    guard size <= FirehoseQuotas.batchBytes.bytes else {
      throw .firehoseArgument("Records size exceeds 4 MB limit")
    }
  }
}

extension Firehose {
  /// Counts a request, or refuses it because there were too many in this second.
  fileprivate func admitRequest(to name: String, records: Int) throws(ServiceError) {
    count(1, .incomingPutRequests, of: name)
    guard streams[name]?.rate.takesRequest(at: simulation.now) == true else {
      throw throttled(records, in: name)
    }
  }

  /// Notes that records were refused.
  fileprivate func throttled(_ records: Int, in name: String) -> ServiceError {
    count(records, .throttledRecords, of: name)
    note(.throttled(records: records), of: name)
    return .deliveryStreamThrottled
  }
}

extension ServiceError {
  fileprivate static func checkRecordSize(_ size: Int, at place: String) throws(ServiceError) {
    guard size <= FirehoseQuotas.recordSize.bytes else {
      throw .validation(
        "1 validation error detected: Value at '\(place)' failed to satisfy constraint: Member must"
          + " have length less than or equal to \(FirehoseQuotas.recordSize.bytes)"
      )
    }
  }
}
