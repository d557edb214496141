public import JSON

/// An endpoint over HTTP as a destination.
public struct HttpEndpointDestinationConfiguration: Decodable, Sendable {
  /// The endpoint.
  public struct Endpoint: Decodable, Sendable {
    /// Its URL, which begins with `https://`.
    public var url: String
    /// A name for it.
    public var name: String?
    /// What each request carries for the endpoint to know the sender.
    public var accessKey: String?

    /// Creates the endpoint.
    public init(url: String, name: String? = nil, accessKey: String? = nil) {
      self.url = url
      self.name = name
      self.accessKey = accessKey
    }
  }

  /// What each request carries besides the records.
  public struct Request: Decodable, Sendable {
    /// One value.
    public struct Attribute: Decodable, Sendable {
      /// Its name.
      public var attributeName: String
      /// The value.
      public var attributeValue: String
    }

    /// How the body is made smaller: `NONE`.
    public var contentEncoding: String?
    /// The values.
    public var commonAttributes: [Attribute]?
  }

  /// How long the endpoint is tried again.
  public struct RetryOptions: Decodable, Sendable {
    /// For so many seconds, the time to answer not counted; 300 if left out.
    public var durationInSeconds: Int?

    /// Creates the options.
    public init(durationInSeconds: Int) {
      self.durationInSeconds = durationInSeconds
    }
  }

  /// The endpoint.
  public var endpointConfiguration: Endpoint
  /// When what was gathered is delivered.
  public var bufferingHints: BufferingHints?
  /// Where failures are written.
  public var cloudWatchLoggingOptions: CloudWatchLoggingOptions?
  /// What each request carries besides the records.
  public var requestConfiguration: Request?
  /// What is done with records before they are delivered.
  public var processingConfiguration: ProcessingConfiguration?
  /// The role with which the stream writes its log; the bucket's if left out.
  public var roleARN: String?
  /// How long the endpoint is tried again.
  public var retryOptions: RetryOptions?
  /// What the bucket gets: `FailedDataOnly`.
  public var s3BackupMode: String?
  /// The bucket for what the endpoint does not take.
  public var s3Configuration: S3DestinationConfiguration
  /// A secret in the place of an access key.
  public var secretsManagerConfiguration: JSONValue?

  /// Creates the configuration.
  public init(
    endpointConfiguration: Endpoint,
    bufferingHints: BufferingHints? = nil,
    cloudWatchLoggingOptions: CloudWatchLoggingOptions? = nil,
    retryOptions: RetryOptions? = nil,
    s3Configuration: S3DestinationConfiguration
  ) {
    self.endpointConfiguration = endpointConfiguration
    self.bufferingHints = bufferingHints
    self.cloudWatchLoggingOptions = cloudWatchLoggingOptions
    self.retryOptions = retryOptions
    self.s3Configuration = s3Configuration
  }

  private static let place = "httpEndpointDestinationConfiguration"

  /// Checks the configuration for a stream.
  func destination(for stream: ARN, in cloud: Cloud) throws(ServiceError) -> StreamDestination {
    if secretsManagerConfiguration != nil {
      throw .notSupported("SecretsManagerConfiguration of a delivery stream")
    }
    guard ["FailedDataOnly", nil].contains(s3BackupMode) else {
      throw .notSupported("S3BackupMode \(s3BackupMode ?? "") of an endpoint")
    }
    guard ["NONE", nil].contains(requestConfiguration?.contentEncoding) else {
      throw .notSupported("ContentEncoding \(requestConfiguration?.contentEncoding ?? "")")
    }
    if let roleARN {
      try Firehose.checkRole(roleARN, at: "\(Self.place).roleARN", for: stream, in: cloud)
    }
    return StreamDestination(
      target: .endpoint(try endpoint()),
      bucket: try s3Configuration.read(
        at: "\(Self.place).s3Configuration",
        for: stream,
        in: cloud
      ),
      buffering: try BufferingHints.read(
        bufferingHints,
        sizes: FirehoseQuotas.endpointBuffer,
        at: Self.place
      ),
      delimiter: try ProcessingConfiguration.delimiter(processingConfiguration)
    )
  }

  private func endpoint() throws(ServiceError) -> StreamEndpoint {
    let url = endpointConfiguration.url
    guard url.hasPrefix("https://"), FirehoseQuotas.urlLength.contains(url.count),
      let address = WebAddress(url)
    else {
      throw .constraint(
        url,
        at: "\(Self.place).endpointConfiguration.url",
        "satisfy regular expression pattern: https://.*"
      )
    }
    guard address.hostName == address.host || address.host.hasSuffix(":443") else {
      throw .firehoseArgument("Only port 443 is supported for HTTP endpoint data delivery.")
    }
    let key = endpointConfiguration.accessKey
    try ServiceError.check(
      key,
      length: FirehoseQuotas.accessKeyLength.upperBound,
      at: "\(Self.place).endpointConfiguration.accessKey"
    )
    try ServiceError.check(
      retryOptions?.durationInSeconds,
      in: FirehoseQuotas.retryDuration,
      at: "\(Self.place).retryOptions.durationInSeconds"
    )
    let attributes = requestConfiguration?.commonAttributes ?? []
    guard attributes.count <= FirehoseQuotas.commonAttributes else {
      throw .firehoseArgument("A request has at most 50 common attributes.")
    }
    return StreamEndpoint(
      address: address,
      url: url,
      name: endpointConfiguration.name,
      accessKey: key?.isEmpty == true ? nil : key,
      commonAttributes: attributes.map { ($0.attributeName, $0.attributeValue) },
      retries: .seconds(
        retryOptions?.durationInSeconds ?? FirehoseQuotas.defaultRetryDuration
      ),
      role: roleARN ?? s3Configuration.roleARN,
      log: try CloudWatchLoggingOptions.read(cloudWatchLoggingOptions)
    )
  }
}
