import Simulation

/// One function: its unpublished version, its published ones, its aliases and its switches.
struct Function {
  var latest: FunctionConfiguration
  var revision: String
  var lastModified: String
  var versions: [Int: PublishedVersion] = [:]
  var aliases: [String: FunctionAlias] = [:]
  /// The number that the next published version gets; numbers are never used again.
  var nextVersion = 1
  /// How asynchronous events are handled, by qualifier.
  var eventInvokeConfigs: [String: EventInvokeConfig] = [:]

  /// The published versions, oldest first.
  var versionsInOrder: [(number: Int, version: PublishedVersion)] {
    versions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// A published version: code and settings that never change again.
struct PublishedVersion: Hashable {
  let configuration: FunctionConfiguration
  let revision: String
  let lastModified: String
}

/// A name that points to one published version, or to two by weight.
public struct FunctionAlias: Hashable, Sendable {
  /// The alias's name.
  public let name: String
  /// The version that it points to: a number, or `$LATEST`.
  public var functionVersion: String
  /// What the alias is for.
  public var description: String
  /// A second version and the share of requests that it gets.
  public var additional: (version: Int, weight: Double)? {
    get { additionalVersion.map { ($0, additionalWeight) } }
    set {
      additionalVersion = newValue?.version
      additionalWeight = newValue?.weight ?? 0
    }
  }
  private var additionalVersion: Int?
  private var additionalWeight = 0.0
  var revision: String

  init(name: String, functionVersion: String, description: String, revision: String) {
    self.name = name
    self.functionVersion = functionVersion
    self.description = description
    self.revision = revision
  }

  /// The version that the next request runs on; `nil` for `$LATEST`.
  func version(choosing stream: inout RandomStream) -> Int? {
    if let additional, stream.uniform() < additional.weight { return additional.version }
    return Int(functionVersion)
  }
}

/// How asynchronous events are handled.
struct EventInvokeConfig: Hashable {
  var retryAttempts = LambdaQuotas.retryAttempts.upperBound
  var eventAge = LambdaQuotas.eventAge.upperBound
  var onSuccess: String?
  var onFailure: String?
  var lastModified = 0.0
}
