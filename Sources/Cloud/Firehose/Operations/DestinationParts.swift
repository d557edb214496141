public import JSON

/// When a stream delivers what it has gathered: whichever comes first.
public struct BufferingHints: Decodable, Hashable, Sendable {
  /// As soon as there are so many MiB.
  public var sizeInMBs: Int?
  /// When the oldest record is so many seconds old.
  public var intervalInSeconds: Int?

  /// Creates the hints.
  public init(sizeInMBs: Int? = nil, intervalInSeconds: Int? = nil) {
    self.sizeInMBs = sizeInMBs
    self.intervalInSeconds = intervalInSeconds
  }

  /// Checks the hints, of which both are needed or neither.
  static func read(
    _ hints: Self?,
    sizes: ClosedRange<Int>,
    at place: String
  ) throws(ServiceError) -> StreamBuffering {
    let usual = FirehoseQuotas.defaultBuffer
    guard let hints, hints != Self() else {
      return StreamBuffering(
        sizeInMBs: usual.sizeInMBs,
        intervalInSeconds: usual.intervalInSeconds
      )
    }
    guard let size = hints.sizeInMBs, let interval = hints.intervalInSeconds else {
      throw .firehoseArgument(
        "If you specify a value for one of SizeInMBs and IntervalInSeconds, you must also specify a"
          + " value for the other."
      )
    }
    let place = "\(place).bufferingHints"
    try ServiceError.check(size, in: sizes, at: "\(place).sizeInMBs")
    try ServiceError.check(
      interval,
      in: FirehoseQuotas.bufferInterval,
      at: "\(place).intervalInSeconds"
    )
    return StreamBuffering(sizeInMBs: size, intervalInSeconds: interval)
  }
}

/// The log to which a stream writes why deliveries fail.
public struct CloudWatchLoggingOptions: Decodable, Hashable, Sendable {
  /// Whether it writes at all.
  public var enabled: Bool?
  /// The log group, which must be there.
  public var logGroupName: String?
  /// The stream in the group.
  public var logStreamName: String?

  /// Creates the options.
  public init(enabled: Bool, logGroupName: String? = nil, logStreamName: String? = nil) {
    self.enabled = enabled
    self.logGroupName = logGroupName
    self.logStreamName = logStreamName
  }

  init(_ log: StreamErrorLog?) {
    self.init(enabled: log != nil, logGroupName: log?.group, logStreamName: log?.stream)
  }

  static func read(_ options: Self?) throws(ServiceError) -> StreamErrorLog? {
    guard let options, options.enabled == true else { return nil }
    guard let group = options.logGroupName, !group.isEmpty,
      let stream = options.logStreamName, !stream.isEmpty
    else {
      throw .firehoseArgument(
        "LogGroupName and LogStreamName are required when CloudWatch logging is enabled."
      )
    }
    return StreamErrorLog(group: group, stream: stream)
  }
}

/// What is done with records before they are delivered.
public struct ProcessingConfiguration: Decodable, Sendable {
  /// One step.
  public struct Processor: Decodable, Sendable {
    /// A setting of a step.
    public struct Parameter: Decodable, Sendable {
      /// Its name.
      public var parameterName: String
      /// Its value.
      public var parameterValue: String
    }

    /// The kind of step, such as `AppendDelimiterToRecord`.
    public var type: String
    /// Its settings.
    public var parameters: [Parameter]?
  }

  /// Whether anything is done.
  public var enabled: Bool?
  /// The steps.
  public var processors: [Processor]?

  /// Creates a configuration that puts a delimiter behind each record.
  ///
  /// - Parameter delimiter: as it is written there, such as `\n` in two letters; a line break if
  ///   nothing is given.
  public init(appending delimiter: String? = nil) {
    enabled = true
    let parameter = delimiter.map {
      Processor.Parameter(parameterName: "Delimiter", parameterValue: $0)
    }
    processors = [
      Processor(type: "AppendDelimiterToRecord", parameters: parameter.map { [$0] })
    ]
  }

  /// The kinds of step that AWS has.
  private static let types = [
    "RecordDeAggregation", "Decompression", "CloudWatchLogProcessing", "Lambda",
    "MetadataExtraction", "AppendDelimiterToRecord",
  ]

  /// What is put behind each record.
  ///
  /// Source: the Firehose developer guide, "Add a new line delimiter when delivering data to S3".
  static func delimiter(_ configuration: Self?) throws(ServiceError) -> [UInt8] {
    guard let configuration, configuration.enabled == true else { return [] }
    var delimiter: [UInt8] = []
    for processor in configuration.processors ?? [] {
      guard types.contains(processor.type) else {
        throw .firehoseArgument("\(processor.type) is no type of a processor.")
      }
      guard processor.type == "AppendDelimiterToRecord" else {
        throw .notSupported("The processor \(processor.type) of a delivery stream")
      }
      let given = (processor.parameters ?? []).first { $0.parameterName == "Delimiter" }
      delimiter = Array((given?.parameterValue ?? "\\n").replacing("\\n", with: "\n").utf8)
    }
    return delimiter
  }
}

/// How what is delivered is made smaller.
public enum CompressionFormat: String, Decodable, Sendable, CaseIterable {
  /// Not at all.
  case uncompressed = "UNCOMPRESSED"
  /// As gzip does.
  case gzip = "GZIP"
  /// As zip does.
  case zip = "ZIP"
  /// As Snappy does.
  case snappy = "Snappy"
  /// As Hadoop's Snappy does.
  case hadoopSnappy = "HADOOP_SNAPPY"
}

/// How objects are encrypted.
public struct EncryptionConfiguration: Decodable, Sendable {
  /// Not at all: `NoEncryption`.
  public var noEncryptionConfig: String?
  /// With a key.
  public var kmsEncryptionConfig: JSONValue?
}
