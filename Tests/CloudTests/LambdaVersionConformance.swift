import JSON
import Testing

/// What the service is claimed to answer about versions; version 1 of `f` answers 1, version 2 answers 2.
///
/// One row, one bullet of `lambda-config.md`.
struct LambdaVersionConformance {
  @Test(arguments: versions)
  func `the service answers`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static func change(_ result: Int) -> [(String, JSONValue)] {
    [
      (
        "update-function-code",
        ["FunctionName": "f", "ZipFile": .string(#"{"handler": [{"return": \#(result)}]}"#)]
      ), ("sleep", 2),
    ]
  }

  static let versions: [LambdaRow] = [
    .init(
      "§6 the next number",
      after: change(3),
      "publish-version",
      ["FunctionName": "f", "Description": "third"],
      "Version = 3",
      "Description = third",
      "FunctionArn = \(LambdaRow.arn):3",
      "State = Active"
    ),
    .init(
      "§6 nothing has changed: the existing one",
      "publish-version",
      ["FunctionName": "f", "Description": "again"],
      "Version = 2",
      "Description = "
    ),
    .init(
      "§6 the description counts as a change",
      after: [
        ("update-function-configuration", ["FunctionName": "f", "Description": "new"]),
        ("sleep", 2),
      ],
      "publish-version",
      ["FunctionName": "f"],
      "Version = 3",
      "Description = new"
    ),
    .init(
      "§6 numbers are not used again after a version is deleted",
      after: [("delete-function", ["FunctionName": "f", "Qualifier": "2"])],
      "publish-version",
      ["FunctionName": "f"],
      "Version = 3"
    ),
    .init(
      "§6 nor after the function is made anew",
      after: [
        ("delete-function", ["FunctionName": "f"]), ("create-function", LambdaRow.function("f")),
        ("sleep", 2),
      ],
      "publish-version",
      ["FunctionName": "f"],
      "Version = 3"
    ),
    .init(
      "§6 a guard on the code",
      "publish-version",
      ["FunctionName": "f", "CodeSha256": "x"],
      "400 InvalidParameterValueException: CodeSHA256 (x) is different from current CodeSHA256 in"
        + " $LATEST (9YJ3vH5ppYSnwDOPNNK/jVeSVbfvIGc33qRNtbKY1TQ=). Please try again with the"
        + " CodeSHA256 in $LATEST."
    ),
    .init(
      "§6 a guard on the revision",
      "publish-version",
      ["FunctionName": "f", "RevisionId": "x"],
      LambdaRow.mismatch
    ),
    .init(
      "§6 also on code",
      "update-function-code",
      ["FunctionName": "f", "RevisionId": "x", "ZipFile": "{}"],
      LambdaRow.mismatch
    ),
    .init(
      "§6 and on settings",
      "update-function-configuration",
      ["FunctionName": "f", "RevisionId": "x"],
      LambdaRow.mismatch
    ),
    .init(
      "§6 a published version's code stays as it is",
      "update-function-code",
      ["FunctionName": "f:1", "ZipFile": "{}"],
      LambdaRow.fixed
    ),
    .init(
      "§6 and so do its settings",
      "update-function-configuration",
      ["FunctionName": .string("\(LambdaRow.arn):1"), "Timeout": 9],
      LambdaRow.fixed
    ),
    .init(
      "§6 publishing in one step",
      "update-function-code",
      ["FunctionName": "f", "ZipFile": #"{"handler": []}"#, "Publish": true],
      "Version = 3",
      "FunctionArn = \(LambdaRow.arn):3"
    ),
    .init(
      "§6 a dry run changes nothing",
      after: [
        (
          "update-function-code",
          ["FunctionName": "f", "ZipFile": #"{"handler": []}"#, "DryRun": true]
        )
      ],
      "get-function-configuration",
      ["FunctionName": "f"],
      "LastUpdateStatus = Successful",
      "CodeSha256 = 9YJ3vH5ppYSnwDOPNNK/jVeSVbfvIGc33qRNtbKY1TQ="
    ),
    .init(
      "§9 creating and publishing in one step",
      "create-function",
      LambdaRow.function("g", ["Publish": true]),
      "Version = 1",
      "State = Pending"
    ),
    .init(
      "§6 a published version is frozen",
      after: change(3),
      "invoke",
      ["FunctionName": "f", "Qualifier": "1"],
      "Payload = 1",
      "ExecutedVersion = 1"
    ),
    .init(
      "§6 an unqualified name is $LATEST",
      after: change(3),
      "invoke",
      ["FunctionName": "f"],
      "Payload = 3",
      "ExecutedVersion = $LATEST"
    ),
    .init(
      "§6 a qualified ARN",
      "invoke",
      ["FunctionName": .string(LambdaRow.arn + ":$LATEST")],
      "ExecutedVersion = $LATEST"
    ),
    .init(
      "§6 a version that is not there",
      "invoke",
      ["FunctionName": "f", "Qualifier": "9"],
      "404 ResourceNotFoundException: Function not found: \(LambdaRow.arn):9"
    ),
    .init(
      "§6 $LATEST stays",
      "delete-function",
      ["FunctionName": "f", "Qualifier": "$LATEST"],
      "400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting the"
        + " function."
    ),
    .init(
      "§7 so does a version that an alias points to",
      "delete-function",
      ["FunctionName": "f", "Qualifier": "1"],
      "409 ResourceConflictException: Unable to delete version because the following aliases"
        + " reference it: [live]"
    ),
    .init(
      "an alias is not deleted like a version",
      "delete-function",
      ["FunctionName": "f", "Qualifier": "live"],
      "400 InvalidParameterValueException: Deletion of aliases is not currently supported."
    ),
    .init(
      "versions are listed",
      "list-versions-by-function",
      ["FunctionName": "f"],
      "Versions.# = 3",
      "Versions.0.Version = $LATEST",
      "Versions.0.FunctionArn = \(LambdaRow.arn):$LATEST",
      "Versions.2.Version = 2",
      "Versions.2.State = -",
      "NextMarker = -"
    ),
    .init(
      "page by page",
      "list-versions-by-function",
      ["FunctionName": "f", "MaxItems": 1, "Marker": "MQ=="],
      "Versions.# = 1",
      "Versions.0.Version = 1",
      "NextMarker = Mg=="
    ),
  ]
}
