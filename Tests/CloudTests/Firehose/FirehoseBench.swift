import Cloud
import JSON
import Simulation

/// What the tests of delivery streams have in common.
extension MessagingBench {
  static let deliveryRole = "arn:aws:iam::123456789012:role/delivery"
  static let streamARN = "arn:aws:firehose:us-east-1:123456789012:deliverystream/s"
  static let hints = BufferingHints(sizeInMBs: 1, intervalInSeconds: 60)
  static let endpoint = "https://collector.example/records"

  /// Creates the bucket `archive` and the stream `s` into it, and waits until it takes records.
  func stream(
    prefix: String? = nil,
    errorPrefix: String? = nil,
    hints: BufferingHints? = hints,
    log: CloudWatchLoggingOptions? = nil,
    processing: ProcessingConfiguration? = nil,
    fileExtension: String? = nil
  ) async throws {
    if await refusal(HeadBucket(bucket: "archive")) != "accepted" { try await bucket("archive") }
    _ = try await self(
      CreateDeliveryStream(
        deliveryStreamName: "s",
        extendedS3DestinationConfiguration: .init(
          roleARN: Self.deliveryRole,
          bucketARN: "arn:aws:s3:::archive",
          prefix: prefix,
          errorOutputPrefix: errorPrefix,
          bufferingHints: hints,
          cloudWatchLoggingOptions: log,
          processingConfiguration: processing,
          fileExtension: fileExtension
        )
      )
    )
    try await sleep(FirehoseAssumptions.change)
  }

  /// Creates the bucket `archive` and the stream `s` to a page, and waits until it takes records.
  func endpointStream(
    retries seconds: Int = 10,
    log: CloudWatchLoggingOptions? = nil,
    accessKey: String? = nil
  ) async throws {
    try await bucket("archive")
    _ = try await self(
      CreateDeliveryStream(
        deliveryStreamName: "s",
        httpEndpointDestinationConfiguration: .init(
          endpointConfiguration: .init(url: Self.endpoint, accessKey: accessKey),
          bufferingHints: Self.hints,
          cloudWatchLoggingOptions: log,
          retryOptions: .init(durationInSeconds: seconds),
          s3Configuration: .init(roleARN: Self.deliveryRole, bucketARN: "arn:aws:s3:::archive")
        )
      )
    )
    try await sleep(FirehoseAssumptions.change)
  }

  func put(_ text: String) async throws {
    let record = FirehoseRecord(data: Blob(text))
    _ = try await self(PutRecord(deliveryStreamName: "s", record: record))
  }

  /// The keys of a bucket.
  func keys(_ bucket: String = "archive") async throws -> [String] {
    (try await self(ListObjectsV2(bucket: bucket)).contents ?? []).map(\.key)
  }

  /// The contents of a bucket, in the order in which the objects were put.
  func contents(_ bucket: String = "archive") async throws -> [String] {
    var texts: [String] = []
    for key in try await keys(bucket) {
      texts.append(try await self(GetObject(bucket: bucket, key: key)).body.text)
    }
    return texts
  }

  /// What is told of the stream `s`, with AWS's names.
  func described() async throws -> JSONValue {
    let answer = try await cloud.perform(
      service: "firehose",
      operation: "describe-delivery-stream",
      input: ["DeliveryStreamName": "s"],
      for: .learner
    )
    return answer["DeliveryStreamDescription"] ?? .null
  }

  /// The sums of metrics of the stream `s`.
  func sums(_ metrics: String...) async throws -> String {
    var sums: [String] = []
    for metric in metrics {
      let answer = try await cloud.perform(
        service: "cloudwatch",
        operation: "get-metric-statistics",
        input: [
          "Namespace": "AWS/Firehose", "MetricName": .string(metric),
          "Dimensions": [["Name": "DeliveryStreamName", "Value": "s"]],
          "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-02T00:00:00Z",
          "Period": 86_400, "Statistics": ["Sum"],
        ],
        for: .learner
      )
      let sum = answer["Datapoints"]?[0]?["Sum"]?.text() ?? "none"
      sums.append(sum.hasSuffix(".0") ? String(sum.dropLast(2)) : sum)
    }
    return sums.joined(separator: " ")
  }

  /// Makes a role that a service may take, with a policy that allows some actions.
  func role(_ name: String, trusting service: String, _ actions: String...) async throws {
    let trust: JSONValue = [
      "Statement": [
        "Effect": "Allow", "Principal": ["Service": .string(service)], "Action": "sts:AssumeRole",
      ]
    ]
    _ = try await cloud.perform(
      service: "iam",
      operation: "create-role",
      input: ["RoleName": .string(name), "AssumeRolePolicyDocument": .string(trust.text())],
      for: .learner
    )
    if !actions.isEmpty { try await allow(name, actions) }
  }

  /// Lets a role do something with everything.
  func allow(_ role: String, _ actions: [String]) async throws {
    let policy: JSONValue = [
      "Statement": [
        "Effect": "Allow", "Action": .array(actions.map { .string($0) }), "Resource": "*",
      ]
    ]
    _ = try await cloud.perform(
      service: "iam",
      operation: "put-role-policy",
      input: [
        "RoleName": .string(role), "PolicyName": "p", "PolicyDocument": .string(policy.text()),
      ],
      for: .learner
    )
  }
}
