import Cloud
import JSON
import Simulation

/// Buses whose events are encrypted with a key of one's own.
enum BusKeyStories {
  /// Makes the bus `shop` with a key, a rule on it for the queue `q`, and a dead-letter queue.
  private static func makeBus(_ key: String, _ bench: MessagingBench) async throws {
    for queue in ["q", "dead"] {
      try await bench.queue(queue)
      try await bench.open(queue)
    }
    try await bench.call(
      "events",
      "create-event-bus",
      [
        "Name": "shop", "KmsKeyIdentifier": .string(key),
        "DeadLetterConfig": ["Arn": .string(bench.queueARN("dead"))],
      ]
    )
    try await bench.call(
      "events",
      "put-rule",
      ["Name": "r", "EventBusName": "shop", "EventPattern": #"{"source": ["shop"]}"#]
    )
    try await bench.call(
      "events",
      "put-targets",
      [
        "Rule": "r", "EventBusName": "shop",
        "Targets": [["Id": "1", "Arn": .string(bench.queueARN("q"))]],
      ]
    )
  }

  /// Puts an event, and tells whether it was taken and where it is.
  private static func put(_ bench: MessagingBench) async throws -> String {
    let answer = try await bench.call(
      "events",
      "put-events",
      [
        "Entries": [
          ["Source": "shop", "DetailType": "d", "Detail": "{}", "EventBusName": "shop"]
        ]
      ]
    )
    try await bench.sleep(.seconds(2))
    let depths = [await bench.depths("q")[0], await bench.depths("dead")[0]]
    return "failed \(answer["FailedEntryCount"]?.text() ?? ""), q \(depths[0]), dead \(depths[1])"
  }

  private static let letting = MessagingBench.letting(
    "events",
    [
      "StringEquals": [
        "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:event-bus/shop",
        "kms:EncryptionContext:aws:events:event-bus:arn":
          "arn:aws:events:us-east-1:123456789012:event-bus/shop",
      ]
    ]
  )

  static let all: [Story] = [
    Story(
      "a bus needs the key's policy; what it cannot encrypt goes to its own queue",
      ["failed 0, q 0, dead 1", "NO_PERMISSIONS 0", "failed 0, q 1, dead 0"]
    ) { bench in
      let key = try await bench.makeKey()
      try await makeBus(key, bench)
      var seen = [try await put(bench)]
      let letter = try await bench.receive("dead").first?.messageAttributes ?? [:]
      seen.append(
        ["ERROR_CODE", "RETRY_ATTEMPTS"].map { letter[$0]?.stringValue ?? "none" }
          .joined(separator: " ")
      )
      try await bench.setPolicy([MessagingBench.delegation, letting], of: key)
      return seen + [try await put(bench)]
    },
    Story(
      "a disabled key shows when the data key is used up",
      ["failed 0, q 1, dead 0", "failed 0, q 2, dead 0", "failed 0, q 2, dead 1"]
    ) { bench in
      let key = try await bench.makeKey([MessagingBench.delegation, letting])
      try await makeBus(key, bench)
      var seen = [try await put(bench)]
      try await bench.kms("disable-key", ["KeyId": .string(key)])
      seen.append(try await put(bench))
      try await bench.sleep(.seconds(300))
      return seen + [try await put(bench)]
    },
    Story("while KMS is out, the bus tries again", ["failed 0, q 0, dead 0", "1"]) { bench in
      let key = try await bench.makeKey([letting])
      try await makeBus(key, bench)
      bench.cloud.faults.fail("kms", .next(3), .beforeEffects)
      let first = try await put(bench)
      try await bench.sleep(.seconds(60))
      return [first, "\(await bench.depths("q")[0])"]
    },
    Story("without a queue of its own the bus loses the event", ["failed 0, q 0, dead 0"]) {
      bench in
      try await makeBus("alias/none", bench)
      try await bench.call(
        "events",
        "update-event-bus",
        ["Name": "shop", "DeadLetterConfig": [:]]
      )
      return [try await put(bench)]
    },
    Story(
      "a bus shows its key and its queue, and gives both up",
      ["alias/mine dead", "none none", "failed 0, q 1, dead 0"]
    ) { bench in
      try await makeBus("alias/mine", bench)
      let show = { () async throws -> String in
        let bus = try await bench.call("events", "describe-event-bus", ["Name": "shop"])
        let queue = bus["DeadLetterConfig"]?["Arn"]?.stringValue.flatMap { ARN($0)?.name }
        return "\(bus["KmsKeyIdentifier"]?.stringValue ?? "none") \(queue ?? "none")"
      }
      let first = try await show()
      try await bench.call(
        "events",
        "update-event-bus",
        ["Name": "shop", "KmsKeyIdentifier": "", "DeadLetterConfig": [:]]
      )
      return [first, try await show(), try await put(bench)]
    },
  ]
}
