import JSON
import Testing

/// What the service is claimed to answer about functions' settings.
///
/// One row, one bullet of `lambda-config.md`.
struct LambdaSettingsConformance {
  @Test(arguments: settings)
  func `the service answers`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static func variables(_ size: Int) -> JSONValue {
    // {"KEY":"…"} has ten letters around the value.
    ["Variables": ["KEY": .string(String(repeating: "v", count: size - 10))]]
  }

  /// A variable of a runtime, as its code sees it.
  private static func path(_ runtime: String, _ name: String, _ value: String) -> LambdaRow {
    .init(
      "§11 of the lifecycle: \(name) of \(runtime)",
      after: [
        (
          "create-function",
          LambdaRow.function(
            "g",
            [
              "Runtime": .string(runtime),
              "ZipFile": .string(#"{"handler": [{"return": {"env": "{env}"}}]}"#),
            ]
          )
        ), ("sleep", 2),
      ],
      "invoke",
      ["FunctionName": "g"],
      "Payload.env.\(name) = \(value)"
    )
  }

  static let settings: [LambdaRow] = [
    .init(
      "§9 a runtime is needed",
      "create-function",
      LambdaRow.function("g", ["Runtime": .null]),
      "400 InvalidParameterValueException: Runtime is mandatory for functions created with"
        + " deployment packages."
    ),
    .init(
      "§9 a handler is needed",
      "create-function",
      LambdaRow.function("g", ["Handler": .null]),
      "400 InvalidParameterValueException: Handler is mandatory for functions created with"
        + " deployment packages."
    ),
    .init(
      "§2 Python 3.8 is deprecated: create blocked",
      "create-function",
      LambdaRow.function("g", ["Runtime": "python3.8"]),
      "400 InvalidParameterValueException: The runtime parameter of python3.8 is no longer"
        + " supported for creating or updating AWS Lambda functions. We recommend you use a"
        + " supported runtime while creating or updating functions."
    ),
    .init(
      "§2 an unknown runtime gets the list",
      "update-function-configuration",
      LambdaRow.update(["Runtime": "cobol85"]),
      "400 InvalidParameterValueException: Value cobol85 at 'runtime' failed to satisfy constraint:"
        + " Member must satisfy enum value set: [nodejs20.x, python3.14, provided.al2023,"
        + " python3.12, python3.13, nodejs24.x, nodejs22.x, java17, nodejs16.x, java25, dotnet8,"
        + " python3.10, java11, python3.11, dotnet6, java21, nodejs18.x, provided.al2, ruby3.3,"
        + " ruby3.4, java8.al2, ruby3.2, python3.8, python3.9] or be a valid ARN"
    ),
    .init(
      "§3 a role is an ARN of a role",
      "create-function",
      LambdaRow.function("g", ["Role": "r"]),
      "400 ValidationException: 1 validation error detected: Value 'r' at 'role' failed to satisfy"
        + " constraint: Member must satisfy regular expression pattern:"
        + " arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"
    ),
    .init(
      "§1 memory from 128 MB",
      "update-function-configuration",
      LambdaRow.update(["MemorySize": 127]),
      "400 ValidationException: 1 validation error detected: Value '127' at 'memorySize' failed to"
        + " satisfy constraint: Member must have value greater than or equal to 128"
    ),
    .init(
      "§1 memory to 10,240 MB",
      "update-function-configuration",
      LambdaRow.update(["MemorySize": 10_240]),
      "MemorySize = 10240",
      "LastUpdateStatus = InProgress"
    ),
    .init(
      "§1 not beyond",
      "update-function-configuration",
      LambdaRow.update(["MemorySize": 10_241]),
      "400 ValidationException: 1 validation error detected: Value '10241' at 'memorySize' failed to"
        + " satisfy constraint: Member must have value less than or equal to 10240"
    ),
    .init(
      "§1 time-out to 900 s",
      "update-function-configuration",
      LambdaRow.update(["Timeout": 901]),
      "400 ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to"
        + " satisfy constraint: Member must have value less than or equal to 900"
    ),
    .init(
      "§1 /tmp from 512 MB",
      "update-function-configuration",
      LambdaRow.update(["EphemeralStorage": ["Size": 511]]),
      "400 ValidationException: 1 validation error detected: Value '511' at 'ephemeralStorage.size'"
        + " failed to satisfy constraint: Member must have value greater than or equal to 512"
    ),
    .init(
      "a description of 256 letters at the most",
      "update-function-configuration",
      LambdaRow.update(["Description": .string(String(repeating: "d", count: 257))]),
      "400 ValidationException: 1 validation error detected: Value '"
        + String(repeating: "d", count: 257)
        + "' at 'description' failed to satisfy constraint: Member must have length less than or"
        + " equal to 256"
    ),
    .init(
      "§1 environment variables: 4,096 bytes of JSON",
      "update-function-configuration",
      LambdaRow.update(["Environment": variables(4_096)]),
      "LastUpdateStatus = InProgress"
    ),
    .init(
      "§6 one byte more, with the text that was measured",
      "update-function-configuration",
      LambdaRow.update(["Environment": variables(4_097)]),
      "400 InvalidParameterValueException: Lambda was unable to configure your environment variables"
        + " because the environment variables you have provided exceeded the 4KB limit. String"
        + " measured: {\"KEY\":\"" + String(repeating: "v", count: 4_087) + "\"}"
    ),
    .init(
      "§6 AWS_REGION is reserved",
      "update-function-configuration",
      LambdaRow.update(["Environment": ["Variables": ["AWS_REGION": "x", "OTHER": "y"]]]),
      "400 InvalidParameterValueException: Lambda was unable to configure your environment variables"
        + " because the environment variables you have provided contains reserved keys that are"
        + " currently not supported for modification. Reserved keys used in this request:"
        + " AWS_REGION"
    ),
    .init(
      "§11 of the lifecycle: what the platform's variables hold",
      after: [
        (
          "create-function",
          LambdaRow.function(
            "g",
            [
              "Handler": "app.run", "MemorySize": 256, "Environment": ["Variables": ["TZ": "CET"]],
              "ZipFile": .string(#"{"handler": [{"return": {"env": "{env}"}}]}"#),
            ]
          )
        ), ("sleep", 2),
      ],
      "invoke",
      ["FunctionName": "g"],
      "Payload.env._HANDLER = app.run",
      "Payload.env.AWS_REGION = us-east-1",
      "Payload.env.AWS_DEFAULT_REGION = us-east-1",
      "Payload.env.AWS_EXECUTION_ENV = AWS_Lambda_python3.13",
      "Payload.env.AWS_LAMBDA_FUNCTION_NAME = g",
      "Payload.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE = 256",
      "Payload.env.AWS_LAMBDA_FUNCTION_VERSION = $LATEST",
      "Payload.env.AWS_LAMBDA_INITIALIZATION_TYPE = on-demand",
      "Payload.env.AWS_LAMBDA_LOG_GROUP_NAME = /aws/lambda/g",
      "Payload.env.LAMBDA_TASK_ROOT = /var/task",
      "Payload.env.LAMBDA_RUNTIME_DIR = /var/runtime",
      "Payload.env.LANG = en_US.UTF-8",
      "Payload.env.PATH = /usr/local/bin:/usr/bin/:/bin:/opt/bin",
      "Payload.env.LD_LIBRARY_PATH = /lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task"
        + ":/var/task/lib:/opt/lib",
      "Payload.env.PYTHONPATH = /var/runtime",
      "Payload.env.NODE_PATH = -",
      "Payload.env.AWS_XRAY_CONTEXT_MISSING = LOG_ERROR",
      "Payload.env.TZ = CET"
    ),
    path(
      "nodejs22.x",
      "NODE_PATH",
      "/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules"
        + ":/var/runtime/node_modules"
    ),
    path("ruby3.4", "GEM_PATH", "/var/task/vendor/bundle/ruby/3.4.0:/opt/ruby/gems/3.4.0"),
    path("provided.al2023", "AWS_EXECUTION_ENV", "-"),
    .init(
      "§1 75 GB of code in a Region",
      after: (1...1_535).map { _ in
        ("publish-layer-version", ["LayerName": "big", "ZipFile": #"{"size": "50MB"}"#])
      },
      "publish-layer-version",
      ["LayerName": "big", "ZipFile": #"{"size": "50MB"}"#],
      "400 CodeStorageExceededException: Code storage limit exceeded."
    ),
    .init(
      "a variable's name begins with a letter",
      "update-function-configuration",
      LambdaRow.update(["Environment": ["Variables": ["1A": "x"]]]),
      "400 ValidationException: 1 validation error detected: Value at 'environment.variables' failed"
        + " to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular"
        + " expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]"
    ),
    .init(
      "§6 a package over 52,428,800 bytes",
      "update-function-code",
      LambdaRow.update(["ZipFile": #"{"size": "60MB", "handler": []}"#]),
      "413 RequestEntityTooLargeException: Zipped size must be smaller than 52428800 bytes"
    ),
    .init(
      "no source of code",
      "update-function-code",
      LambdaRow.update([:]),
      "400 InvalidParameterValueException: Please provide a source for function code."
    ),
    .init(
      "an image for a zip function",
      "update-function-code",
      LambdaRow.update(["ImageUri": "x"]),
      "400 InvalidParameterValueException: Please don't provide ImageUri when updating a function"
        + " with packageType Zip."
    ),
    .init(
      "§2 arm64",
      "update-function-code",
      LambdaRow.update(["ZipFile": #"{"handler": []}"#, "Architectures": ["arm64"]]),
      "Architectures.0 = arm64",
      "LastUpdateStatus = InProgress",
      "LastUpdateStatusReason = The function is being created.",
      "LastUpdateStatusReasonCode = Creating"
    ),
    .init(
      "§2 no other architecture",
      "create-function",
      LambdaRow.function("g", ["Architectures": ["riscv"]]),
      "400 ValidationException: 1 validation error detected: Value '[riscv]' at 'architectures'"
        + " failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum"
        + " value set: [x86_64, arm64], Member must not be null]"
    ),
    .init(
      "§2 not two",
      "create-function",
      LambdaRow.function("g", ["Architectures": ["x86_64", "arm64"]]),
      "400 ValidationException: 1 validation error detected: Value '[x86_64, arm64]' at"
        + " 'architectures' failed to satisfy constraint: Member must have length less than or equal"
        + " to 1"
    ),
    .init(
      "a dead-letter target is a queue or a topic",
      "update-function-configuration",
      LambdaRow.update(["DeadLetterConfig": ["TargetArn": .string(LambdaRow.arn)]]),
      "400 InvalidParameterValueException: Invalid dead letter queue ARN: Only Amazon SQS queues and"
        + " Amazon SNS topics are supported."
    ),
    .init(
      "§5 JSON logs have levels",
      "update-function-configuration",
      LambdaRow.update(["LoggingConfig": ["LogFormat": "JSON", "SystemLogLevel": "WARN"]]),
      "LoggingConfig.LogFormat = JSON",
      "LoggingConfig.ApplicationLogLevel = INFO",
      "LoggingConfig.SystemLogLevel = WARN",
      "LoggingConfig.LogGroup = /aws/lambda/f"
    ),
    .init(
      "§5 plain ones have none",
      "update-function-configuration",
      LambdaRow.update(["LoggingConfig": ["SystemLogLevel": "WARN"]]),
      "400 InvalidParameterValueException: ApplicationLogLevel and SystemLogLevel can be set only"
        + " when LogFormat is JSON."
    ),
    .init(
      "§5 tracing is Active or PassThrough",
      "update-function-configuration",
      LambdaRow.update(["TracingConfig": ["Mode": "Maybe"]]),
      "400 ValidationException: 1 validation error detected: Value 'Maybe' at 'tracingConfig.mode'"
        + " failed to satisfy constraint: Member must satisfy enum value set: [Active, PassThrough]"
    ),
    .init(
      "§5 tracing waits for X-Ray, by name",
      "update-function-configuration",
      LambdaRow.update(["TracingConfig": ["Mode": "Active"]]),
      "501 NotSupportedHere: Active tracing exists on AWS and is left out of this mini cloud."
    ),
    .init(
      "§4 security groups alone are a network too",
      "update-function-configuration",
      LambdaRow.update(["VpcConfig": ["SecurityGroupIds": ["sg-1"]]]),
      "501 NotSupportedHere: A function in a VPC exists on AWS and is left out of this mini cloud."
    ),
    .init(
      "§4 networks are out of scope, by name",
      "update-function-configuration",
      LambdaRow.update(["VpcConfig": ["SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]]]),
      "501 NotSupportedHere: A function in a VPC exists on AWS and is left out of this mini cloud."
    ),
    .init(
      "images are out of scope, by name",
      "create-function",
      LambdaRow.function("g", ["PackageType": "Image"]),
      "501 NotSupportedHere: A container image exists on AWS and is left out of this mini cloud."
    ),
  ]
}
