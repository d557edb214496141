public import JSON

/// The settings and the code of one version of a function: what publishing freezes.
public struct FunctionConfiguration: Hashable, Sendable {
  /// The function's name.
  public var functionName: String
  /// The runtime's identifier, such as `provided.al2023`.
  public var runtime: String
  /// The execution role's ARN.
  public var role: String
  /// Which code runs: a registered Swift type's name, or a name of the learner's choosing.
  public var handler: String
  /// What the function is for.
  public var description = ""
  /// After how many seconds a request is stopped.
  public var timeout = 3
  /// Memory in MB.
  public var memorySize = 128
  /// `/tmp` in MB.
  public var ephemeralStorage = 512
  /// The environment variables.
  public var variables: [String: String] = [:]
  /// The key with which the environment variables are encrypted; `nil` for one of AWS's.
  public var keyARN: String?
  /// The layers' version ARNs, in the order in which they are merged.
  public var layers: [String] = []
  /// What the instructions are for that the function runs on.
  public var architecture = Architecture.x86_64
  /// What kind of package the code comes in.
  public var packageType = PackageType.zip
  /// How and where the function logs.
  public var logging: LoggingConfiguration
  /// Who decides whether a request is traced.
  public var tracing = TracingMode.passThrough
  /// Where asynchronous events go that have failed for good.
  public var deadLetterARN: String?
  /// The recipe, for functions that are made by command.
  public var recipe: JSONValue?
  /// The SHA-256 of the code in Base64.
  public var codeSHA256: String
  /// The size of the package in bytes.
  public var codeSize: Int

  /// Creates a configuration with Lambda's defaults.
  public init(
    functionName: String,
    runtime: String,
    role: String,
    handler: String,
    code: FunctionPackage
  ) {
    self.functionName = functionName
    self.runtime = runtime
    self.role = role
    self.handler = handler
    logging = LoggingConfiguration(group: "/aws/lambda/\(functionName)")
    recipe = code.recipe
    codeSHA256 = code.sha256
    codeSize = code.size
  }

  /// How long the runtime takes to start.
  var runtimeStart: Duration {
    runtime.hasPrefix("provided")
      ? LambdaAssumptions.runtimeStart : LambdaAssumptions.managedRuntimeStart
  }

  /// How long it takes to create an environment before INIT can begin.
  var creationTime: Duration {
    LambdaAssumptions.environmentStart
      + LambdaAssumptions.downloadPerMebibyte * (codeSize / 1_048_576)
  }
}

/// The code that is uploaded: a recipe, or the name under which a Swift type is registered.
public struct FunctionPackage: Hashable, Sendable {
  let recipe: JSONValue?
  let sha256: String
  let size: Int

  /// The package of the Swift type that is registered under `handler`.
  ///
  /// - Parameters:
  ///   - handler: the registered name; the hash is taken from it.
  ///   - size: the size of the package that is pretended, for the download's time.
  public init(handler: String, size: ByteCount = .mebibytes(5)) {
    recipe = nil
    sha256 = Base64.encode(SHA256.digest(of: Array(handler.utf8)))
    self.size = size.bytes
  }

  /// The package of a recipe, which may pretend to be larger than its text.
  ///
  /// > Simplified: a package is as large zipped as unzipped.
  ///
  /// - Throws: ``ServiceError`` when the text is not a recipe, or the package is too large.
  public init(recipe text: String) throws(ServiceError) {
    let recipe = try Recipe.parse(text)
    size = try Recipe.packageSize(recipe)?.bytes ?? text.utf8.count
    guard size <= LambdaQuotas.zippedCode.bytes else {
      throw .packageTooLarge(LambdaQuotas.zippedCode)
    }
    self.recipe = recipe
    sha256 = Base64.encode(SHA256.digest(of: Array(text.utf8)))
  }
}

/// Which version of a function a request asks for.
public enum Qualifier: Hashable, Sendable {
  /// The unpublished version, which can be changed.
  case latest
  /// A published version.
  case version(Int)
  /// An alias.
  case alias(String)

  /// Reads a qualifier: `$LATEST`, a number or an alias's name.
  public init(_ text: String) {
    if text == "$LATEST" {
      self = .latest
    } else if text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) {
      self = .version(number)
    } else {
      self = .alias(text)
    }
  }
}
