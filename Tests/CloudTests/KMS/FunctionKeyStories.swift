import Cloud
import JSON
import Simulation

/// Functions whose environment variables are encrypted with a key of one's own.
enum FunctionKeyStories {
  private static func create(
    _ name: String,
    _ key: String,
    _ bench: MessagingBench,
    variables: JSONObject = ["STAGE": "test"]
  ) async throws {
    try await bench.call(
      "lambda",
      "create-function",
      [
        "FunctionName": .string(name), "Runtime": "python3.13", "Handler": "app.handler",
        "Role": "arn:aws:iam::123456789012:role/worker", "KMSKeyArn": .string(key),
        "Environment": ["Variables": .object(variables)],
        "ZipFile": #"{"handler": [{"return": "{env.STAGE}"}]}"#,
      ]
    )
    try await bench.sleep(.seconds(2))
  }

  private static func invoke(_ name: String, _ bench: MessagingBench) async throws -> String {
    do {
      let answer = try await bench.call("lambda", "invoke", ["FunctionName": .string(name)])
      return answer["FunctionError"] == nil ? "ran" : answer.text()
    } catch let error as ServiceError {
      return "\(error.code) \(error.status)"
    }
  }

  static let all: [Story] = [
    Story(
      "a cold start needs the key, and an environment that has its variables does not",
      [
        "ran", "ran", "KMSDisabledException 502", "ran", "KMSInvalidStateException 502",
        "KMSNotFoundException 502",
      ]
    ) { bench in
      let key = try await bench.makeKey()
      try await create("f", key, bench)
      var seen = [try await invoke("f", bench)]
      try await bench.kms("disable-key", ["KeyId": .string(key)])
      seen.append(try await invoke("f", bench))
      let age = Duration.seconds(3 * 3_600)
      try await bench.sleep(age)
      seen.append(try await invoke("f", bench))
      try await bench.kms("enable-key", ["KeyId": .string(key)])
      seen.append(try await invoke("f", bench))
      try await bench.kms(
        "schedule-key-deletion",
        ["KeyId": .string(key), "PendingWindowInDays": 7]
      )
      try await bench.sleep(age)
      seen.append(try await invoke("f", bench))
      try await bench.sleep(.seconds(7 * 86_400))
      return seen + [try await invoke("f", bench)]
    },
    Story(
      "the role needs no permission, and a denial keeps it out",
      ["ran", "KMSAccessDeniedException 502"]
    ) { bench in
      _ = try await bench.makeRole("worker")
      let key = try await bench.makeKey()
      try await create("f", key, bench)
      let first = try await invoke("f", bench)
      try await bench.setPolicy(
        [
          MessagingBench.delegation,
          [
            "Effect": "Deny",
            "Principal": ["AWS": "arn:aws:iam::123456789012:role/worker"],
            "Action": "kms:Decrypt", "Resource": "*",
          ],
        ],
        of: key
      )
      try await bench.sleep(.seconds(3 * 3_600))
      return [first, try await invoke("f", bench)]
    },
    Story("a function without variables never asks for its key", ["ran"]) { bench in
      let key = try await bench.makeKey()
      try await create("f", key, bench, variables: [:])
      try await bench.kms("disable-key", ["KeyId": .string(key)])
      return [try await invoke("f", bench)]
    },
    Story(
      "who sets variables must be able to use the key",
      [
        "400 InvalidParameterValueException: Lambda was unable to configure access to your"
          + " environment variables because the KMS key is invalid for CreateGrant. Please check"
          + " your KMS key settings. KMS Exception: DisabledException KMS Message: KEY is disabled."
      ]
    ) { bench in
      let key = try await bench.makeKey()
      try await bench.kms("disable-key", ["KeyId": .string(key)])
      do {
        try await create("f", key, bench)
        return ["created"]
      } catch let error as ServiceError {
        let text = error.message.replacing(key, with: "KEY")
        return ["\(error.status) \(error.code): \(text)"]
      }
    },
    Story("the key is shown and taken away", ["KEY", "none"]) { bench in
      let key = try await bench.makeKey()
      try await create("f", key, bench)
      let shown = { (answer: JSONValue) in
        answer["KMSKeyArn"]?.stringValue?.replacing(key, with: "KEY") ?? "none"
      }
      let first = try await bench.call(
        "lambda",
        "get-function-configuration",
        ["FunctionName": "f"]
      )
      let second = try await bench.call(
        "lambda",
        "update-function-configuration",
        ["FunctionName": "f", "KMSKeyArn": ""]
      )
      return [shown(first), shown(second)]
    },
  ]
}
