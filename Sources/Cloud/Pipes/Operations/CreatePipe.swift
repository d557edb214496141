public import JSON
import Simulation

/// Creates a pipe.
public struct CreatePipe: Operation, PipeChange {
  /// The pipe's name.
  public var name: String
  /// What it is for.
  public var description: String?
  /// Whether it polls; it does if nothing is said.
  public var desiredState: RequestedPipeState?
  /// The queue's ARN.
  public var source: String
  /// How the queue is read.
  public var sourceParameters: PipeSourceParameters?
  /// The ARN of a function that makes something of the events.
  public var enrichment: String?
  /// How it is asked.
  public var enrichmentParameters: PipeEnrichmentParameters?
  /// The ARN of a function, queue, topic or bus.
  public var target: String
  /// How it gets the events.
  public var targetParameters: PipeTargetParameters?
  /// The role that must allow all of it.
  public var roleArn: String
  /// The tags.
  public var tags: [String: String]?
  /// Where AWS would log.
  public var logConfiguration: JSONValue?
  /// The key with which AWS would encrypt.
  var encryptionKey: String?

  enum CodingKeys: String, CodingKey {
    case name, description, desiredState, source, sourceParameters, enrichment
    case enrichmentParameters, target, targetParameters, roleArn, tags, logConfiguration
    case encryptionKey = "KmsKeyIdentifier"
  }

  /// Creates the request.
  public init(
    name: String,
    source: String,
    sourceParameters: PipeSourceParameters? = nil,
    enrichment: String? = nil,
    enrichmentParameters: PipeEnrichmentParameters? = nil,
    target: String,
    targetParameters: PipeTargetParameters? = nil,
    roleArn: String,
    desiredState: RequestedPipeState? = nil
  ) {
    self.name = name
    self.source = source
    self.sourceParameters = sourceParameters
    self.enrichment = enrichment
    self.enrichmentParameters = enrichmentParameters
    self.target = target
    self.targetParameters = targetParameters
    self.roleArn = roleArn
    self.desiredState = desiredState
  }

  /// The pipe.
  public var component: String? { name }

  /// Creates the pipe; it polls from a moment later on.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> PipeOutput {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: name)
    try ServiceError.checkName(name, at: "name", PipesQuotas.nameLength)
    let cloud = pipes.cloud
    let source = try PipeResource.arn(source, at: "source", in: cloud)
    guard source.service == SQS.name else {
      throw ServiceError.notSupported("A pipe's source of \(source.service)")
    }
    guard source.account == cloud.account else {
      throw ServiceError.notSupported("A pipe's source in another account")
    }
    let queueExists = await cloud.sqs.visibilityTimeout(of: source.name) != nil
    guard pipes.pipes[name] == nil else { throw ServiceError.pipeExists(name) }
    guard pipes.pipes.count < PipesQuotas.pipes else {
      throw ServiceError.pipeQuotaExceeded("pipes")
    }
    let target = try PipeResource.arn(target, at: "target", in: cloud)
    guard queueExists else {
      throw ServiceError.validation("The source \(source) does not exist.")
    }
    var settings = PipeSettings(source: source, target: target, roleArn: roleArn)
    try settings.apply(self, to: name, in: cloud)
    let tags = tags ?? [:]
    guard tags.count <= PipesQuotas.tags else { throw ServiceError.pipeQuotaExceeded("tags") }
    pipes.pipes[name] = Pipe(
      name: name,
      settings: settings,
      tags: tags,
      poller: QueuePoller(
        of: name,
        from: source,
        settings: settings.polling(name, in: cloud),
        in: cloud
      ),
      in: cloud
    )
    settings.connect(name, in: cloud)
    return PipeOutput(pipes.begin(.creating, of: name, to: settings))
  }
}

extension PipeSettings {
  /// Shows the pipe in the topology.
  func connect(_ name: String, in cloud: Cloud) {
    let topology = cloud.topology
    topology.remove(name)
    topology.add(Component(name, .pipe))
    topology.connect(source.name, to: name, .polling)
    if let enrichment { topology.connect(name, to: enrichment.componentName, .synchronous) }
    let waits =
      target.service == "lambda"
      && targetParameters.lambdaFunctionParameters?.invocationType != .fireAndForget
    topology.connect(name, to: target.componentName, waits ? .synchronous : .asynchronous)
  }
}

/// Changes a pipe; what is left out stays as it is.
public struct UpdatePipe: Operation, PipeChange {
  /// The pipe's name.
  public var name: String
  /// What it is for.
  public var description: String?
  /// Whether it polls.
  public var desiredState: RequestedPipeState?
  /// How the queue is read.
  public var sourceParameters: PipeSourceParameters?
  /// The ARN of a function that makes something of the events; empty for none.
  public var enrichment: String?
  /// How it is asked.
  public var enrichmentParameters: PipeEnrichmentParameters?
  /// The ARN of a function, queue, topic or bus.
  public var target: String?
  /// How it gets the events.
  public var targetParameters: PipeTargetParameters?
  /// The role that must allow all of it.
  public var roleArn: String
  /// Where AWS would log.
  public var logConfiguration: JSONValue?
  /// The key with which AWS would encrypt.
  var encryptionKey: String?

  enum CodingKeys: String, CodingKey {
    case name, description, desiredState, sourceParameters, enrichment, enrichmentParameters
    case target, targetParameters, roleArn, logConfiguration
    case encryptionKey = "KmsKeyIdentifier"
  }

  /// Creates the request.
  public init(
    name: String,
    roleArn: String,
    sourceParameters: PipeSourceParameters? = nil,
    target: String? = nil,
    targetParameters: PipeTargetParameters? = nil
  ) {
    self.name = name
    self.roleArn = roleArn
    self.sourceParameters = sourceParameters
    self.target = target
    self.targetParameters = targetParameters
  }

  /// The pipe.
  public var component: String? { name }

  /// Changes the pipe; it goes on as before until a moment later.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> PipeOutput {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: name)
    var settings = try pipes.settledPipe(name).settings
    settings.roleArn = roleArn
    if let target {
      settings.target = try PipeResource.arn(target, at: "target", in: pipes.cloud)
      settings.targetParameters = .init()
    }
    try settings.apply(self, to: name, in: pipes.cloud)
    settings.connect(name, in: pipes.cloud)
    return PipeOutput(pipes.begin(.updating, of: name, to: settings))
  }
}
