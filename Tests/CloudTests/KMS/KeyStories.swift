import Cloud
import JSON
import Simulation

/// The life of keys, as who makes them sees it.
enum KeyStories {
  private static func field(_ name: String, of key: JSONValue) -> String {
    guard let value = key["KeyMetadata"]?[name] else { return "none" }
    return value.stringValue ?? value.text()
  }

  /// The state of a key, whether it can be used, and when it is deleted.
  private static func state(_ key: String, _ bench: MessagingBench) async throws -> String {
    do {
      let answer = try await bench.kms("describe-key", ["KeyId": .string(key)])
      return ["KeyState", "Enabled", "DeletionDate"].map { field($0, of: answer) }
        .joined(separator: " ")
    } catch let error as ServiceError {
      return error.code
    }
  }

  static let all: [Story] = [
    Story(
      "a key is symmetric, of one Region and enabled",
      ["123456789012", "Enabled", "true", "CUSTOMER", "SYMMETRIC_DEFAULT", "false", "for orders"]
    ) { bench in
      let made = try await bench.kms("create-key", ["Description": "for orders"])
      let fields = [
        "AWSAccountId", "KeyState", "Enabled", "KeyManager", "KeySpec", "MultiRegion",
        "Description",
      ]
      return fields.map { field($0, of: made) }
    },
    Story(
      "the policy of a new key lets the account's policies decide",
      [
        #"{"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"#
          + #""Enable IAM User Permissions","Effect":"Allow","Principal":"#
          + #"{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}"#
      ]
    ) { bench in
      let key = try await bench.makeKey()
      let answer = try await bench.kms("get-key-policy", ["KeyId": .string(key)])
      return [answer["Policy"]?.stringValue ?? ""]
    },
    Story(
      "a key is known by its id, its ARN, its alias and the alias's ARN",
      ["same", "same", "same", "same"]
    ) { bench in
      let key = try await bench.makeKey()
      let id = String(key.split(separator: "/")[1])
      let aliasARN = "arn:aws:kms:us-east-1:123456789012:alias/orders"
      try await bench.kms(
        "create-alias",
        ["AliasName": "alias/orders", "TargetKeyId": .string(id)]
      )
      var seen: [String] = []
      for name in [id, key, "alias/orders", aliasARN] {
        let answer = try await bench.kms("describe-key", ["KeyId": .string(name)])
        seen.append(field("Arn", of: answer) == key ? "same" : "other")
      }
      return seen
    },
    Story(
      "an alias can be given to another key, and taken away",
      ["alias/a alias/aws/sns? alias/aws/sqs?", "moved", "alias/aws/sns? alias/aws/sqs?"]
    ) { bench in
      let keys = [try await bench.makeKey(), try await bench.makeKey()]
      let list = { () async throws -> String in
        let answer = try await bench.kms("list-aliases")
        let aliases = answer["Aliases"]?.arrayValue ?? []
        return aliases.map { alias in
          (alias["AliasName"]?.stringValue ?? "") + (alias["TargetKeyId"] == nil ? "?" : "")
        }.joined(separator: " ")
      }
      let give = { (operation: String, key: String) async throws in
        try await bench.kms(operation, ["AliasName": "alias/a", "TargetKeyId": .string(key)])
      }
      _ = try await give("create-alias", keys[0])
      var seen = [try await list()]
      _ = try await give("update-alias", keys[1])
      let answer = try await bench.kms("describe-key", ["KeyId": "alias/a"])
      seen.append(field("Arn", of: answer) == keys[1] ? "moved" : "not moved")
      try await bench.kms("delete-alias", ["AliasName": "alias/a"])
      return seen + [try await list()]
    },
    Story(
      "a key is disabled and enabled; both can be repeated",
      ["Disabled false none", "Disabled false none", "Enabled true none", "Enabled true none"]
    ) { bench in
      let key = try await bench.makeKey()
      var seen: [String] = []
      for operation in ["disable-key", "disable-key", "enable-key", "enable-key"] {
        try await bench.kms(operation, ["KeyId": .string(key)])
        seen.append(try await state(key, bench))
      }
      return seen
    },
    Story(
      "a key is deleted when its days have passed, and not before",
      [
        "PendingDeletion false 2026-01-08T00:00:00.010000+00:00",
        "PendingDeletion false 2026-01-08T00:00:00.010000+00:00", "NotFoundException",
      ]
    ) { bench in
      let key = try await bench.makeKey()
      try await bench.kms(
        "schedule-key-deletion",
        ["KeyId": .string(key), "PendingWindowInDays": 7]
      )
      var seen = [try await state(key, bench)]
      try await bench.sleep(.seconds(7 * 86_400 - 1))
      seen.append(try await state(key, bench))
      try await bench.sleep(.seconds(1))
      return seen + [try await state(key, bench)]
    },
    Story(
      "a deletion is cancelled; the key stays, disabled, and a later day counts",
      ["Disabled false none", "PendingDeletion false 2026-02-16T00:00:00.020000+00:00"]
    ) { bench in
      let key = try await bench.makeKey()
      let input: JSONObject = ["KeyId": .string(key), "PendingWindowInDays": 30]
      try await bench.kms("schedule-key-deletion", input)
      try await bench.sleep(.seconds(10 * 86_400))
      try await bench.kms("cancel-key-deletion", ["KeyId": .string(key)])
      let first = try await state(key, bench)
      try await bench.sleep(.seconds(6 * 86_400) - .milliseconds(5))
      try await bench.kms("schedule-key-deletion", ["KeyId": .string(key)])
      // Past the day that was cancelled.
      try await bench.sleep(.seconds(20 * 86_400))
      return [first, try await state(key, bench)]
    },
    Story("the aliases of a key go with it", ["NotFoundException"]) { bench in
      let key = try await bench.makeKey()
      try await bench.kms(
        "create-alias",
        ["AliasName": "alias/gone", "TargetKeyId": .string(key)]
      )
      try await bench.kms(
        "schedule-key-deletion",
        ["KeyId": .string(key), "PendingWindowInDays": 7]
      )
      try await bench.sleep(.seconds(8 * 86_400))
      return [try await state("alias/gone", bench)]
    },
    Story("lists come page by page", ["2 true", "1 false"]) { bench in
      for _ in 0..<3 { _ = try await bench.makeKey() }
      let first = try await bench.kms("list-keys", ["Limit": 2])
      let second = try await bench.kms("list-keys", ["Marker": first["NextMarker"] ?? .null])
      return [first, second].map { page in
        "\(page["Keys"]?.arrayValue?.count ?? 0) \(page["Truncated"]?.text() ?? "")"
      }
    },
    Story("a key that AWS keeps is there when it is asked for", ["AWS", "alias/aws/sqs", "1"]) {
      bench in
      let answer = try await bench.kms("describe-key", ["KeyId": "alias/aws/sqs"])
      let aliases = try await bench.kms(
        "list-aliases",
        ["KeyId": answer["KeyMetadata"]?["KeyId"] ?? .null]
      )
      let keys = try await bench.kms("list-keys")["Keys"]?.arrayValue?.count ?? 0
      return [
        field("KeyManager", of: answer), aliases["Aliases"]?[0]?["AliasName"]?.stringValue ?? "",
        "\(keys)",
      ]
    },
    Story(
      "tags are put, replaced and taken away",
      [#"[{"TagKey":"a","TagValue":"2"},{"TagKey":"b","TagValue":"3"}]"#, "[]"]
    ) { bench in
      let made = try await bench.kms(
        "create-key",
        ["Tags": [["TagKey": "a", "TagValue": "1"]]]
      )
      let key = made["KeyMetadata"]?["KeyId"] ?? .null
      try await bench.kms(
        "tag-resource",
        [
          "KeyId": key,
          "Tags": [["TagKey": "a", "TagValue": "2"], ["TagKey": "b", "TagValue": "3"]],
        ]
      )
      let list = { try await bench.kms("list-resource-tags", ["KeyId": key])["Tags"]?.text() ?? "" }
      let first = try await list()
      try await bench.kms("untag-resource", ["KeyId": key, "TagKeys": ["a", "b", "c"]])
      return [first, try await list()]
    },
    Story(
      "a key costs a dollar a month, not while it waits to be deleted, unless that is cancelled",
      ["1.00", "1.00", "1.50"]
    ) { bench in
      let key = try await bench.makeKey()
      let month = Duration.seconds(730 * 3_600)
      let spent = { () -> String in
        let used = bench.cloud.meter.reading.quantity(of: .kmsKeys)
        let hundredths = (used + 13_140_000) / 26_280_000
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
      }
      try await bench.sleep(month)
      var seen = [spent()]
      try await bench.kms("schedule-key-deletion", ["KeyId": .string(key)])
      try await bench.sleep(month / 2)
      seen.append(spent())
      try await bench.kms("cancel-key-deletion", ["KeyId": .string(key)])
      return seen + [spent()]
    },
    Story("a key lets in whom its policy lets in, and nobody else", ["AccessDeniedException"]) {
      bench in
      let key = try await bench.makeKey([MessagingBench.letting("sns")])
      return [try await state(key, bench)]
    },
    Story(
      "another account sees a key that lets it in, and may not change it",
      ["AccessDeniedException", "done", "AccessDeniedException"]
    ) { bench in
      let partner = MessagingBench.partner
      let key = try await bench.makeKey()
      let ask = { (operation: String) in
        try await MessagingBench.outcome {
          try await bench.kms(operation, ["KeyId": .string(key)], as: partner)
        }
      }
      var seen = [try await ask("describe-key")]
      try await bench.setPolicy(
        [
          MessagingBench.delegation,
          [
            "Effect": "Allow", "Principal": ["AWS": .string(partner)], "Action": "kms:*",
            "Resource": "*",
          ],
        ],
        of: key
      )
      seen.append(try await ask("describe-key"))
      return seen + [try await ask("disable-key")]
    },
    Story(
      "a role may be let in to one key, by whatever name",
      ["done", "AccessDeniedException"]
    ) { bench in
      let keys = [try await bench.makeKey(), try await bench.makeKey()]
      for (number, key) in keys.enumerated() {
        try await bench.kms(
          "create-alias",
          ["AliasName": .string("alias/k\(number)"), "TargetKeyId": .string(key)]
        )
      }
      _ = try await bench.makeRole(
        "worker",
        [["Effect": "Allow", "Action": "kms:DescribeKey", "Resource": .string(keys[0])]]
      )
      var seen: [String] = []
      for number in keys.indices {
        let call = #""call": "kms describe-key", "with": {"KeyId": "alias/k\#(number)"}"#
        try await bench.makeSender(as: "worker", "f\(number)", call)
        seen.append(try await bench.invokeSender("f\(number)"))
      }
      return seen
    },
    Story("KMS can be out", ["ServiceUnavailable", "InternalError", "InternalFailure", "done"]) {
      bench in
      let key = try await bench.makeKey()
      let topic = try await bench.makeTopic("t", ["KmsMasterKeyId": .string(key)])
      try await bench.queue("q", ["KmsMasterKeyId": key])
      bench.cloud.faults.fail("kms", .next(3), .beforeEffects)
      var seen = [try await state(key, bench)]
      seen.append(
        try await MessagingBench.outcome {
          try await bench.sns("publish", ["TopicArn": topic, "Message": "x"])
        }
      )
      for _ in 0..<2 {
        seen.append(try await MessagingBench.outcome { try await bench.send("x", to: "q") })
      }
      return seen
    },
  ]
}
