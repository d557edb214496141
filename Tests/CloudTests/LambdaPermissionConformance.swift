import JSON
import Testing

/// What the service is claimed to answer about resource policies.
///
/// One row, one bullet of `lambda-config.md`.
struct LambdaPermissionConformance {
  @Test(arguments: permissions)
  func `the service answers`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static func permission(_ more: JSONObject = [:]) -> JSONValue {
    var input: JSONObject = [
      "FunctionName": "f", "StatementId": "s3", "Action": "lambda:InvokeFunction",
      "Principal": "s3.amazonaws.com",
    ]
    for (key, value) in more { input[key] = value }
    return .object(input)
  }

  private static let source: JSONObject = [
    "SourceArn": "arn:aws:s3:::my-bucket", "SourceAccount": "123456789012",
  ]

  private static func statement(_ resource: String, _ condition: String = "") -> String {
    #"{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"#
      + #""Action":"lambda:InvokeFunction","Resource":"\#(resource)"\#(condition)}"#
  }

  static let permissions: [LambdaRow] = [
    .init(
      "§3 a statement as the service prints it",
      "add-permission",
      permission(source),
      "Statement = "
        + statement(
          LambdaRow.arn,
          #","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"},"#
            + #""ArnLike":{"AWS:SourceArn":"arn:aws:s3:::my-bucket"}}"#
        )
    ),
    .init(
      "§3 and the policy",
      after: [("add-permission", permission())],
      "get-policy",
      ["FunctionName": "f"],
      #"Policy = {"Version":"2012-10-17","Id":"default","Statement":["#
        + statement(LambdaRow.arn) + "]}"
    ),
    .init(
      "§6 a policy for each qualifier",
      after: [("add-permission", permission(["Qualifier": "live"]))],
      "get-policy",
      ["FunctionName": "f", "Qualifier": "live"],
      #"Policy = {"Version":"2012-10-17","Id":"default","Statement":["#
        + statement(LambdaRow.arn + ":live") + "]}"
    ),
    .init(
      "§6 which the function itself has not",
      after: [("add-permission", permission(["Qualifier": "live"]))],
      "get-policy",
      ["FunctionName": "f"],
      "404 ResourceNotFoundException: The resource you requested does not exist."
    ),
    .init(
      "§6 not for $LATEST",
      "add-permission",
      permission(["Qualifier": "$LATEST"]),
      "400 InvalidParameterValueException: We currently do not support adding policies for $LATEST."
    ),
    .init(
      "§6 an id twice",
      after: [("add-permission", permission())],
      "add-permission",
      permission(),
      "409 ResourceConflictException: The statement id (s3) provided already exists. Please provide a"
        + " new statement id, or remove the existing statement."
    ),
    .init(
      "the same id elsewhere",
      after: [("add-permission", permission())],
      "add-permission",
      permission(["Qualifier": "1"]),
      "Statement = " + statement(LambdaRow.arn + ":1")
    ),
    .init(
      "§3 an account stands for its root",
      "add-permission",
      permission(["Principal": "210987654321"]),
      #"Statement = {"Sid":"s3","Effect":"Allow","#
        + #""Principal":{"AWS":"arn:aws:iam::210987654321:root"},"#
        + #""Action":"lambda:InvokeFunction","Resource":"\#(LambdaRow.arn)"}"#
    ),
    .init(
      "a principal that is none",
      "add-permission",
      permission(["Principal": "me"]),
      "400 InvalidParameterValueException: The provided principal was invalid. Please check the"
        + " principal and try again."
    ),
    .init(
      "an action of another service",
      "add-permission",
      permission(["Action": "s3:GetObject"]),
      "400 ValidationException: 1 validation error detected: Value 's3:GetObject' at 'action' failed"
        + " to satisfy constraint: Member must satisfy regular expression pattern:"
        + " (lambda:[*]|lambda:[a-zA-Z]+|[*])"
    ),
    .init(
      "an id with a space",
      "add-permission",
      permission(["StatementId": "s 3"]),
      "400 ValidationException: 1 validation error detected: Value 's 3' at 'statementId' failed to"
        + " satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"
    ),
    .init(
      "its revision guards it",
      "add-permission",
      permission(["RevisionId": "x"]),
      LambdaRow.mismatch
    ),
    .init(
      "an alias that is not there",
      "add-permission",
      permission(["Qualifier": "none"]),
      "404 ResourceNotFoundException: Cannot find alias arn: \(LambdaRow.arn):none"
    ),
    .init(
      "§1 a policy of 20 KB",
      "add-permission",
      permission(["SourceArn": .string("arn:aws:s3:::" + String(repeating: "b", count: 20_480))]),
      "400 PolicyLengthExceededException: The final policy size (20759) is bigger than the limit"
        + " (20480)."
    ),
    .init(
      "nothing to remove",
      "remove-permission",
      ["FunctionName": "f", "StatementId": "s3"],
      "404 ResourceNotFoundException: No policy is associated with the given resource."
    ),
    .init(
      "no such statement",
      after: [("add-permission", permission())],
      "remove-permission",
      ["FunctionName": "f", "StatementId": "s4"],
      "404 ResourceNotFoundException: Statement s4 is not found in resource policy."
    ),
    .init(
      "the last statement takes the policy with it",
      after: [
        ("add-permission", permission()),
        ("remove-permission", ["FunctionName": "f", "StatementId": "s3"]),
      ],
      "get-policy",
      ["FunctionName": "f"],
      "404 ResourceNotFoundException: The resource you requested does not exist."
    ),
  ]
}
