import JSON

/// What the service checks before it takes over a function's settings.
extension FunctionConfiguration {
  /// The runtimes that can be chosen; source: Lambda developer guide, "Lambda runtimes", spring 2026.
  static let supportedRuntimes: Set<String> = [
    "nodejs24.x", "nodejs22.x", "python3.14", "python3.13", "python3.12", "python3.11",
    "python3.10", "java25", "java21", "java17", "java11", "java8.al2", "dotnet10", "dotnet8",
    "ruby3.4", "ruby3.3", "ruby3.2", "provided.al2023", "provided.al2",
  ]

  /// The runtimes of old whose names are still known, and refused.
  static let deprecatedRuntimes: Set<String> = [
    "nodejs20.x", "nodejs18.x", "nodejs16.x", "nodejs14.x", "nodejs12.x", "nodejs10.x",
    "python3.9", "python3.8", "python3.7", "python3.6", "python2.7", "java8", "dotnet6",
    "dotnetcore3.1", "go1.x", "ruby2.7", "ruby2.5", "provided",
  ]

  /// What the service lists when it refuses an unknown runtime; recorded on 12 January 2026, when
  /// some of them could no longer be chosen.
  private static let listedRuntimes =
    "[nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x,"
    + " java17, nodejs16.x, java25, dotnet8, python3.10, java11, python3.11, dotnet6, java21,"
    + " nodejs18.x, provided.al2, ruby3.3, ruby3.4, java8.al2, ruby3.2, python3.8, python3.9]"

  static func check(runtime: String) throws(ServiceError) {
    if supportedRuntimes.contains(runtime) { return }
    guard deprecatedRuntimes.contains(runtime) else {
      throw .invalidParameter(
        "Value \(runtime) at 'runtime' failed to satisfy constraint: Member must satisfy enum"
          + " value set: \(listedRuntimes) or be a valid ARN"
      )
    }
    throw .invalidParameter(
      "The runtime parameter of \(runtime) is no longer supported for creating or updating AWS"
        + " Lambda functions. We recommend you use a supported runtime while creating or updating"
        + " functions."
    )
  }

  /// Refuses what is no role's ARN, and a role that Lambda may not take for the function.
  static func check(
    role: String,
    of function: String,
    on lambda: isolated Lambda
  ) throws(ServiceError) {
    guard ARN(role)?.isRole == true else {
      throw .pattern(
        role,
        at: "role",
        #"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"#
      )
    }
    let arn = lambda.functionARN(function)
    guard lambda.cloud.mayAssume(Lambda.principal, for: arn, role) else {
      throw .invalidParameter("The role defined for the function cannot be assumed by Lambda.")
    }
  }

  static func check(handler: String) throws(ServiceError) {
    guard handler.utf8.count <= LambdaQuotas.handlerLength else {
      throw .tooLong(handler, at: "handler", LambdaQuotas.handlerLength)
    }
    guard !handler.isEmpty, !handler.contains(where: \.isWhitespace) else {
      throw .pattern(handler, at: "handler", #"[^\s]+"#)
    }
  }

  static func check(description: String) throws(ServiceError) {
    guard description.count <= LambdaQuotas.descriptionLength else {
      throw .tooLong(description, at: "description", LambdaQuotas.descriptionLength)
    }
  }

  static func check(
    _ parameter: String,
    _ value: Int?,
    _ range: ClosedRange<Int>
  ) throws(ServiceError) {
    if let value, !range.contains(value) { throw .outOfRange(parameter, value, range) }
  }

  /// Reads the one architecture of a list.
  static func architecture(_ names: [String]) throws(ServiceError) -> Architecture {
    let text = "[\(names.joined(separator: ", "))]"
    guard names.count == 1, let name = names.first else {
      let bound = names.isEmpty ? "greater than or equal to" : "less than or equal to"
      throw .unsatisfied(text, at: "architectures", "Member must have length \(bound) 1")
    }
    guard let architecture = Architecture(rawValue: name) else {
      throw .unsatisfied(
        text,
        at: "architectures",
        "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64],"
          + " Member must not be null]"
      )
    }
    return architecture
  }

  /// Reads where failed events go; an empty ARN stands for nowhere.
  static func deadLetterTarget(_ text: String?) throws(ServiceError) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard let arn = ARN(text) else {
      throw .pattern(
        text,
        at: "deadLetterConfig.targetArn",
        "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()"
      )
    }
    guard ["sqs", "sns"].contains(arn.service) else {
      throw .invalidParameter(
        "Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS topics are supported."
      )
    }
    guard !arn.name.hasSuffix(".fifo") else {
      let kind = arn.service == "sqs" ? "SQS queue" : "SNS topic"
      throw .invalidParameter(
        "Invalid dead letter queue ARN: FIFO \(kind) is not supported for dead letter configuration"
      )
    }
    return text
  }

  private static let reservedVariables: Set<String> = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
  ]

  /// Checks environment variables: their names, and the size of their map's JSON text.
  ///
  /// > Simplified: the text has its names in alphabetical order, not in the request's.
  static func check(_ variables: [String: String]) throws(ServiceError) {
    let names = variables.keys.sorted()
    let reserved = names.filter(reservedVariables.contains)
    guard reserved.isEmpty else {
      throw .invalidParameter(
        "Lambda was unable to configure your environment variables because the environment"
          + " variables you have provided contains reserved keys that are currently not supported"
          + " for modification. Reserved keys used in this request: "
          + reserved.joined(separator: ", ")
      )
    }
    guard names.allSatisfy(isVariableName) else {
      throw .validation(
        "1 validation error detected: Value at 'environment.variables' failed to satisfy"
          + " constraint: Map keys must satisfy constraint: [Member must satisfy regular expression"
          + " pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]"
      )
    }
    let pairs = names.map { ($0, JSONValue.string(variables[$0] ?? "")) }
    let text = JSONValue.object(JSONObject(pairs)).text()
    guard text.utf8.count <= LambdaQuotas.environmentVariables.bytes else {
      throw .invalidParameter(
        "Lambda was unable to configure your environment variables because the environment"
          + " variables you have provided exceeded the 4KB limit. String measured: \(text)"
      )
    }
  }

  /// A letter, and behind it at least one letter, digit or underscore.
  private static func isVariableName(_ name: String) -> Bool {
    guard name.utf8.count >= 2, let first = name.first, first.isASCII, first.isLetter else {
      return false
    }
    return name.utf8.allSatisfy { $0 != 45 && Letters.isNameLetter($0) }
  }
}
