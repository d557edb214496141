import JSON

/// A layer version as the service describes it.
public struct LayerVersionDescription: Sendable {
  /// Where the content is.
  public struct Content: Sendable {
    /// An address that is only for show.
    public let location: String
    /// The SHA-256 of the content in Base64.
    public let codeSha256: String
    /// Its size in bytes.
    public let codeSize: Int
  }

  /// Where the content is.
  public let content: Content
  /// The layer's ARN.
  public let layerArn: String
  /// The version's ARN.
  public let layerVersionArn: String
  /// What the version is for.
  public let description: String
  /// When it was published.
  public let createdDate: String
  /// Its number.
  public let version: Int
  /// For which runtimes it is meant.
  public let compatibleRuntimes: [String]?
  /// Its licence.
  public let licenseInfo: String?
  /// For which processors it is meant.
  public let compatibleArchitectures: [String]?

  init(_ version: LayerVersion, of name: String, in lambda: Lambda) {
    content = Content(
      location: lambda.codeLocation("layers", name, version.codeSHA256),
      codeSha256: version.codeSHA256,
      codeSize: version.codeSize
    )
    layerArn = lambda.layerARN(name)
    layerVersionArn = "\(layerArn):\(version.number)"
    description = version.description
    createdDate = version.createdDate
    self.version = version.number
    compatibleRuntimes = version.compatibleRuntimes
    licenseInfo = version.licenseInfo
    compatibleArchitectures = version.compatibleArchitectures
  }
}

/// A layer version as lists have it.
public struct LayerVersionItem: Sendable {
  /// The version's ARN.
  public let layerVersionArn: String
  /// Its number.
  public let version: Int
  /// What it is for.
  public let description: String
  /// When it was published.
  public let createdDate: String
  /// For which runtimes it is meant.
  public let compatibleRuntimes: [String]?
  /// Its licence.
  public let licenseInfo: String?
  /// For which processors it is meant.
  public let compatibleArchitectures: [String]?

  init(_ version: LayerVersion, of name: String, in lambda: Lambda) {
    layerVersionArn = "\(lambda.layerARN(name)):\(version.number)"
    self.version = version.number
    description = version.description
    createdDate = version.createdDate
    compatibleRuntimes = version.compatibleRuntimes
    licenseInfo = version.licenseInfo
    compatibleArchitectures = version.compatibleArchitectures
  }
}

extension Layer {
  /// Reads a layer's name, also out of its ARN.
  static func name(_ text: String) throws(ServiceError) -> String {
    let parts = (ARN(text)?.resource ?? "layer:\(text)").split(
      separator: ":",
      omittingEmptySubsequences: false
    )
    guard parts.count == 2, parts[0] == "layer", !parts[1].isEmpty, text.utf8.count <= 140,
      parts[1].utf8.allSatisfy(Letters.isNameLetter)
    else {
      throw .pattern(
        text,
        at: "layerName",
        "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+"
      )
    }
    return String(parts[1])
  }

  static func check(number: Int) throws(ServiceError) {
    guard number >= 1 else { throw .invalidParameter("Layer Version Cannot be less than 1") }
  }

  /// Checks what a version says that it is meant for.
  ///
  /// > Simplified: the service's own list of runtimes also has names that never came out.
  static func check(_ runtimes: [String]?, _ architectures: [String]?) throws(ServiceError) {
    let known = FunctionConfiguration.supportedRuntimes.union(
      FunctionConfiguration.deprecatedRuntimes
    )
    if let runtimes, !known.isSuperset(of: runtimes) {
      throw .notAMember(
        "[\(runtimes.joined(separator: ", "))]",
        at: "compatibleRuntimes",
        of: known.sorted()
      )
    }
    if let architectures, architectures.contains(where: { Architecture(rawValue: $0) == nil }) {
      throw .unsatisfied(
        "[\(architectures.joined(separator: ", "))]",
        at: "compatibleArchitectures",
        "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64]]"
      )
    }
  }

  /// The size of a layer's content: what it pretends under `size`, or that of its text.
  static func size(of text: String) throws(ServiceError) -> Int {
    let json = (try? JSONValue(parsing: text)) ?? .null
    let size = try Recipe.packageSize(json)?.bytes ?? text.utf8.count
    guard size <= LambdaQuotas.zippedCode.bytes else {
      throw .packageTooLarge(LambdaQuotas.zippedCode)
    }
    return size
  }
}

extension LayerVersion {
  /// Whether it is still there, and meant for a runtime and an architecture.
  func matches(_ runtime: String?, _ architecture: String?) -> Bool {
    !isDeleted && (runtime.map { compatibleRuntimes?.contains($0) ?? false } ?? true)
      && (architecture.map { compatibleArchitectures?.contains($0) ?? false } ?? true)
  }
}

extension Lambda {
  nonisolated func layerARN(_ name: String) -> String {
    ARN(service: "lambda", resource: "layer:\(name)", in: cloud).description
  }
}
