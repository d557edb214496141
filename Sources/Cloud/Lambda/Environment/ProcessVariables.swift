/// The environment variables that a process sees: the function's own and those that Lambda sets.
///
/// Source: Lambda developer guide, "Defined runtime environment variables".
///
/// > Simplified: no credentials, no address of the Runtime API or of X-Ray's daemon.
final class ProcessVariables: Sendable {
  private let configuration: FunctionConfiguration
  private let version: String
  private let logStream: String
  private let initialization: InitializationType
  private let region: String

  /// What an extension, external or internal, is not told.
  private static let hiddenFromExtensions: Set<String> = [
    "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_XRAY_CONTEXT_MISSING", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER",
  ]

  init(of environment: ExecutionEnvironment) {
    configuration = environment.configuration
    version = environment.version
    logStream = environment.id
    initialization = environment.initialization
    region = environment.cloud.region
  }

  /// All variables, by name.
  ///
  /// - Parameter isExtension: whether an extension asks.
  /// - Returns: the variables; the function's own go before what can be overridden.
  func all(forExtension isExtension: Bool) -> [String: String] {
    var variables = configuration.variables.merging(defaults) { own, _ in own }
    variables.merge(reserved) { _, reserved in reserved }
    guard isExtension else { return variables }
    return variables.filter { !Self.hiddenFromExtensions.contains($0.key) }
  }

  /// What the function's own variables can override.
  private var defaults: [String: String] {
    var variables = [
      "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
      "LANG": "en_US.UTF-8",
      "LD_LIBRARY_PATH":
        "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
      "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
      "TZ": ":UTC",
    ]
    let runtime = configuration.runtime
    let number = runtime.drop { !$0.isNumber }
    switch runtime.prefix(while: \.isLetter) {
    case "nodejs":
      let modules = "/opt/nodejs/node_modules:/var/runtime/node_modules"
      variables["NODE_PATH"] =
        "/opt/nodejs/node\(number.prefix(while: \.isNumber))/node_modules:\(modules)"
    case "python": variables["PYTHONPATH"] = "/var/runtime"
    case "ruby":
      variables["GEM_PATH"] = "/var/task/vendor/bundle/ruby/\(number).0:/opt/ruby/gems/\(number).0"
    default: break
    }
    return variables
  }

  private var reserved: [String: String] {
    var variables = [
      "_HANDLER": configuration.handler,
      "AWS_REGION": region,
      "AWS_DEFAULT_REGION": region,
      "AWS_LAMBDA_FUNCTION_NAME": configuration.functionName,
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "\(configuration.memorySize)",
      "AWS_LAMBDA_FUNCTION_VERSION": version,
      "AWS_LAMBDA_INITIALIZATION_TYPE": initialization.rawValue,
      "AWS_LAMBDA_LOG_GROUP_NAME": configuration.logging.group,
      "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
      "LAMBDA_TASK_ROOT": "/var/task",
      "LAMBDA_RUNTIME_DIR": "/var/runtime",
    ]
    if !configuration.runtime.hasPrefix("provided") {
      variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_\(configuration.runtime)"
    }
    return variables
  }
}
