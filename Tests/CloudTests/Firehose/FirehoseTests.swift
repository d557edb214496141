import Cloud
import JSON
import Simulation
import Testing

/// Delivery streams into buckets.
@Suite struct FirehoseTests {
  static let stories = [
    Story(
      "records are gathered until the oldest is old enough, and lie one behind the other",
      ["", "ab", "2026/01/01/00/s-1-2026-01-01-00-00-10-", "36", "1"]
    ) { bench in
      try await bench.stream()
      try await bench.put("a")
      try await bench.sleep(.seconds(59))
      try await bench.put("b")
      var seen = [try await bench.contents().joined()]
      try await bench.sleep(.seconds(1))
      seen.append(try await bench.contents().joined(separator: ", "))
      let key = try await bench.keys().first ?? ""
      seen += [String(key.dropLast(36)), "\(key.suffix(36).count)"]
      try await bench.sleep(.seconds(120))
      return seen + ["\(try await bench.keys().count)"]
    },
    Story(
      "records are delivered at once when there are enough of them",
      ["0", "1", "1200000", "1"]
    ) { bench in
      try await bench.stream()
      let half = String(repeating: "x", count: 600_000)
      try await bench.put(half)
      try await bench.sleep(.seconds(1))
      var seen = ["\(try await bench.keys().count)"]
      try await bench.put(half)
      try await bench.sleep(.seconds(1))
      seen.append("\(try await bench.keys().count)")
      seen.append("\(try await bench.contents().joined().count)")
      try await bench.sleep(.seconds(300))
      return seen + ["\(try await bench.keys().count)"]
    },
    Story(
      "without hints a stream gathers for five minutes; told to gather for no time, for a second",
      ["5 300", "0", "1", "1"]
    ) { bench in
      try await bench.stream(hints: nil)
      let hints = try await bench.described()["Destinations"]?[0]?["S3DestinationDescription"]?[
        "BufferingHints"
      ]
      try await bench.put("a")
      try await bench.sleep(.seconds(299))
      var seen = [
        "\(hints?["SizeInMBs"]?.text() ?? "") \(hints?["IntervalInSeconds"]?.text() ?? "")",
        "\(try await bench.keys().count)",
      ]
      try await bench.sleep(.seconds(2))
      seen.append("\(try await bench.keys().count)")
      try await bench.remake(hints: BufferingHints(sizeInMBs: 1, intervalInSeconds: 0))
      try await bench.put("b")
      try await bench.sleep(.seconds(2))
      return seen + ["\(try await bench.keys().count - 1)"]
    },
    Story(
      "a stream puts line breaks between records when it is told to, and an ending behind keys",
      ["a|b|", "true", "ab|c|"]
    ) { bench in
      try await bench.stream(processing: ProcessingConfiguration(appending: "\\n"))
      for text in ["a", "b"] { try await bench.put(text) }
      try await bench.sleep(.seconds(61))
      let first = try await bench.contents().joined().replacing("\n", with: "|")
      try await bench.remake(
        processing: ProcessingConfiguration(appending: "|"),
        fileExtension: ".txt"
      )
      for text in ["ab", "c"] { try await bench.put(text) }
      try await bench.sleep(.seconds(61))
      return [
        first, "\(try await bench.keys().last?.hasSuffix(".txt") == true)",
        try await bench.contents().last ?? "",
      ]
    },
    Story(
      "a stream takes records 10 s after it was made, and none when it is being deleted",
      [
        "CREATING", "ResourceNotFoundException", "ResourceInUseException", "ACTIVE", "s",
        "DELETING", "ResourceNotFoundException", "", "0", "ResourceNotFoundException",
      ]
    ) { bench in
      try await bench.bucket("archive")
      _ = try await bench(CreateDeliveryStream.toArchive("s"))
      func status() async throws -> String {
        try await bench.described()["DeliveryStreamStatus"]?.stringValue ?? ""
      }
      let record = FirehoseRecord(data: Blob("a"))
      let request = PutRecord(deliveryStreamName: "s", record: record)
      let deletion = DeleteDeliveryStream(deliveryStreamName: "s")
      func names() async throws -> String {
        try await bench(ListDeliveryStreams()).deliveryStreamNames.joined(separator: " ")
      }
      var seen = [
        try await status(), await bench.refusal(request), await bench.refusal(deletion),
      ]
      try await bench.sleep(.seconds(10))
      seen += [try await status(), try await names()]
      _ = try await bench(request)
      _ = try await bench(deletion)
      seen += [try await status(), await bench.refusal(request)]
      try await bench.sleep(.seconds(100))
      seen += [try await names(), "\(try await bench.keys().count)"]
      return seen + [await bench.refusal(deletion)]
    },
    Story(
      "a stream is billed for each record as for the next multiple of 5 KB",
      ["25600", "$0.00000074"]
    ) { bench in
      try await bench.stream()
      for count in [0, 5_120, 5_121] { try await bench.put(String(repeating: "x", count: count)) }
      _ = try await bench(
        PutRecordBatch(deliveryStreamName: "s", records: [FirehoseRecord(data: Blob("x"))])
      )
      let reading = bench.cloud.meter.reading
      return [
        "\(reading.quantity(of: .firehoseIngestion, for: "s"))",
        "\(Bill(for: reading).total(of: .firehoseIngestion))",
      ]
    },
    Story(
      "more than 5 MiB in a second is refused, in a batch record by record",
      [
        "0", "1 ServiceUnavailableException Slow down.", "0 ServiceUnavailableException",
        "accepted",
      ]
    ) { bench in
      try await bench.stream()
      let large = FirehoseRecord(data: Blob([UInt8](repeating: 0, count: 1_024_000)))
      // Requests fall into one second as long as they begin in it.
      try await bench.sleep(.milliseconds(500))
      let first = try await bench(
        PutRecordBatch(deliveryStreamName: "s", records: [large, large, large, large])
      )
      let second = try await bench(
        PutRecordBatch(deliveryStreamName: "s", records: [large, large])
      )
      let failed = second.requestResponses.last
      let whole = await bench.refusal(PutRecord(deliveryStreamName: "s", record: large))
      let small = try await bench(
        PutRecordBatch(deliveryStreamName: "s", records: [FirehoseRecord(data: Blob("x"))])
      )
      try await bench.sleep(.seconds(1))
      return [
        "\(first.failedPutCount)",
        "\(second.failedPutCount) \(failed?.errorCode ?? "") \(failed?.errorMessage ?? "")",
        "\(small.failedPutCount) \(whole)",
        await bench.refusal(PutRecord(deliveryStreamName: "s", record: large)),
      ]
    },
    Story(
      "the metrics count what came, what was refused and what was delivered",
      ["3 4 2", "1 2 1 2 2", "1 3 4 60"]
    ) { bench in
      try await bench.stream()
      try await bench.put("ab")
      _ = try await bench(
        PutRecordBatch(
          deliveryStreamName: "s",
          records: ["c", "d"].map { FirehoseRecord(data: Blob($0)) }
        )
      )
      try await bench.sleep(.seconds(70))
      return [
        try await bench.sums("IncomingRecords", "IncomingBytes", "IncomingPutRequests"),
        try await bench.sums(
          "PutRecord.Requests",
          "PutRecord.Bytes",
          "PutRecordBatch.Requests",
          "PutRecordBatch.Records",
          "PutRecordBatch.Bytes"
        ),
        try await bench.sums(
          "DeliveryToS3.Success",
          "DeliveryToS3.Records",
          "DeliveryToS3.Bytes",
          "DeliveryToS3.DataFreshness"
        ),
      ]
    },
    Story(
      "a bucket that is not there is tried again; the log says why, if its group is there",
      ["0", "S3.NoSuchBucket arn:aws:s3:::archive 1", "abc"]
    ) { bench in
      try await bench.stream(
        log: CloudWatchLoggingOptions(enabled: true, logGroupName: "/f", logStreamName: "S3")
      )
      _ = try await bench(CreateLogGroup.named("/f"))
      _ = try await bench(DeleteBucket(bucket: "archive"))
      try await bench.put("a")
      try await bench.sleep(.seconds(90))
      try await bench.put("b")
      let line = bench.cloud.logs["/f"]?.events(at: bench.cloud.simulation.now).first?.line.message
      let log = try JSONValue(parsing: line ?? "null")
      try await bench.bucket("archive")
      var seen = ["\(try await bench.keys().count)"]
      seen.append(
        ["errorCode", "destination", "deliveryStreamVersionId"]
          .map { log[$0]?.stringValue ?? log[$0]?.text() ?? "" }.joined(separator: " ")
      )
      try await bench.sleep(.seconds(200))
      try await bench.put("c")
      try await bench.sleep(.seconds(61))
      return seen + [try await bench.contents().joined()]
    },
    Story(
      "what cannot be delivered within a day is lost",
      ["0", "2"]
    ) { bench in
      try await bench.stream()
      bench.cloud.faults.fail("archive", .all)
      try await bench.put("a")
      try await bench.sleep(.seconds(3_600))
      try await bench.put("b")
      try await bench.sleep(.seconds(86_400 - 3_600 + 300))
      try await bench.put("c")
      bench.cloud.faults.heal("archive")
      let before = try await bench.keys().count
      try await bench.sleep(.seconds(300))
      // The first is gone; the other two come together or apart, but both come.
      return ["\(before)", "\(try await bench.contents().joined().count)"]
    },
    Story(
      "the role is asked for each object, and who mends it gets what was gathered",
      ["accepted", "0", "1", "InvalidArgumentException"]
    ) { bench in
      try await bench.role("delivery", trusting: "firehose.amazonaws.com")
      var seen = [await bench.refusal { try await bench.stream() }]
      try await bench.put("a")
      try await bench.sleep(.seconds(70))
      seen.append("\(try await bench.keys().count)")
      try await bench.allow("delivery", ["s3:PutObject"])
      try await bench.sleep(.seconds(120))
      seen.append("\(try await bench.keys().count)")
      try await bench.role("other", trusting: "lambda.amazonaws.com")
      let role = "arn:aws:iam::123456789012:role/other"
      return seen + [await bench.refusal(CreateDeliveryStream.toArchive("t", role: role))]
    },
    Story(
      "tags are put, replaced and taken away",
      ["a=1 b=", "a=2", "true"]
    ) { bench in
      try await bench.stream()
      func tags(limit: Int? = nil) async throws -> ListTagsForDeliveryStream.Output {
        try await bench(ListTagsForDeliveryStream(deliveryStreamName: "s", limit: limit))
      }
      func text() async throws -> String {
        try await tags().tags.map { "\($0.key)=\($0.value ?? "")" }.joined(separator: " ")
      }
      _ = try await bench(
        TagDeliveryStream(
          deliveryStreamName: "s",
          tags: [StreamTag(key: "b"), StreamTag(key: "a", value: "1")]
        )
      )
      let (first, hasMore) = (try await text(), try await tags(limit: 1).hasMoreTags)
      _ = try await bench(
        TagDeliveryStream(deliveryStreamName: "s", tags: [StreamTag(key: "a", value: "2")])
      )
      _ = try await bench(UntagDeliveryStream(deliveryStreamName: "s", tagKeys: ["b", "c"]))
      return [first, try await text(), "\(hasMore)"]
    },
  ]

  @Test(arguments: stories) func `what streams into buckets do`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Prefixes

  struct PrefixRow: Sendable, CustomTestStringConvertible {
    let prefix: String?
    var errors: String?
    let expected: String
    var testDescription: String { "\(prefix ?? "none"), \(errors ?? "none")" }
  }

  private static let day = "2026/01/01/00/"
  static let prefixes = [
    PrefixRow(prefix: nil, expected: day),
    PrefixRow(prefix: "orders/", expected: "orders/\(day)"),
    PrefixRow(prefix: "orders", expected: "orders\(day)"),
    PrefixRow(
      prefix: "y=!{timestamp:yyyy}/m=!{timestamp:MM}/d=!{timestamp:dd-HH'h'mm:ss}/",
      errors: "!{firehose:error-output-type}",
      expected: "y=2026/m=01/d=01-00h00:10/"
    ),
    PrefixRow(
      prefix: "!{timestamp:'year'=yyyy''}/",
      errors: "!{firehose:error-output-type}",
      expected: "year=2026'/"
    ),
    PrefixRow(
      prefix: "!{firehose:random-string}/x/",
      errors: "!{firehose:error-output-type}",
      expected: "???????????/x/\(day)"
    ),
  ]

  @Test(arguments: prefixes) func `what keys begin with`(_ row: PrefixRow) throws {
    let key = try MessagingBench.run { bench in
      try await bench.stream(prefix: row.prefix, errorPrefix: row.errors)
      try await bench.put("a")
      try await bench.sleep(.seconds(61))
      return try await bench.keys().first ?? ""
    }
    let start = key.prefix { $0 != "s" || !key.hasPrefix("s") }.prefix(row.expected.count)
    let masked = zip(start, row.expected).map { $1 == "?" ? "?" : $0 }
    #expect(String(masked) == row.expected)
  }
}

extension CreateDeliveryStream {
  /// A stream into the bucket `archive`.
  static func toArchive(
    _ name: String,
    role: String = MessagingBench.deliveryRole,
    _ change: (inout ExtendedS3DestinationConfiguration) -> Void = { _ in }
  ) -> Self {
    var bucket = ExtendedS3DestinationConfiguration(
      roleARN: role,
      bucketARN: "arn:aws:s3:::archive"
    )
    change(&bucket)
    return Self(deliveryStreamName: name, extendedS3DestinationConfiguration: bucket)
  }
}

extension CreateLogGroup {
  static func named(_ name: String) throws -> Self {
    try JSONValueDecoder { $0 }.decode(Self.self, from: ["logGroupName": .string(name)])
  }
}

extension MessagingBench {
  /// Deletes the stream `s` and makes it anew.
  fileprivate func remake(
    hints: BufferingHints? = hints,
    processing: ProcessingConfiguration? = nil,
    fileExtension: String? = nil
  ) async throws {
    _ = try await self(DeleteDeliveryStream(deliveryStreamName: "s"))
    try await sleep(.seconds(20))
    try await stream(hints: hints, processing: processing, fileExtension: fileExtension)
  }
}
