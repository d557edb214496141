public import JSON
import Simulation

/// Creates a delivery stream, which takes records a while later.
public struct CreateDeliveryStream: DeliveryStreamOperation {
  /// The stream's name: 1 to 64 letters, digits, `_`, `.` and `-`.
  public var deliveryStreamName: String
  /// Where records come from: `DirectPut`.
  public var deliveryStreamType: String?
  /// A bucket as the destination.
  public var extendedS3DestinationConfiguration: ExtendedS3DestinationConfiguration?
  /// A bucket as the destination, in the older form.
  public var s3DestinationConfiguration: S3DestinationConfiguration?
  /// An endpoint over HTTP as the destination.
  public var httpEndpointDestinationConfiguration: HttpEndpointDestinationConfiguration?
  /// Tags.
  public var tags: [StreamTag]?
  /// How much is expected.
  public var directPutSourceConfiguration: JSONValue?
  /// A stream of Kinesis as the source.
  public var kinesisStreamSourceConfiguration: JSONValue?
  /// A topic of Kafka as the source.
  public var mskSourceConfiguration: JSONValue?
  /// A database as the source.
  public var databaseSourceConfiguration: JSONValue?
  /// A key with which records are encrypted.
  public var deliveryStreamEncryptionConfigurationInput: JSONValue?
  /// A warehouse of Redshift as the destination.
  public var redshiftDestinationConfiguration: JSONValue?
  /// An index of Elasticsearch as the destination.
  public var elasticsearchDestinationConfiguration: JSONValue?
  /// An index of OpenSearch as the destination.
  public var amazonopensearchserviceDestinationConfiguration: JSONValue?
  /// A collection of OpenSearch as the destination.
  public var amazonOpenSearchServerlessDestinationConfiguration: JSONValue?
  /// Splunk as the destination.
  public var splunkDestinationConfiguration: JSONValue?
  /// Snowflake as the destination.
  public var snowflakeDestinationConfiguration: JSONValue?
  /// Tables of Iceberg as the destination.
  public var icebergDestinationConfiguration: JSONValue?

  /// Creates the request.
  public init(
    deliveryStreamName: String,
    extendedS3DestinationConfiguration: ExtendedS3DestinationConfiguration? = nil,
    s3DestinationConfiguration: S3DestinationConfiguration? = nil,
    httpEndpointDestinationConfiguration: HttpEndpointDestinationConfiguration? = nil,
    tags: [StreamTag]? = nil
  ) {
    self.deliveryStreamName = deliveryStreamName
    self.extendedS3DestinationConfiguration = extendedS3DestinationConfiguration
    self.s3DestinationConfiguration = s3DestinationConfiguration
    self.httpEndpointDestinationConfiguration = httpEndpointDestinationConfiguration
    self.tags = tags
  }

  /// The stream.
  public struct Output: Sendable {
    /// Its ARN.
    public let deliveryStreamARN: ARN
  }

  /// Creates the stream.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> Output {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: Firehose.name)
    try refuseWhatIsLeftOut()
    let cloud = firehose.cloud
    let arn = Firehose.arn(of: deliveryStreamName, in: cloud)
    try ServiceError.checkStreamName(deliveryStreamName)
    let destination = try destination(for: arn, in: cloud)
    let tags = try StreamTag.merge(tags ?? [], into: [])
    guard firehose.streams[deliveryStreamName] == nil else {
      throw ServiceError.deliveryStreamInUse(
        "Firehose \(deliveryStreamName) under accountId \(cloud.account) already exists"
      )
    }
    guard firehose.streams.count < FirehoseQuotas.streams else {
      throw ServiceError.firehoseLimit(
        "You have already consumed your firehose quota of \(FirehoseQuotas.streams) hoses."
      )
    }
    firehose.lastNumber += 1
    var stream = DeliveryStream(
      name: deliveryStreamName,
      number: firehose.lastNumber,
      arn: arn,
      destination: destination,
      created: cloud.unixMilliseconds
    )
    stream.tags = tags
    firehose.open(stream)
    return Output(deliveryStreamARN: arn)
  }

  private func destination(
    for arn: ARN,
    in cloud: Cloud
  ) throws(ServiceError) -> StreamDestination {
    switch (
      extendedS3DestinationConfiguration, s3DestinationConfiguration,
      httpEndpointDestinationConfiguration
    ) {
    case (let bucket?, nil, nil): return try bucket.destination(for: arn, in: cloud)
    case (nil, let bucket?, nil):
      let read = try bucket.read(at: "s3DestinationConfiguration", for: arn, in: cloud)
      return StreamDestination(
        target: .bucket,
        bucket: read,
        buffering: read.buffering,
        delimiter: []
      )
    case (nil, nil, let endpoint?): return try endpoint.destination(for: arn, in: cloud)
    default:
      throw .firehoseArgument(
        "Exactly one destination configuration is supported for a Firehose"
      )
    }
  }

  private func refuseWhatIsLeftOut() throws(ServiceError) {
    guard ["DirectPut", nil].contains(deliveryStreamType) else {
      throw .notSupported("A delivery stream of the type \(deliveryStreamType ?? "")")
    }
    for (name, value) in [
      ("DirectPutSourceConfiguration", directPutSourceConfiguration),
      ("KinesisStreamSourceConfiguration", kinesisStreamSourceConfiguration),
      ("MSKSourceConfiguration", mskSourceConfiguration),
      ("DatabaseSourceConfiguration", databaseSourceConfiguration),
      ("DeliveryStreamEncryptionConfigurationInput", deliveryStreamEncryptionConfigurationInput),
      ("RedshiftDestinationConfiguration", redshiftDestinationConfiguration),
      ("ElasticsearchDestinationConfiguration", elasticsearchDestinationConfiguration),
      (
        "AmazonopensearchserviceDestinationConfiguration",
        amazonopensearchserviceDestinationConfiguration
      ),
      (
        "AmazonOpenSearchServerlessDestinationConfiguration",
        amazonOpenSearchServerlessDestinationConfiguration
      ),
      ("SplunkDestinationConfiguration", splunkDestinationConfiguration),
      ("SnowflakeDestinationConfiguration", snowflakeDestinationConfiguration),
      ("IcebergDestinationConfiguration", icebergDestinationConfiguration),
    ] where value != nil { throw .notSupported(name) }
  }
}

extension Firehose {
  /// Adds a stream, which takes records after a while.
  fileprivate func open(_ stream: DeliveryStream) {
    let (name, number) = (stream.name, stream.number)
    streams[name] = stream
    let topology = cloud.topology
    topology.add(Component(name, .deliveryStream))
    let destination = stream.destination
    if case .endpoint = destination.target, topology.component(destination.component) == nil {
      topology.add(Component(destination.component, .provider))
    }
    for receiver in [destination.component, destination.bucket.name] {
      topology.connect(name, to: receiver, .asynchronous)
    }
    note(.stateChanged(.creating), of: name)
    simulation.spawn(on: self) { firehose in
      // In the foreground, so that no run ends with a stream that has just been made.
      try await firehose.simulation.sleep(for: FirehoseAssumptions.change)
      firehose.activate(name, number)
    }
  }

  private func activate(_ name: String, _ number: Int) {
    guard streams[name]?.number == number, streams[name]?.status == .creating else { return }
    streams[name]?.status = .active
    note(.stateChanged(.active), of: name)
  }
}

extension ServiceError {
  fileprivate static func checkStreamName(_ name: String) throws(ServiceError) {
    guard FirehoseQuotas.nameLength.contains(name.count),
      name.utf8.allSatisfy(Letters.isDottedNameLetter)
    else {
      throw .constraint(
        name,
        at: "deliveryStreamName",
        "satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have length less than or equal to"
          + " \(FirehoseQuotas.nameLength.upperBound)"
      )
    }
  }
}
