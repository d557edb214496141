import JSON
import Testing

/// Which settings are refused: those that are left out, by their names, and names that are Lambda's
/// own.
///
/// One row, one refusal; the list of what is left out stands in the documentation of the cloud.
struct LambdaRefusedSettings {
  @Test(arguments: leftOut + reservedNames)
  func `the service refuses`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static func leftOut(_ setting: JSONObject, _ what: String) -> LambdaRow {
    LambdaRow(
      "\(what) by name",
      "create-function",
      LambdaRow.function("g", setting),
      "501 NotSupportedHere: \(what) exists on AWS and is left out of this mini cloud."
    )
  }

  static let leftOut: [LambdaRow] = [
    leftOut(
      [
        "FileSystemConfigs": [
          [
            "Arn": "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/a",
            "LocalMountPath": "/mnt/a",
          ]
        ]
      ],
      "A shared file system"
    ),
    leftOut(["ImageConfig": ["Command": ["a"]]], "A container image"),
    leftOut(
      ["CodeSigningConfigArn": "arn:aws:lambda:us-east-1:123456789012:code-signing-config:a"],
      "Code signing"
    ),
    leftOut(["SnapStart": ["ApplyOn": "PublishedVersions"]], "SnapStart"),
    LambdaRow(
      "§5 a dead-letter queue is no FIFO queue",
      "create-function",
      LambdaRow.function(
        "g",
        ["DeadLetterConfig": ["TargetArn": "arn:aws:sqs:us-east-1:123456789012:d.fifo"]]
      ),
      "400 InvalidParameterValueException: Invalid dead letter queue ARN: FIFO SQS queue is not"
        + " supported for dead letter configuration"
    ),
    LambdaRow(
      "§5 a dead-letter topic is no FIFO topic",
      "create-function",
      LambdaRow.function(
        "g",
        ["DeadLetterConfig": ["TargetArn": "arn:aws:sns:us-east-1:123456789012:d.fifo"]]
      ),
      "400 InvalidParameterValueException: Invalid dead letter queue ARN: FIFO SNS topic is not"
        + " supported for dead letter configuration"
    ),
  ]

  /// Source: Lambda developer guide, "Defined runtime environment variables".
  static let reservedNames: [LambdaRow] = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
  ].map { name in
    LambdaRow(
      "§6 \(name) is reserved",
      "update-function-configuration",
      LambdaRow.update(["Environment": ["Variables": [name: "x"]]]),
      "400 InvalidParameterValueException: Lambda was unable to configure your environment variables"
        + " because the environment variables you have provided contains reserved keys that are"
        + " currently not supported for modification. Reserved keys used in this request: \(name)"
    )
  }
}
