import Simulation

/// Describes a delivery stream.
public struct DescribeDeliveryStream: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// How many destinations to tell; a stream has one.
  public var limit: Int?
  /// Behind which destination to begin.
  public var exclusiveStartDestinationId: String?

  /// Creates the request.
  public init(deliveryStreamName: String) {
    self.deliveryStreamName = deliveryStreamName
  }

  /// The stream.
  public struct Output: Sendable {
    /// What is known of it.
    public let deliveryStreamDescription: DeliveryStreamDescription
  }

  /// Describes the stream.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> Output {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: deliveryStreamName)
    return Output(
      deliveryStreamDescription: DeliveryStreamDescription(
        try firehose.stream(deliveryStreamName),
        hidesDestination: exclusiveStartDestinationId == DeliveryStreamDescription.destinationID
      )
    )
  }
}

/// What is known of a delivery stream.
public struct DeliveryStreamDescription: Sendable {
  /// Its name.
  public let deliveryStreamName: String
  /// Its ARN.
  public let deliveryStreamARN: ARN
  /// What it is doing.
  public let deliveryStreamStatus: DeliveryStreamStatus
  /// Where records come from.
  public let deliveryStreamType = "DirectPut"
  /// The version, which grows with each change; there are none here.
  public let versionId: String
  /// When it was created.
  public let createTimestamp: ResponseTime
  /// Its one destination.
  public let destinations: [StreamDestinationDescription]
  /// Whether there are more destinations: never.
  public let hasMoreDestinations = false

  static let destinationID = "destinationId-000000000001"

  init(_ stream: DeliveryStream, hidesDestination: Bool) {
    deliveryStreamName = stream.name
    deliveryStreamARN = stream.arn
    deliveryStreamStatus = stream.status
    versionId = "\(DeliveryStream.version)"
    createTimestamp = ResponseTime(seconds: Double(stream.created) / 1_000)
    destinations =
      hidesDestination ? [] : [StreamDestinationDescription(stream.destination)]
  }
}

/// A stream's destination.
public struct StreamDestinationDescription: Sendable {
  /// Its id.
  public let destinationId: String
  /// The bucket, in the older form.
  public let s3DestinationDescription: S3DestinationDescription?
  /// The bucket.
  public let extendedS3DestinationDescription: S3DestinationDescription?
  /// The endpoint.
  public let httpEndpointDestinationDescription: HttpEndpointDestinationDescription?

  init(_ destination: StreamDestination) {
    destinationId = DeliveryStreamDescription.destinationID
    switch destination.target {
    case .bucket:
      s3DestinationDescription = S3DestinationDescription(destination.bucket)
      extendedS3DestinationDescription = S3DestinationDescription(
        destination.bucket,
        extendedWith: destination.delimiter
      )
      httpEndpointDestinationDescription = nil
    case .endpoint(let endpoint):
      s3DestinationDescription = nil
      extendedS3DestinationDescription = nil
      httpEndpointDestinationDescription = HttpEndpointDestinationDescription(
        endpoint,
        of: destination
      )
    }
  }
}

/// When what was gathered is delivered.
public struct BufferingDescription: Sendable {
  /// As soon as there are so many MiB.
  public let sizeInMBs: Int
  /// When the oldest record is so many seconds old.
  public let intervalInSeconds: Int

  init(_ buffering: StreamBuffering) {
    sizeInMBs = buffering.sizeInMBs
    intervalInSeconds = buffering.intervalInSeconds
  }
}

/// A bucket as a destination.
public struct S3DestinationDescription: Sendable {
  /// That nothing is encrypted with a key of one's own.
  public struct Encryption: Sendable {
    /// `NoEncryption`.
    public let noEncryptionConfig = "NoEncryption"
  }

  /// What is done with records before they are delivered.
  public struct Processing: Sendable {
    /// A step.
    public struct Processor: Sendable {
      /// A setting of a step.
      public struct Parameter: Sendable {
        /// Its name.
        public let parameterName = "Delimiter"
        /// Its value.
        public let parameterValue: String
      }

      /// The kind of step.
      public let type = "AppendDelimiterToRecord"
      /// Its settings.
      public let parameters: [Parameter]
    }

    /// Whether anything is done.
    public let enabled: Bool
    /// The steps.
    public let processors: [Processor]

    init(_ delimiter: [UInt8]) {
      enabled = !delimiter.isEmpty
      let text = String(decoding: delimiter, as: UTF8.self).replacing("\n", with: "\\n")
      processors =
        delimiter.isEmpty ? [] : [Processor(parameters: [.init(parameterValue: text)])]
    }
  }

  /// The log to which failures are written.
  public struct Logging: Sendable {
    /// Whether any is.
    public let enabled: Bool
    /// The log group.
    public let logGroupName: String?
    /// The stream in the group.
    public let logStreamName: String?

    init(_ log: StreamErrorLog?) {
      enabled = log != nil
      logGroupName = log?.group
      logStreamName = log?.stream
    }
  }

  /// The role with which the stream puts objects.
  public let roleARN: String
  /// The bucket's ARN.
  public let bucketARN: ARN
  /// What keys begin with, as it was given.
  public let prefix: String?
  /// What keys of failed records begin with, as it was given.
  public let errorOutputPrefix: String?
  /// When what was gathered is delivered.
  public let bufferingHints: BufferingDescription
  /// How objects are made smaller.
  public let compressionFormat = "UNCOMPRESSED"
  /// How objects are encrypted.
  public let encryptionConfiguration = Encryption()
  /// Where failures are written.
  public let cloudWatchLoggingOptions: Logging
  /// What is done with records; in the extended form only.
  public let processingConfiguration: Processing?
  /// Whether records are also kept as they came; in the extended form only.
  public let s3BackupMode: String?
  /// What keys end with; in the extended form only.
  public let fileExtension: String?

  init(_ bucket: StreamBucket, extendedWith delimiter: [UInt8]? = nil) {
    roleARN = bucket.role
    bucketARN = bucket.arn
    prefix = bucket.given.prefix
    errorOutputPrefix = bucket.given.errorPrefix
    bufferingHints = BufferingDescription(bucket.buffering)
    cloudWatchLoggingOptions = Logging(bucket.log)
    processingConfiguration = delimiter.map { Processing($0) }
    s3BackupMode = delimiter == nil ? nil : "Disabled"
    fileExtension = delimiter == nil || bucket.fileExtension.isEmpty ? nil : bucket.fileExtension
  }
}

/// An endpoint over HTTP as a destination.
public struct HttpEndpointDestinationDescription: Sendable {
  /// The endpoint, without its access key.
  public struct Endpoint: Sendable {
    /// Its URL.
    public let url: String
    /// Its name.
    public let name: String?
  }

  /// How long the endpoint is tried again.
  public struct RetryOptions: Sendable {
    /// For so many seconds.
    public let durationInSeconds: Int
  }

  /// The endpoint.
  public let endpointConfiguration: Endpoint
  /// When what was gathered is delivered.
  public let bufferingHints: BufferingDescription
  /// Where failures are written.
  public let cloudWatchLoggingOptions: S3DestinationDescription.Logging
  /// What is done with records.
  public let processingConfiguration: S3DestinationDescription.Processing
  /// The role with which the stream writes its log.
  public let roleARN: String
  /// How long the endpoint is tried again.
  public let retryOptions: RetryOptions
  /// What the bucket gets.
  public let s3BackupMode = "FailedDataOnly"
  /// The bucket for what the endpoint does not take.
  public let s3DestinationDescription: S3DestinationDescription

  init(_ endpoint: StreamEndpoint, of destination: StreamDestination) {
    endpointConfiguration = Endpoint(url: endpoint.url, name: endpoint.name)
    bufferingHints = BufferingDescription(destination.buffering)
    cloudWatchLoggingOptions = S3DestinationDescription.Logging(endpoint.log)
    processingConfiguration = S3DestinationDescription.Processing(destination.delimiter)
    roleARN = endpoint.role
    retryOptions = RetryOptions(
      durationInSeconds: Int(endpoint.retries.nanoseconds / 1_000_000_000)
    )
    s3DestinationDescription = S3DestinationDescription(destination.bucket)
  }
}
