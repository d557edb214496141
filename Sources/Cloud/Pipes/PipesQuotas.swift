import Simulation

/// EventBridge Pipes' limits and defaults, with their source and date.
///
/// Source: the service model of botocore 1.43.11 (May 2026) and the EventBridge user guide, read in 2026.
public enum PipesQuotas {
  /// Pipes of an account in a Region.
  public static let pipes = 1_000
  /// Letters in a pipe's name.
  public static let nameLength = 1...64
  /// Letters in an ARN.
  public static let arnLength = 1_600
  /// Letters in a description.
  public static let descriptionLength = 0...512
  /// Events of a batch, if nothing is said.
  public static let batchSize = 10
  /// Events of a batch, to a function.
  public static let batchSizes = 1...10_000
  /// Events of a batch, to a queue, a topic or a bus.
  public static let batchSizesOfMessages = 1...10
  /// How many seconds a batch may wait to be filled.
  public static let batchingWindow = 0...300
  /// Patterns of a filter.
  public static let filters = 0...5
  /// What an event on a bus may be about.
  static let eventResources = 10
  /// Letters in a template.
  public static let templateLength = 0...8_192
  /// Tags of a pipe.
  public static let tags = 50
  /// What counts as one request on the bill (AWS price page, June 2026).
  public static let billedChunk = ByteCount.kibibytes(64)
}

/// What AWS does not publish and the mini cloud has to choose.
public enum PipesAssumptions {
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(10)
  /// From the answer to a change until it is in force.
  public static let change = Duration.seconds(1)
}

/// Errors of EventBridge Pipes.
extension ServiceError {
  /// There is no such pipe.
  static func pipeNotFound(_ name: String) -> Self {
    Self(code: "NotFoundException", status: 404, message: "Pipe \(name) does not exist.")
  }

  /// A pipe of this name is there already.
  static func pipeExists(_ name: String) -> Self {
    Self(code: "ConflictException", status: 409, message: "Pipe \(name) already exists.")
  }

  /// The pipe is being changed.
  static func pipeInChange(_ name: String, _ state: PipeState) -> Self {
    Self(
      code: "ConflictException",
      status: 409,
      message: "Pipe \(name) is in the state \(state.rawValue)."
    )
  }

  /// There are as many as the account may have.
  static func pipeQuotaExceeded(_ what: String) -> Self {
    Self(
      code: "ServiceQuotaExceededException",
      status: 402,
      message: "You have reached the quota of \(what)."
    )
  }
}
