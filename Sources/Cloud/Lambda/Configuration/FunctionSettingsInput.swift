/// Environment variables, as a request gives them.
public struct EnvironmentInput: Decodable, Sendable {
  /// By name.
  public var variables: [String: String]?
}

/// Where failed asynchronous events go, as a request gives it.
public struct DeadLetterConfigInput: Decodable, Sendable {
  /// A queue's or topic's ARN; empty for none.
  public var targetArn: String?
}

/// `/tmp`, as a request gives it.
public struct EphemeralStorageInput: Decodable, Sendable {
  /// In MB.
  public var size: Int
}

/// How a function logs, as a request gives it.
public struct LoggingConfigInput: Decodable, Sendable {
  /// `Text` or `JSON`.
  public var logFormat: String?
  /// `TRACE` to `FATAL`; only with `JSON`.
  public var applicationLogLevel: String?
  /// `DEBUG`, `INFO` or `WARN`; only with `JSON`.
  public var systemLogLevel: String?
  /// The log group's name.
  public var logGroup: String?
}

/// Who decides whether requests are traced, as a request gives it.
public struct TracingConfigInput: Decodable, Sendable {
  /// `Active` or `PassThrough`.
  public var mode: String?
}

/// Snapshots after INIT, which are left out here.
public struct SnapStartInput: Decodable, Sendable {
  /// `PublishedVersions`, or `None`, which is all there is here.
  public var applyOn: String?
}

/// A private network, which is left out here.
public struct VpcConfigInput: Decodable, Sendable {
  /// In which subnets; an empty list leaves the network.
  public var subnetIds: [String]?
  /// Behind which firewalls.
  public var securityGroupIds: [String]?
}

/// A shared file system, which is left out here.
public struct FileSystemConfigInput: Decodable, Sendable {
  /// Its access point's ARN.
  public var arn: String
  /// Where it appears.
  public var localMountPath: String
}

/// Settings of a container image, which are left out here.
public struct ImageConfigInput: Decodable, Sendable {
  /// What is started.
  public var entryPoint: [String]?
  /// With which arguments.
  public var command: [String]?
  /// Where.
  public var workingDirectory: String?
}

/// The settings that both a new function and a change may give.
struct FunctionSettings {
  var role: String?
  var runtime: String?
  var handler: String?
  var description: String?
  var timeout: Int?
  var memorySize: Int?
  var ephemeralStorage: Int?
  var variables: [String: String]?
  var keyARN: String?
  var deadLetterConfig: DeadLetterConfigInput?
  var layers: [String]?
  var logging: LoggingConfigInput?
  var tracing: TracingConfigInput?
}

extension FunctionConfiguration {
  /// Takes the settings over that are given, or none if one is refused.
  ///
  /// - Parameters:
  ///   - settings: what is given.
  ///   - lambda: where the layers are.
  /// - Throws: ``ServiceError`` about the first setting that is refused.
  mutating func apply(
    _ settings: FunctionSettings,
    on lambda: isolated Lambda
  ) async throws(ServiceError) {
    var changed = self
    if let variables = settings.variables {
      try Self.check(variables)
      changed.variables = variables
    }
    if let key = settings.keyARN { changed.keyARN = try Self.key(key) }
    if let layers = settings.layers {
      try lambda.check(layers: layers)
      changed.layers = layers
    }
    if let role = settings.role {
      try Self.check(role: role, of: functionName, on: lambda)
      changed.role = role
    }
    if let runtime = settings.runtime {
      try Self.check(runtime: runtime)
      changed.runtime = runtime
    }
    if let handler = settings.handler {
      try Self.check(handler: handler)
      changed.handler = handler
    }
    if let description = settings.description {
      try Self.check(description: description)
      changed.description = description
    }
    try Self.check("timeout", settings.timeout, LambdaQuotas.timeout)
    try Self.check("memorySize", settings.memorySize, LambdaQuotas.memorySize)
    try Self.check(
      "ephemeralStorage.size",
      settings.ephemeralStorage,
      LambdaQuotas.ephemeralStorage
    )
    changed.timeout = settings.timeout ?? timeout
    changed.memorySize = settings.memorySize ?? memorySize
    changed.ephemeralStorage = settings.ephemeralStorage ?? ephemeralStorage
    if let target = settings.deadLetterConfig {
      changed.deadLetterARN = try Self.deadLetterTarget(target.targetArn)
    }
    if let logging = settings.logging { try changed.logging.apply(logging) }
    if let mode = settings.tracing?.mode {
      changed.tracing = try Self.choice(mode, at: "tracingConfig.mode")
      // Traces come with X-Ray; until then nothing would be traced.
      if changed.tracing == .active { throw .notSupported("Active tracing") }
    }
    try await changed.checkDeadLetterRole(in: lambda.cloud)
    try lambda.checkUnzippedSize(of: changed)
    self = changed
  }

  /// Reads one of an enumeration's texts.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String,
    at path: String
  ) throws(ServiceError) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw .notAMember(text, at: path, of: Choice.allCases.map(\.rawValue))
    }
    return choice
  }
}

extension LoggingConfiguration {
  /// Takes the settings over that are given; levels come and go with the JSON format.
  mutating func apply(_ input: LoggingConfigInput) throws(ServiceError) {
    if let text = input.logFormat {
      format = try FunctionConfiguration.choice(text, at: "loggingConfig.logFormat")
    }
    if format == .text {
      guard input.applicationLogLevel == nil, input.systemLogLevel == nil else {
        throw .invalidParameter(
          "ApplicationLogLevel and SystemLogLevel can be set only when LogFormat is JSON."
        )
      }
      (applicationLevel, systemLevel) = (nil, nil)
    } else {
      applicationLevel = applicationLevel ?? .info
      systemLevel = systemLevel ?? .info
    }
    if let text = input.applicationLogLevel {
      applicationLevel = try FunctionConfiguration.choice(
        text,
        at: "loggingConfig.applicationLogLevel"
      )
    }
    if let text = input.systemLogLevel {
      systemLevel = try FunctionConfiguration.choice(text, at: "loggingConfig.systemLogLevel")
    }
    if let name = input.logGroup {
      let isName = name.utf8.allSatisfy { byte in
        Letters.isNameLetter(byte) || "./#".utf8.contains(byte)
      }
      guard isName, (1...512).contains(name.utf8.count) else {
        throw .pattern(name, at: "loggingConfig.logGroup", #"[\.\-_/#A-Za-z0-9]+"#)
      }
      group = name
    }
  }
}

/// The settings that AWS knows and the mini cloud has not: refused by name.
struct UnsupportedSettings {
  var vpcConfig: VpcConfigInput?
  var fileSystemConfigs: [FileSystemConfigInput]?
  var imageConfig: ImageConfigInput?
  var codeSigningConfigArn: String?
  var snapStart: SnapStartInput?

  /// Refuses the first one that is asked for.
  func check() throws(ServiceError) {
    let networks = (vpcConfig?.subnetIds ?? []) + (vpcConfig?.securityGroupIds ?? [])
    guard networks.isEmpty else { throw .notSupported("A function in a VPC") }
    if fileSystemConfigs?.isEmpty == false { throw .notSupported("A shared file system") }
    if imageConfig != nil { throw .notSupported("A container image") }
    if codeSigningConfigArn != nil { throw .notSupported("Code signing") }
    if let mode = snapStart?.applyOn, mode != "None" { throw .notSupported("SnapStart") }
  }
}
