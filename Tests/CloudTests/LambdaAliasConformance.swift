import JSON
import Testing

/// What the service is claimed to answer about aliases and weighted routing; `live` is on version 1.
///
/// One row, one bullet of `lambda-config.md`.
struct LambdaAliasConformance {
  @Test(arguments: aliases + weights)
  func `the service answers`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static func alias(_ name: String, _ version: String) -> JSONValue {
    ["FunctionName": "f", "Name": .string(name), "FunctionVersion": .string(version)]
  }

  static let aliases: [LambdaRow] = [
    .init(
      "§7 an alias names a version",
      "create-alias",
      alias("test", "2"),
      "AliasArn = \(LambdaRow.arn):test",
      "Name = test",
      "FunctionVersion = 2",
      "Description = ",
      "RoutingConfig = -"
    ),
    .init("§7 or $LATEST", "create-alias", alias("test", "$LATEST"), "FunctionVersion = $LATEST"),
    .init(
      "§7 never another alias",
      "create-alias",
      alias("test", "live"),
      "400 ValidationException: 1 validation error detected: Value 'live' at 'functionVersion'"
        + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
        + " (\\$LATEST|[0-9]+)"
    ),
    .init(
      "§6 not digits alone",
      "create-alias",
      alias("12", "1"),
      "400 ValidationException: 1 validation error detected: Value '12' at 'name' failed to satisfy"
        + " constraint: Member must satisfy regular expression pattern:"
        + " (?!^[0-9]+$)([a-zA-Z0-9-_]+)"
    ),
    .init(
      "§6 128 letters",
      "create-alias",
      alias(String(repeating: "a", count: 129), "1"),
      "400 ValidationException: 1 validation error detected: Value '"
        + String(repeating: "a", count: 129)
        + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to"
        + " 128"
    ),
    .init(
      "an alias exists once",
      "create-alias",
      alias("live", "1"),
      "409 ResourceConflictException: Alias already exists: \(LambdaRow.arn):live"
    ),
    .init(
      "its version must exist",
      "create-alias",
      alias("test", "9"),
      "404 ResourceNotFoundException: Function not found: \(LambdaRow.arn):9"
    ),
    .init(
      "§7 moving it is instant",
      after: [("update-alias", alias("live", "2"))],
      "invoke",
      ["FunctionName": "f:live"],
      "Payload = 2",
      "ExecutedVersion = 2"
    ),
    .init(
      "its revision guards it",
      "update-alias",
      ["FunctionName": "f", "Name": "live", "RevisionId": "x"],
      LambdaRow.mismatch
    ),
    .init(
      "no such alias to change",
      "update-alias",
      alias("none", "1"),
      "404 ResourceNotFoundException: Alias not found: \(LambdaRow.arn):none"
    ),
    .init(
      "nor to see",
      "get-alias",
      ["FunctionName": "f", "Name": "none"],
      "404 ResourceNotFoundException: Cannot find alias arn: \(LambdaRow.arn):none"
    ),
    .init(
      "nor to call",
      "invoke",
      ["FunctionName": "f", "Qualifier": "none"],
      "404 ResourceNotFoundException: Function not found: \(LambdaRow.arn):none"
    ),
    .init(
      "what an alias stands for has its ARN",
      "get-function-configuration",
      ["FunctionName": "f", "Qualifier": "live"],
      "FunctionArn = \(LambdaRow.arn):live",
      "Version = 1"
    ),
    .init(
      "aliases are listed by version",
      after: [("create-alias", alias("test", "2"))],
      "list-aliases",
      ["FunctionName": "f", "FunctionVersion": "2"],
      "Aliases.# = 1",
      "Aliases.0.Name = test"
    ),
    .init(
      "deleting one twice is no error",
      after: [("delete-alias", ["FunctionName": "f", "Name": "live"])],
      "delete-alias",
      ["FunctionName": "f", "Name": "live"]
    ),
  ]

  private static func route(_ weights: JSONObject, _ version: String = "1") -> JSONValue {
    [
      "FunctionName": "f", "Name": "live", "FunctionVersion": .string(version),
      "RoutingConfig": ["AdditionalVersionWeights": .object(weights)],
    ]
  }

  static let weights: [LambdaRow] = [
    .init(
      "§7 ten per cent to version 2",
      "update-alias",
      route(["2": 0.1]),
      "FunctionVersion = 1",
      #"RoutingConfig.AdditionalVersionWeights = {"2":0.1}"#
    ),
    .init(
      "§7 all to version 2",
      after: [("update-alias", route(["2": 1.0]))],
      "invoke",
      ["FunctionName": "f", "Qualifier": "live"],
      "ExecutedVersion = 2"
    ),
    .init(
      "§7 no weights any more",
      after: [("update-alias", route(["2": 0.1]))],
      "update-alias",
      route([:]),
      "RoutingConfig = -"
    ),
    .init(
      "§7 one entry at the most",
      "update-alias",
      route(["2": 0.1, "3": 0.1]),
      "400 InvalidParameterValueException: Number of items in AdditionalVersionWeights cannot be"
        + " greater than 1"
    ),
    .init(
      "§7 not the alias's own version",
      "update-alias",
      route(["1": 0.1]),
      "400 InvalidParameterValueException: Invalid function version 1. Function version 1 is already"
        + " included in routing configuration."
    ),
    .init(
      "§7 a weight of at most 1",
      "update-alias",
      route(["2": 1.5]),
      "400 ValidationException: 1 validation error detected: Value '{2=1.5}' at"
        + " 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must"
        + " satisfy constraint: [Member must have value less than or equal to 1.0, Member must have"
        + " value greater than or equal to 0.0, Member must not be null]"
    ),
    .init(
      "§7 not with $LATEST",
      "update-alias",
      route(["2": 0.1], "$LATEST"),
      "400 InvalidParameterValueException: $LATEST is not supported for an alias pointing to more"
        + " than 1 version"
    ),
    .init(
      "§7 nor to $LATEST",
      "update-alias",
      route(["$LATEST": 0.5]),
      "400 ValidationException: 1 validation error detected: Value '{$LATEST=0.5}' at"
        + " 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must"
        + " satisfy constraint: [Member must have length less than or equal to 1024, Member must have"
        + " length greater than or equal to 1, Member must satisfy regular expression pattern:"
        + " [0-9]+, Member must not be null]"
    ),
    .init(
      "§7 both published",
      "update-alias",
      route(["9": 0.1]),
      "404 ResourceNotFoundException: Function not found: \(LambdaRow.arn):9"
    ),
    .init(
      "§7 the same execution role",
      after: [
        (
          "update-function-configuration",
          ["FunctionName": "f", "Role": "arn:aws:iam::123456789012:role/other"]
        ), ("sleep", 2), ("publish-version", ["FunctionName": "f"]),
      ],
      "update-alias",
      route(["3": 0.1]),
      "400 InvalidParameterValueException: Both versions of an alias must have the same execution"
        + " role."
    ),
    .init(
      "§7 the same dead-letter queue, or none for both",
      after: [
        (
          "update-function-configuration",
          [
            "FunctionName": "f",
            "DeadLetterConfig": ["TargetArn": "arn:aws:sqs:us-east-1:123456789012:d"],
          ]
        ), ("sleep", 2), ("publish-version", ["FunctionName": "f"]),
      ],
      "update-alias",
      route(["3": 0.1]),
      "400 InvalidParameterValueException: Both versions of an alias must have the same dead-letter"
        + " queue configuration, or both none."
    ),
    .init(
      "a version with a share stays",
      after: [("update-alias", route(["2": 0.1]))],
      "delete-function",
      ["FunctionName": "f", "Qualifier": "2"],
      "409 ResourceConflictException: Unable to delete version because the following aliases"
        + " reference it: [live]"
    ),
  ]
}
