import Simulation

/// One function: its unpublished version, its published ones, its aliases and its switches.
struct Function {
  /// What keeps a function from being run or changed for a while.
  enum Change: Hashable {
    /// It is made.
    case creating
    /// It has been idle for long and is made ready again.
    case restoring
    /// Its code or settings change; until then it runs on the old ones.
    case updating(from: FunctionConfiguration)
  }

  /// What the unpublished version is, or is about to become.
  var latest: FunctionConfiguration
  /// Changes with every change of the unpublished version, and when one has been carried out.
  var revision: String
  var lastModified: String
  var versions: [Int: PublishedVersion] = [:]
  var aliases: [String: FunctionAlias] = [:]
  /// The number that the next published version gets; numbers are never used again.
  var nextVersion = 1
  /// How asynchronous events are handled, by qualifier.
  var eventInvokeConfigs: [String: EventInvokeConfig] = [:]
  /// What goes on with it.
  var change: Change?
  /// Tells that change from others, also of an earlier function of the same name.
  var changeID = 0
  /// Who may do what, by qualifier; `$LATEST` stands for the unqualified function.
  var policies: [String: ResourcePolicy] = [:]
  /// The HTTP addresses, by qualifier.
  var urls: [String: FunctionURL] = [:]
  var tags: [String: String] = [:]
  /// Whether Lambda stops it when it takes part in a loop.
  var recursiveLoop = RecursiveLoop.terminate

  init(latest: FunctionConfiguration, revision: String, lastModified: String) {
    self.latest = latest
    self.revision = revision
    self.lastModified = lastModified
  }

  /// What a request for the unpublished version runs on.
  var serving: FunctionConfiguration {
    if case .updating(let old) = change { old } else { latest }
  }

  /// The published versions, oldest first.
  var versionsInOrder: [(number: Int, version: PublishedVersion)] {
    versions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// A published version: code and settings that never change again.
struct PublishedVersion: Hashable {
  let configuration: FunctionConfiguration
  /// The unpublished version that it was made from, whose description may differ.
  let source: FunctionConfiguration
  /// Changes with the version's policy.
  var revision: String
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
