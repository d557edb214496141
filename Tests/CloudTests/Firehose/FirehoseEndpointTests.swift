import Cloud
import JSON
import Simulation
import Testing

/// Delivery streams to endpoints over HTTP.
@Suite struct FirehoseEndpointTests {
  static let stories = [
    Story(
      "a request has the records in Base64, and tells its id and the stream",
      [
        "YQ== Yg==", "true", "1.0 application/json key", MessagingBench.streamARN, "1", "0",
      ]
    ) { bench in
      try await bench.page(MessagingBench.endpoint) { $0.acknowledges = true }
      try await bench.endpointStream(accessKey: "key")
      for text in ["a", "b"] { try await bench.put(text) }
      try await bench.sleep(.seconds(70))
      let received = await bench.received(at: MessagingBench.endpoint)
      guard let request = received.first?.request else { return ["nothing"] }
      let records = request.body?["records"]?.arrayValue ?? []
      return [
        records.map { $0["data"]?.stringValue ?? "" }.joined(separator: " "),
        "\(request.header("X-Amz-Firehose-Request-Id") == request.body?["requestId"]?.stringValue)",
        ["X-Amz-Firehose-Protocol-Version", "Content-Type", "X-Amz-Firehose-Access-Key"]
          .map { request.header($0) ?? "" }.joined(separator: " "),
        request.header("X-Amz-Firehose-Source-Arn") ?? "", "\(received.count)",
        "\(try await bench.keys().count)",
      ]
    },
    Story(
      "an endpoint that fails is tried again with the same id until it has taken the records",
      ["503 503 200", "1", "0", "1 1 1"]
    ) { bench in
      try await bench.page(MessagingBench.endpoint) {
        $0.acknowledges = true
        $0.status = 503
        $0.times = 2
      }
      try await bench.endpointStream()
      try await bench.put("a")
      try await bench.sleep(.seconds(80))
      let received = await bench.received(at: MessagingBench.endpoint)
      let ids = Set(received.compactMap { $0.request.body?["requestId"]?.stringValue })
      return [
        received.map { "\($0.status)" }.joined(separator: " "), "\(ids.count)",
        "\(try await bench.keys().count)",
        try await bench.sums(
          "DeliveryToHttpEndpoint.Success",
          "DeliveryToHttpEndpoint.Records",
          "DeliveryToHttpEndpoint.Bytes"
        ),
      ]
    },
    Story(
      "what an endpoint does not take in time is in the bucket, a document for each record",
      [
        "http-endpoint-failed/2026/01/01/00/", "2",
        "HttpEndpoint.DestinationException 4 YQ== 1767225610040",
        "The following response was received from the endpoint destination. 500: {\"no\":1}",
      ]
    ) { bench in
      try await bench.page(MessagingBench.endpoint) {
        $0.status = 500
        $0.body = ["no": 1]
      }
      try await bench.endpointStream()
      for text in ["a", "b"] { try await bench.put(text) }
      try await bench.sleep(.seconds(80))
      let key = try await bench.keys().first ?? ""
      let lines = try await bench.contents().joined().split(separator: "\n")
      let document = try JSONValue(parsing: String(lines.first ?? "null"))
      return [
        String(key.prefix(35)), "\(lines.count)",
        ["errorCode", "attemptsMade", "rawData", "arrivalTimestamp"]
          .map { document[$0]?.stringValue ?? document[$0]?.text() ?? "" }.joined(separator: " "),
        document["errorMessage"]?.stringValue ?? "",
      ]
    },
    Story(
      "200 alone does not do: the answer must name the request; and 413 ends all tries",
      ["HttpEndpoint.InvalidResponseFromDestination", "1 1"]
    ) { bench in
      try await bench.page(MessagingBench.endpoint)
      try await bench.endpointStream(retries: 0)
      try await bench.put("a")
      try await bench.sleep(.seconds(80))
      let document = try JSONValue(parsing: try await bench.contents().first ?? "null")
      try await bench.page(MessagingBench.endpoint) { $0.status = 413 }
      let before = await bench.received(at: MessagingBench.endpoint).count
      try await bench.put("b")
      try await bench.sleep(.seconds(80))
      let after = await bench.received(at: MessagingBench.endpoint).count
      return [
        document["errorCode"]?.stringValue ?? "",
        "\(after - before) \(try await bench.keys().count)",
      ]
    },
    Story(
      "a refused connection and a slow answer have codes of their own, and a log",
      ["HttpEndpoint.ConnectionFailed", "HttpEndpoint.RequestTimeout"]
    ) { bench in
      let log = CloudWatchLoggingOptions(enabled: true, logGroupName: "/f", logStreamName: "h")
      _ = try await bench(CreateLogGroup.named("/f"))
      try await bench.page(MessagingBench.endpoint) { $0.isDown = true }
      try await bench.endpointStream(retries: 0, log: log)
      try await bench.put("a")
      try await bench.sleep(.seconds(80))
      try await bench.page(MessagingBench.endpoint) {
        $0.isDown = false
        $0.latency = .seconds(181)
      }
      try await bench.put("b")
      try await bench.sleep(.seconds(300))
      let events = bench.cloud.logs["/f"]?.events(at: bench.cloud.simulation.now) ?? []
      return try events.map {
        try JSONValue(parsing: $0.line.message)["errorCode"]?.stringValue ?? ""
      }
    },
  ]

  @Test(arguments: stories) func `what streams to endpoints do`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }
}
