import Cloud
import JSON
import Simulation
import Testing

/// What Firehose refuses, with code, status and text.
@Suite struct FirehoseRefusals {
  private static func create(
    _ name: String = "s",
    role: String = MessagingBench.deliveryRole,
    _ change: @escaping @Sendable (inout ExtendedS3DestinationConfiguration) -> Void = { _ in }
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in _ = try await bench(CreateDeliveryStream.toArchive(name, role: role, change)) }
  }

  private static func leftOut(
    _ name: String,
    _ change: @escaping @Sendable (inout CreateDeliveryStream) -> Void
  ) -> Refusal {
    Refusal(
      name,
      "NotSupportedHere 501 \(name) exists on AWS and is left out of this mini cloud."
    ) { bench in
      var request = CreateDeliveryStream.toArchive("s")
      change(&request)
      _ = try await bench(request)
    }
  }

  private static func put(
    _ records: [FirehoseRecord]
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      try await bench.stream()
      _ = try await bench(PutRecordBatch(deliveryStreamName: "s", records: records))
    }
  }

  private static func endpoint(_ url: String) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      _ = try await bench(
        CreateDeliveryStream(
          deliveryStreamName: "s",
          httpEndpointDestinationConfiguration: .init(
            endpointConfiguration: .init(url: url),
            s3Configuration: .init(
              roleARN: MessagingBench.deliveryRole,
              bucketARN: "arn:aws:s3:::archive"
            )
          )
        )
      )
    }
  }

  private static let validation = "ValidationException 400 1 validation error detected: Value"
  private static func record(_ size: Int) -> FirehoseRecord {
    FirehoseRecord(data: Blob([UInt8](repeating: 0, count: size)))
  }

  static let streams = [
    Refusal(
      "no stream",
      "ResourceNotFoundException 400 Firehose s under account 123456789012 not found."
    ) { bench in try await bench.put("x") },
    Refusal("a name of 64 letters", "accepted", create(String(repeating: "s", count: 64))),
    Refusal(
      "a name with a slash",
      "\(validation) 'a/b' at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy"
        + " regular expression pattern: [a-zA-Z0-9_.-]+ and have length less than or equal to 64",
      create("a/b")
    ),
    Refusal(
      "a name that is there",
      "ResourceInUseException 400 Firehose s under accountId 123456789012 already exists"
    ) { bench in
      for _ in 1...2 { try await create()(bench) }
    },
    Refusal(
      "no destination",
      "InvalidArgumentException 400 Exactly one destination configuration is supported for a"
        + " Firehose"
    ) { bench in _ = try await bench(CreateDeliveryStream(deliveryStreamName: "s")) },
    Refusal(
      "a role that is none",
      "\(validation) 'delivery' at 'extendedS3DestinationConfiguration.roleARN' failed to satisfy"
        + " constraint: Member must satisfy regular expression pattern:"
        + " arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+",
      create(role: "delivery")
    ),
    Refusal(
      "a bucket that is a path",
      "\(validation) 'arn:aws:s3:::a/b' at 'extendedS3DestinationConfiguration.bucketARN' failed to"
        + " satisfy constraint: Member must satisfy regular expression pattern:"
        + " arn:.*:s3:::[\\w\\.\\-]{1,255}",
      create { $0.bucketARN = "arn:aws:s3:::a/b" }
    ),
    Refusal(
      "one hint of two",
      "InvalidArgumentException 400 If you specify a value for one of SizeInMBs and"
        + " IntervalInSeconds, you must also specify a value for the other.",
      create { $0.bufferingHints = BufferingHints(sizeInMBs: 1) }
    ),
    Refusal(
      "128 MiB and 900 s",
      "accepted",
      create { $0.bufferingHints = BufferingHints(sizeInMBs: 128, intervalInSeconds: 900) }
    ),
    Refusal(
      "129 MiB",
      "\(validation) '129' at 'extendedS3DestinationConfiguration.bufferingHints.sizeInMBs' failed to"
        + " satisfy constraint: Member must have value less than or equal to 128",
      create { $0.bufferingHints = BufferingHints(sizeInMBs: 129, intervalInSeconds: 900) }
    ),
    Refusal(
      "expressions without a prefix for errors",
      "InvalidArgumentException 400 ErrorOutputPrefix can't be null when Prefix contains expressions",
      create { $0.prefix = "!{timestamp:yyyy}/" }
    ),
    Refusal(
      "the kind of error in the prefix of what is well",
      "InvalidArgumentException 400 Prefix can't contain !{firehose:error-output-type}",
      create { $0.prefix = "!{firehose:error-output-type}/" }
    ),
    Refusal(
      "a prefix for errors without their kind",
      "InvalidArgumentException 400 ErrorOutputPrefix with expressions must contain"
        + " !{firehose:error-output-type}",
      create { $0.errorOutputPrefix = "!{timestamp:yyyy}/" }
    ),
    Refusal(
      "an expression without an end",
      "InvalidArgumentException 400 Invalid prefix a!{b: an expression has no end.",
      create { $0.prefix = "a!{b" }
    ),
    Refusal(
      "letters of a date that are left out",
      "NotSupportedHere 501 The date format EEE in a prefix exists on AWS and is left out of this"
        + " mini cloud.",
      create { $0.prefix = "!{timestamp:EEE}/" }
    ),
    Refusal(
      "a log without a group",
      "InvalidArgumentException 400 LogGroupName and LogStreamName are required when CloudWatch"
        + " logging is enabled.",
      create { $0.cloudWatchLoggingOptions = CloudWatchLoggingOptions(enabled: true) }
    ),
    Refusal(
      "compression",
      "NotSupportedHere 501 CompressionFormat GZIP exists on AWS and is left out of this mini cloud.",
      create { $0.compressionFormat = .gzip }
    ),
    Refusal(
      "an endpoint without TLS",
      "\(validation) 'http://a.example/' at"
        + " 'httpEndpointDestinationConfiguration.endpointConfiguration.url' failed to satisfy"
        + " constraint: Member must satisfy regular expression pattern: https://.*",
      endpoint("http://a.example/")
    ),
    Refusal(
      "a port",
      "InvalidArgumentException 400 Only port 443 is supported for HTTP endpoint data delivery.",
      endpoint("https://a.example:8443/")
    ),
    leftOut("A delivery stream of the type KinesisStreamAsSource") {
      $0.deliveryStreamType = "KinesisStreamAsSource"
    },
    leftOut("SplunkDestinationConfiguration") { $0.splunkDestinationConfiguration = [:] },
    leftOut("MSKSourceConfiguration") { $0.mskSourceConfiguration = [:] },
    leftOut("The processor Lambda of a delivery stream") {
      $0.extendedS3DestinationConfiguration?.processingConfiguration = .init(appending: nil)
      $0.extendedS3DestinationConfiguration?.processingConfiguration?.processors?[0].type = "Lambda"
    },
  ]

  static let records = [
    Refusal("500 records", "accepted", put(Array(repeating: record(1), count: 500))),
    Refusal(
      "501 records",
      "\(validation) at 'records' failed to satisfy constraint: Member must have length less than or"
        + " equal to 500",
      put(Array(repeating: record(1), count: 501))
    ),
    Refusal(
      "no records",
      "\(validation) at 'records' failed to satisfy constraint: Member must have length greater than"
        + " or equal to 1",
      put([])
    ),
    Refusal("a record of 1,000 KiB", "accepted", put([record(1_024_000)])),
    Refusal(
      "a record of 1,000 KiB and a byte",
      "\(validation) at 'records.1.member.data' failed to satisfy constraint: Member must have length"
        + " less than or equal to 1024000",
      put([record(1_024_001)])
    ),
    Refusal(
      "4 MiB",
      "accepted",
      put(Array(repeating: record(1_024_000), count: 4) + [record(98_304)])
    ),
    Refusal(
      "4 MiB and a byte",
      "InvalidArgumentException 400 Records size exceeds 4 MB limit",
      put(Array(repeating: record(1_024_000), count: 4) + [record(98_305)])
    ),
  ]

  @Test(arguments: streams + records) func `what Firehose refuses`(_ refusal: Refusal) throws {
    #expect(try refusal.outcome() == refusal.expected)
  }
}
