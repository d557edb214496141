import JSON
import Testing

/// What the service is claimed to answer about functions and their states.
///
/// One row, one bullet of `lambda-config.md`.
struct LambdaConfigurationConformance {
  @Test(arguments: functions + states)
  func `the service answers`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  static let functions: [LambdaRow] = [
    .init(
      "§9 a new function is pending, and has no update status",
      "create-function",
      LambdaRow.function("g"),
      "FunctionArn = arn:aws:lambda:us-east-1:123456789012:function:g",
      "Version = $LATEST",
      "State = Pending",
      "StateReason = The function is being created.",
      "StateReasonCode = Creating",
      "LastUpdateStatus = -",
      "Timeout = 3",
      "MemorySize = 128",
      "EphemeralStorage.Size = 512",
      "Architectures.0 = x86_64",
      "PackageType = Zip",
      "TracingConfig.Mode = PassThrough",
      "LoggingConfig.LogFormat = Text",
      "LoggingConfig.LogGroup = /aws/lambda/g",
      "SnapStart.ApplyOn = None"
    ),
    .init(
      "§1 a name has 64 letters at the most",
      "create-function",
      LambdaRow.function(String(repeating: "n", count: 65)),
      "400 InvalidParameterValueException: 1 validation error detected: Value '"
        + String(repeating: "n", count: 65)
        + "' at 'functionName' failed to satisfy constraint: Member must have length less than or"
        + " equal to 64"
    ),
    .init(
      "§1 64 do",
      "create-function",
      LambdaRow.function(String(repeating: "n", count: 64)),
      "State = Pending"
    ),
    .init(
      "§6 another Region's ARN is not found",
      "get-function",
      ["FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:f"],
      "404 ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region"
        + " ('us-east-1')"
    ),
    .init(
      "§6 qualifier in the name and another one beside it",
      "get-function",
      ["FunctionName": "f:1", "Qualifier": "2"],
      "400 InvalidParameterValueException: The derived qualifier from the function name does not"
        + " match the specified qualifier."
    ),
    .init(
      "a partial ARN names the function",
      "get-function-configuration",
      ["FunctionName": "123456789012:function:f:1"],
      "Version = 1",
      "FunctionArn = \(LambdaRow.arn):1"
    ),
    .init(
      "a qualifier has its letters",
      "get-function",
      ["FunctionName": "f", "Qualifier": "a b"],
      "400 ValidationException: 1 validation error detected: Value 'a b' at 'qualifier' failed to"
        + " satisfy constraint: Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)"
    ),
    .init(
      "a function exists once",
      "create-function",
      LambdaRow.function("f"),
      "409 ResourceConflictException: Function already exist: f"
    ),
    .init(
      "an unknown function is told by its ARN",
      "get-function",
      ["FunctionName": "nobody"],
      "404 ResourceNotFoundException: Function not found:"
        + " arn:aws:lambda:us-east-1:123456789012:function:nobody"
    ),
    .init(
      "code, tags and concurrency stand beside the configuration",
      "get-function",
      ["FunctionName": "f"],
      "Configuration.State = Active",
      "Configuration.LastUpdateStatus = Successful",
      "Code.RepositoryType = S3",
      "Tags = -",
      "Concurrency = -"
    ),
    .init(
      "lists have no states",
      "list-functions",
      [:],
      "Functions.# = 1",
      "Functions.0.FunctionName = f",
      "Functions.0.State = -",
      "Functions.0.RuntimeVersionConfig = -",
      "NextMarker = -"
    ),
    .init(
      "ALL lists the versions",
      "list-functions",
      ["FunctionVersion": "ALL", "MaxItems": 2],
      "Functions.# = 2",
      "Functions.1.Version = 1",
      "NextMarker = "
        + "YXJuOmF3czpsYW1iZGE6dXMtZWFzdC0xOjEyMzQ1Njc4OTAxMjpmdW5jdGlvbjpmOjI="
    ),
    .init(
      "a page has at least one item",
      "list-functions",
      ["MaxItems": 0],
      "400 ValidationException: 1 validation error detected: Value '0' at 'maxItems' failed to"
        + " satisfy constraint: Member must have value greater than or equal to 1"
    ),
    .init("deleting answers 204", "delete-function", ["FunctionName": "f"], "StatusCode = 204"),
    .init(
      "a deleted function is gone",
      after: [("delete-function", ["FunctionName": "f"])],
      "invoke",
      ["FunctionName": "f"],
      "404 ResourceNotFoundException: Function not found: \(LambdaRow.arn)"
    ),
    .init(
      "account settings",
      "get-account-settings",
      [:],
      "AccountLimit.TotalCodeSize = 80530636800",
      "AccountLimit.CodeSizeUnzipped = 262144000",
      "AccountLimit.CodeSizeZipped = 52428800",
      "AccountLimit.ConcurrentExecutions = 1000",
      "AccountLimit.UnreservedConcurrentExecutions = 1000",
      "AccountUsage.FunctionCount = 1"
    ),
  ]

  static let states: [LambdaRow] = [
    .init(
      "§8 a pending function does not run",
      after: [("create-function", LambdaRow.function("g"))],
      "invoke",
      ["FunctionName": "g"],
      "409 ResourceConflictException: The operation cannot be performed at this time. The function"
        + " is currently in the following state: Pending"
    ),
    .init(
      "§8 nor can it be changed",
      after: [("create-function", LambdaRow.function("g"))],
      "update-function-configuration",
      ["FunctionName": "g", "Timeout": 5],
      "409 ResourceConflictException: The operation cannot be performed at this time. The function"
        + " is currently in the following state: Pending"
    ),
    .init(
      "§8 soon it is active",
      after: [("create-function", LambdaRow.function("g")), ("sleep", 2)],
      "get-function-configuration",
      ["FunctionName": "g"],
      "State = Active",
      "StateReason = -",
      "LastUpdateStatus = Successful"
    ),
    .init(
      "§8 the old code serves while the new one comes",
      after: [
        ("update-function-code", LambdaRow.update(["ZipFile": #"{"handler": [{"return": 3}]}"#]))
      ],
      "invoke",
      ["FunctionName": "f"],
      "Payload = 2"
    ),
    .init(
      "§8 and then the new one",
      after: [
        ("update-function-code", LambdaRow.update(["ZipFile": #"{"handler": [{"return": 3}]}"#])),
        ("sleep", 2),
      ],
      "invoke",
      ["FunctionName": "f"],
      "Payload = 3"
    ),
    .init(
      "§8 a second update meanwhile",
      after: [("update-function-configuration", LambdaRow.update(["Timeout": 5]))],
      "update-function-configuration",
      LambdaRow.update(["Timeout": 6]),
      "409 ResourceConflictException: The operation cannot be performed at this time. An update is"
        + " in progress for resource: \(LambdaRow.arn)"
    ),
    .init(
      "§8 publishing meanwhile",
      after: [("update-function-configuration", LambdaRow.update(["Timeout": 5]))],
      "publish-version",
      ["FunctionName": "f"],
      "409 ResourceConflictException: The operation cannot be performed at this time. An update is"
        + " in progress for resource: \(LambdaRow.arn)"
    ),
    .init(
      "§8 idle for 14 days",
      after: [("sleep", 1_209_600)],
      "get-function-configuration",
      ["FunctionName": "f"],
      "State = Inactive",
      "StateReasonCode = Idle"
    ),
    .init(
      "§4 the first request then fails",
      after: [("sleep", 1_209_600)],
      "invoke",
      ["FunctionName": "f"],
      "502 ResourceNotReadyException: The function is inactive and its VPC connection is no longer"
        + " available. Wait for the VPC connection to reestablish and try again."
    ),
    .init(
      "§4 the function goes to Pending",
      after: [("sleep", 1_209_600), ("invoke", ["FunctionName": "f"])],
      "get-function-configuration",
      ["FunctionName": "f"],
      "State = Pending",
      "StateReasonCode = Restoring"
    ),
    .init(
      "§4 and to Active",
      after: [("sleep", 1_209_600), ("invoke", ["FunctionName": "f"]), ("sleep", 2)],
      "invoke",
      ["FunctionName": "f"],
      "StatusCode = 200",
      "Payload = 2"
    ),
    .init(
      "a used function stays active",
      after: [("sleep", 1_000_000), ("invoke", ["FunctionName": "f"]), ("sleep", 1_000_000)],
      "invoke",
      ["FunctionName": "f"],
      "StatusCode = 200"
    ),
  ]
}
