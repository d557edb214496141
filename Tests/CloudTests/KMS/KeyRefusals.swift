import Cloud
import JSON
import Simulation

/// What KMS refuses, with its codes and texts.
enum KeyRefusals {
  private static let absent = "1234abcd-12ab-34cd-56ef-1234567890ab"
  private static let prefix = "arn:aws:kms:us-east-1:123456789012"

  private static func describe(_ key: String, _ refusal: String) -> Refusal {
    Refusal("no key \(key)", refusal) {
      try await $0.kms("describe-key", ["KeyId": .string(key)])
    }
  }

  private static func create(_ parameters: JSONObject, _ refusal: String) -> Refusal {
    Refusal("a key with \(JSONValue.object(parameters).text())", refusal) {
      try await $0.kms("create-key", parameters)
    }
  }

  private static func leftOut(_ what: String) -> String {
    "NotSupportedHere 501 \(what) exists on AWS and is left out of this mini cloud."
  }

  private static func alias(_ name: String, _ refusal: String) -> Refusal {
    Refusal("the alias \(name)", refusal) { bench in
      let key = try await bench.makeKey()
      try await bench.kms(
        "create-alias",
        ["AliasName": .string(name), "TargetKeyId": .string(key)]
      )
    }
  }

  /// An operation on a key in a state, whose ARN is `KEY` in the refusal.
  private static func change(
    _ operation: String,
    after first: [String],
    _ refusal: String,
    _ more: JSONObject = [:]
  ) -> Refusal {
    Refusal("\(operation) after \(first)", refusal) { bench in
      let key = try await bench.makeKey()
      for step in first { try await bench.kms(step, ["KeyId": .string(key)]) }
      var input = more
      input["KeyId"] = .string(key)
      do {
        try await bench.kms(operation, input)
      } catch let error as ServiceError {
        throw ServiceError(
          code: error.code,
          status: error.status,
          message: error.message.replacing(key, with: "KEY")
        )
      }
    }
  }

  static let all: [Refusal] = [
    describe("alias/none", "NotFoundException 400 Alias \(prefix):alias/none is not found."),
    describe("none", "NotFoundException 400 Invalid keyId 'none'"),
    describe(absent, "NotFoundException 400 Key '\(prefix):key/\(absent)' does not exist"),
    describe(
      "arn:aws:kms:us-west-2:123456789012:key/\(absent)",
      "NotFoundException 400 Invalid arn us-west-2"
    ),
    create(["KeySpec": "RSA_2048"], leftOut("KeySpec RSA_2048 of a key")),
    create(["KeyUsage": "SIGN_VERIFY"], leftOut("KeyUsage SIGN_VERIFY of a key")),
    create(["Origin": "EXTERNAL"], leftOut("Origin EXTERNAL of a key")),
    create(["MultiRegion": true], leftOut("A key of several Regions (MultiRegion)")),
    create(
      ["CustomKeyStoreId": "c"],
      leftOut("A key store of one's own (CustomKeyStoreId, XksKeyId)")
    ),
    create(
      ["Policy": "no policy"],
      "MalformedPolicyDocumentException 400 The request was rejected because the specified policy"
        + " is not syntactically or semantically correct."
    ),
    create(
      ["Policy": .string(MessagingBench.policy([MessagingBench.letting("sns")]))],
      "MalformedPolicyDocumentException 400 The new key policy will not allow you to update the key"
        + " policy in the future."
    ),
    create(
      [
        "Policy": .string(
          MessagingBench.policy([
            MessagingBench.letting("sns", ["StringEquals": ["kms:KeySpec": "SYMMETRIC_DEFAULT"]])
          ])
        )
      ],
      leftOut("The condition key kms:KeySpec")
    ),
    create(
      ["Tags": [["TagKey": "aws:x", "TagValue": "y"]]],
      "TagException 400 Tag keys that begin with aws: are reserved."
    ),
    alias(
      "orders",
      "ValidationException 400 Alias must start with the prefix \"alias/\". Please see"
        + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
    ),
    alias(
      "alias/aws/sns",
      "InvalidAliasNameException 400 The request was rejected because the specified alias name is"
        + " not valid."
    ),
    Refusal(
      "an alias twice",
      "AlreadyExistsException 400 An alias with the name \(prefix):alias/a already exists"
    ) { bench in
      for _ in 0..<2 {
        let key = try await bench.makeKey()
        try await bench.kms(
          "create-alias",
          ["AliasName": "alias/a", "TargetKeyId": .string(key)]
        )
      }
    },
    Refusal(
      "an alias that nobody has given",
      "NotFoundException 400 Alias \(prefix):alias/a is not found."
    ) { try await $0.kms("delete-alias", ["AliasName": "alias/a"]) },
    change(
      "enable-key",
      after: ["schedule-key-deletion"],
      "KMSInvalidStateException 400 KEY is pending deletion."
    ),
    change(
      "schedule-key-deletion",
      after: ["schedule-key-deletion"],
      "KMSInvalidStateException 400 KEY is pending deletion."
    ),
    change(
      "cancel-key-deletion",
      after: ["disable-key"],
      "KMSInvalidStateException 400 KEY is not pending deletion."
    ),
    change(
      "schedule-key-deletion",
      after: [],
      "ValidationException 400 PendingWindowInDays should be between 7 and 30, but it is 6",
      ["PendingWindowInDays": 6]
    ),
    change(
      "put-key-policy",
      after: [],
      "MalformedPolicyDocumentException 400 The new key policy will not allow you to update the key"
        + " policy in the future.",
      ["Policy": .string(MessagingBench.policy([MessagingBench.letting("sns")]))]
    ),
    change(
      "get-key-policy",
      after: [],
      "NotFoundException 400 No such policy exists",
      ["PolicyName": "other"]
    ),
    Refusal(
      "the policy of a key that AWS keeps",
      "AccessDeniedException 400 User: arn:aws:iam::123456789012:role/learner is not authorized to"
        + " perform: kms:PutKeyPolicy on resource: KEY because no resource-based policy allows the"
        + " kms:PutKeyPolicy action"
    ) { bench in
      let made = try await bench.kms("describe-key", ["KeyId": "alias/aws/sns"])
      let key = made["KeyMetadata"]?["Arn"]?.stringValue ?? ""
      do {
        try await bench.setPolicy([MessagingBench.delegation], of: key)
      } catch let error as ServiceError {
        throw ServiceError(
          code: error.code,
          status: error.status,
          message: error.message.replacing(key, with: "KEY")
        )
      }
    },
  ]
}
