public import JSON

/// What both forms of a bucket as a destination say.
protocol BucketConfiguration {
  var roleARN: String { get }
  var bucketARN: String { get }
  var prefix: String? { get }
  var errorOutputPrefix: String? { get }
  var bufferingHints: BufferingHints? { get }
  var compressionFormat: CompressionFormat? { get }
  var encryptionConfiguration: EncryptionConfiguration? { get }
  var cloudWatchLoggingOptions: CloudWatchLoggingOptions? { get }
}

extension BucketConfiguration {
  /// Checks the configuration for a stream.
  ///
  /// - Parameters:
  ///   - place: where it stands in the request.
  ///   - fileExtension: what keys end with.
  ///   - stream: the stream's ARN.
  ///   - cloud: its account.
  /// - Returns: the bucket as a destination.
  /// - Throws: ``ServiceError`` about the first thing that is wrong or left out.
  func read(
    at place: String,
    fileExtension: String = "",
    for stream: ARN,
    in cloud: Cloud
  ) throws(ServiceError) -> StreamBucket {
    try Firehose.checkRole(roleARN, at: "\(place).roleARN", for: stream, in: cloud)
    guard let bucket = ARN(bucketARN), bucket.service == "s3", bucket.account.isEmpty,
      !bucket.resource.isEmpty, !bucket.resource.contains("/")
    else {
      throw .constraint(
        bucketARN,
        at: "\(place).bucketARN",
        "satisfy regular expression pattern: arn:.*:s3:::[\\w\\.\\-]{1,255}"
      )
    }
    if let compressionFormat, compressionFormat != .uncompressed {
      throw .notSupported("CompressionFormat \(compressionFormat.rawValue)")
    }
    if encryptionConfiguration?.kmsEncryptionConfig != nil {
      throw .notSupported("KMSEncryptionConfig of a delivery stream")
    }
    let prefixes = try readPrefixes(at: place)
    return StreamBucket(
      role: roleARN,
      arn: bucket,
      prefix: prefixes.data,
      errorPrefix: prefixes.errors,
      given: (prefix, errorOutputPrefix),
      fileExtension: fileExtension,
      buffering: try BufferingHints.read(
        bufferingHints,
        sizes: FirehoseQuotas.bucketBuffer,
        at: place
      ),
      log: try CloudWatchLoggingOptions.read(cloudWatchLoggingOptions)
    )
  }

  /// The prefixes of what is delivered and of what has failed.
  private func readPrefixes(
    at place: String
  ) throws(ServiceError) -> (data: ObjectPrefix, errors: ObjectPrefix) {
    for (name, text) in [("prefix", prefix), ("errorOutputPrefix", errorOutputPrefix)] {
      try ServiceError.check(text, length: FirehoseQuotas.prefixLength, at: "\(place).\(name)")
    }
    let data = try ObjectPrefix(prefix ?? "")
    guard !data.hasErrorType else {
      throw .firehoseArgument("Prefix can't contain !{firehose:error-output-type}")
    }
    guard errorOutputPrefix != nil || !data.hasExpressions else {
      throw .firehoseArgument("ErrorOutputPrefix can't be null when Prefix contains expressions")
    }
    let errors = try errorOutputPrefix.map { text throws(ServiceError) in try ObjectPrefix(text) }
    guard errors?.hasExpressions != true || errors?.hasErrorType == true else {
      throw .firehoseArgument(
        "ErrorOutputPrefix with expressions must contain !{firehose:error-output-type}"
      )
    }
    let shown = errors.map { $0.hasExpressions ? $0 : $0.dated(withErrorType: true) }
    let prefixes = (data.dated(), shown ?? data.dated(withErrorType: true))
    for prefix in [prefixes.0, prefixes.1] {
      let text = prefix.text(at: Cloud.epochSeconds, errorType: EndpointFailure.errorType) {
        String(repeating: "0", count: $0)
      }
      guard text.count <= FirehoseQuotas.evaluatedPrefixLength else {
        throw .firehoseArgument("A prefix can't be greater than 512 characters after evaluation")
      }
    }
    return prefixes
  }
}

extension Firehose {
  /// Checks that an ARN is a role that Firehose may take for a stream.
  static func checkRole(
    _ role: String,
    at place: String,
    for stream: ARN,
    in cloud: Cloud
  ) throws(ServiceError) {
    guard ARN(role)?.isRole == true else {
      throw .constraint(
        role,
        at: place,
        "satisfy regular expression pattern: arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+"
      )
    }
    guard cloud.mayAssume(principal, for: "\(stream)", role) else {
      throw .firehoseArgument(
        "Firehose is unable to assume role \(role). Please check the role provided."
      )
    }
  }
}

/// A bucket as a destination, or as the place for what an endpoint has not taken.
public struct S3DestinationConfiguration: Decodable, Sendable, BucketConfiguration {
  /// The role with which the stream puts objects.
  public var roleARN: String
  /// The bucket's ARN.
  public var bucketARN: String
  /// What keys begin with; the date and the hour if nothing is said about a date.
  public var prefix: String?
  /// What keys of failed records begin with.
  public var errorOutputPrefix: String?
  /// When what was gathered is delivered.
  public var bufferingHints: BufferingHints?
  /// How objects are made smaller.
  public var compressionFormat: CompressionFormat?
  /// How objects are encrypted.
  public var encryptionConfiguration: EncryptionConfiguration?
  /// Where failures are written.
  public var cloudWatchLoggingOptions: CloudWatchLoggingOptions?

  /// Creates the configuration.
  public init(
    roleARN: String,
    bucketARN: String,
    prefix: String? = nil,
    errorOutputPrefix: String? = nil,
    bufferingHints: BufferingHints? = nil,
    cloudWatchLoggingOptions: CloudWatchLoggingOptions? = nil
  ) {
    self.roleARN = roleARN
    self.bucketARN = bucketARN
    self.prefix = prefix
    self.errorOutputPrefix = errorOutputPrefix
    self.bufferingHints = bufferingHints
    self.cloudWatchLoggingOptions = cloudWatchLoggingOptions
  }
}

/// A bucket as a destination, with all that can be said of it.
public struct ExtendedS3DestinationConfiguration: Decodable, Sendable, BucketConfiguration {
  /// The role with which the stream puts objects.
  public var roleARN: String
  /// The bucket's ARN.
  public var bucketARN: String
  /// What keys begin with; the date and the hour if nothing is said about a date.
  public var prefix: String?
  /// What keys of failed records begin with.
  public var errorOutputPrefix: String?
  /// When what was gathered is delivered.
  public var bufferingHints: BufferingHints?
  /// How objects are made smaller.
  public var compressionFormat: CompressionFormat?
  /// How objects are encrypted.
  public var encryptionConfiguration: EncryptionConfiguration?
  /// Where failures are written.
  public var cloudWatchLoggingOptions: CloudWatchLoggingOptions?
  /// What is done with records before they are delivered.
  public var processingConfiguration: ProcessingConfiguration?
  /// Whether the records are also kept as they came: `Disabled`.
  public var s3BackupMode: String?
  /// Where the records are kept as they came.
  public var s3BackupConfiguration: JSONValue?
  /// To which format records are converted.
  public var dataFormatConversionConfiguration: JSONValue?
  /// By what of their content records are told apart.
  public var dynamicPartitioningConfiguration: JSONValue?
  /// What keys end with, such as `.json`.
  public var fileExtension: String?
  /// The time zone of the dates in keys; UTC if left out.
  public var customTimeZone: String?

  /// Creates the configuration.
  public init(
    roleARN: String,
    bucketARN: String,
    prefix: String? = nil,
    errorOutputPrefix: String? = nil,
    bufferingHints: BufferingHints? = nil,
    cloudWatchLoggingOptions: CloudWatchLoggingOptions? = nil,
    processingConfiguration: ProcessingConfiguration? = nil,
    fileExtension: String? = nil
  ) {
    self.roleARN = roleARN
    self.bucketARN = bucketARN
    self.prefix = prefix
    self.errorOutputPrefix = errorOutputPrefix
    self.bufferingHints = bufferingHints
    self.cloudWatchLoggingOptions = cloudWatchLoggingOptions
    self.processingConfiguration = processingConfiguration
    self.fileExtension = fileExtension
  }

  /// Checks the configuration for a stream.
  func destination(for stream: ARN, in cloud: Cloud) throws(ServiceError) -> StreamDestination {
    for (name, value) in [
      ("S3BackupConfiguration", s3BackupConfiguration),
      ("DataFormatConversionConfiguration", dataFormatConversionConfiguration),
      ("DynamicPartitioningConfiguration", dynamicPartitioningConfiguration),
    ] where value != nil { throw .notSupported("\(name) of a delivery stream") }
    guard ["Disabled", nil].contains(s3BackupMode) else {
      throw .notSupported("S3BackupMode of a bucket")
    }
    guard ["", "UTC", nil].contains(customTimeZone) else {
      throw .notSupported("CustomTimeZone \(customTimeZone ?? "")")
    }
    let place = "extendedS3DestinationConfiguration"
    let ending = fileExtension ?? ""
    guard ending.isEmpty || (ending.hasPrefix(".") && ending.count <= 128) else {
      throw .constraint(
        ending,
        at: "\(place).fileExtension",
        "satisfy regular expression pattern: ^$|\\.[0-9a-z!\\-_.*'()]+"
      )
    }
    let bucket = try read(at: place, fileExtension: ending, for: stream, in: cloud)
    return StreamDestination(
      target: .bucket,
      bucket: bucket,
      buffering: bucket.buffering,
      delimiter: try ProcessingConfiguration.delimiter(processingConfiguration)
    )
  }
}
