import Simulation

/// A pipe as most operations answer it.
public struct PipeOutput: Sendable {
  /// Its ARN.
  public let arn: String?
  /// Its name.
  public let name: String?
  /// What it should be doing; `DELETED` once it is to go.
  public let desiredState: String?
  /// What it is doing.
  public let currentState: String?
  /// When it was made.
  public let creationTime: ResponseTime?
  /// When it was changed.
  public let lastModifiedTime: ResponseTime?

  init(_ pipe: Pipe?) {
    arn = pipe?.arn
    name = pipe?.name
    desiredState = pipe?.desiredState
    currentState = pipe?.state.rawValue
    creationTime = pipe.map { ResponseTime(seconds: Double($0.created) / 1_000) }
    lastModifiedTime = pipe.map { ResponseTime(seconds: Double($0.modified) / 1_000) }
  }
}

extension Pipe {
  /// What it should be doing.
  var desiredState: String {
    if state == .deleting { return "DELETED" }
    return (settings.isWanted ? RequestedPipeState.running : .stopped).rawValue
  }
}

/// Makes a pipe poll.
public struct StartPipe: Operation {
  /// The pipe's name.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The pipe.
  public var component: String? { name }

  /// Starts the pipe.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> PipeOutput {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: name)
    var settings = try pipes.settledPipe(name).settings
    settings.isWanted = true
    return PipeOutput(pipes.begin(.starting, of: name, to: settings))
  }
}

/// Makes a pipe poll no more.
public struct StopPipe: Operation {
  /// The pipe's name.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The pipe.
  public var component: String? { name }

  /// Stops the pipe; the batches that it has in hand end.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> PipeOutput {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: name)
    var settings = try pipes.settledPipe(name).settings
    settings.isWanted = false
    return PipeOutput(pipes.begin(.stopping, of: name, to: settings))
  }
}

/// Deletes a pipe.
public struct DeletePipe: Operation {
  /// The pipe's name.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The pipe.
  public var component: String? { name }

  /// Deletes the pipe; the batches that it has in hand end.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> PipeOutput {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: name)
    let settings = try pipes.settledPipe(name).settings
    return PipeOutput(pipes.begin(.deleting, of: name, to: settings))
  }
}
