import EventPattern
public import JSON

/// How a pipe reads its source.
public struct PipeSourceParameters: Decodable, Sendable {
  /// Which events go through.
  public struct FilterCriteria: Decodable, Sendable {
    /// One pattern.
    public struct Filter: Decodable, Sendable {
      /// The pattern, which sees a message as a record.
      public var pattern: String?
    }

    /// Of which one must match.
    public var filters: [Filter]?
  }

  /// For a queue.
  public struct SqsQueueParameters: Decodable, Sendable {
    /// How many events a batch has at the most; 10 if nothing is said.
    public var batchSize: Int?
    /// How many seconds a batch may wait to be filled.
    public var maximumBatchingWindowInSeconds: Int?
  }

  /// Which events go through; all if nothing is said.
  public var filterCriteria: FilterCriteria?
  /// For a queue.
  public var sqsQueueParameters: SqsQueueParameters?
  /// For a stream of Kinesis.
  public var kinesisStreamParameters: JSONValue?
  /// For a stream of DynamoDB.
  public var dynamoDBStreamParameters: JSONValue?
  /// For a broker of Amazon MQ.
  public var activeMQBrokerParameters: JSONValue?
  /// For a broker of Amazon MQ.
  public var rabbitMQBrokerParameters: JSONValue?
  /// For a topic of Amazon MSK.
  public var managedStreamingKafkaParameters: JSONValue?
  /// For a topic of Kafka.
  public var selfManagedKafkaParameters: JSONValue?

  /// Creates the parameters for a queue.
  public init(
    patterns: [String] = [],
    batchSize: Int? = nil,
    maximumBatchingWindowInSeconds: Int? = nil
  ) {
    if !patterns.isEmpty {
      filterCriteria = FilterCriteria(filters: patterns.map { .init(pattern: $0) })
    }
    sqsQueueParameters = SqsQueueParameters(
      batchSize: batchSize,
      maximumBatchingWindowInSeconds: maximumBatchingWindowInSeconds
    )
  }
}

/// How a pipe asks its enrichment.
public struct PipeEnrichmentParameters: Decodable, Sendable {
  /// What the enrichment gets of each event: a text with `<$.path>` in it.
  public var inputTemplate: String?
  /// For an address on the internet.
  public var httpParameters: JSONValue?

  /// Creates the parameters.
  public init(inputTemplate: String) {
    self.inputTemplate = inputTemplate
  }
}

/// The settings that both creating and updating a pipe take.
protocol PipeChange {
  var description: String? { get }
  var desiredState: RequestedPipeState? { get }
  var sourceParameters: PipeSourceParameters? { get }
  var enrichment: String? { get }
  var enrichmentParameters: PipeEnrichmentParameters? { get }
  var targetParameters: PipeTargetParameters? { get }
  var logConfiguration: JSONValue? { get }
  var encryptionKey: String? { get }
}

extension PipeSettings {
  /// Puts what a change of a pipe gives in place of what is there, and checks all of it.
  mutating func apply(
    _ change: some PipeChange,
    to name: String,
    in cloud: Cloud
  ) throws(ServiceError) {
    if change.logConfiguration != nil { throw .notSupported("LogConfiguration of a pipe") }
    if change.encryptionKey != nil { throw .notSupported("KmsKeyIdentifier of a pipe") }
    if let description = change.description {
      try ServiceError.checkLength(
        description,
        at: "description",
        PipesQuotas.descriptionLength
      )
      self.description = description
    }
    try Self.checkRole(roleArn)
    if let state = change.desiredState { isWanted = state == .running }
    if let source = change.sourceParameters { try apply(source) }
    if let parameters = change.targetParameters { targetParameters = parameters }
    try applyEnrichment(change, in: cloud)
    try PipeResource.checkTarget(target)
    try targetParameters.check(for: target)
    try checkBatches()
    let arn = ARN(service: "pipes", resource: "pipe/\(name)", in: cloud).description
    guard cloud.mayAssume(Pipes.principal, for: arn, roleArn) else {
      throw .validation("The role \(roleArn) does not allow \(Pipes.principal) to assume it.")
    }
  }

  private static func checkRole(_ role: String) throws(ServiceError) {
    guard ARN(role)?.isRole == true else {
      throw .constraint(
        role,
        at: "roleArn",
        "satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?"
          + "[a-zA-Z0-9+=,.@\\-_/]+"
      )
    }
  }

  private mutating func apply(_ source: PipeSourceParameters) throws(ServiceError) {
    let leftOut = [
      source.kinesisStreamParameters, source.dynamoDBStreamParameters,
      source.activeMQBrokerParameters, source.rabbitMQBrokerParameters,
      source.managedStreamingKafkaParameters, source.selfManagedKafkaParameters,
    ]
    guard leftOut.allSatisfy({ $0 == nil }) else {
      throw .validation("Invalid source parameter provided for source.")
    }
    if let queue = source.sqsQueueParameters {
      batchSize = queue.batchSize ?? PipesQuotas.batchSize
      batchingWindow = queue.maximumBatchingWindowInSeconds ?? 0
    }
    guard let listed = source.filterCriteria?.filters else { return }
    guard PipesQuotas.filters.contains(listed.count) else {
      throw .validation("A filter has \(PipesQuotas.filters.upperBound) patterns at the most.")
    }
    var read: [MappingFilter] = []
    for filter in listed {
      do throws(PatternError) {
        read.append(try MappingFilter(reading: filter.pattern ?? ""))
      } catch {
        throw .validation("Invalid Event Pattern. Reason: \(error.report)")
      }
    }
    filters = MappingFilters(read)
  }

  private mutating func applyEnrichment(
    _ change: some PipeChange,
    in cloud: Cloud
  ) throws(ServiceError) {
    if let text = change.enrichment {
      if text.isEmpty {
        enrichment = nil
      } else {
        let arn = try PipeResource.arn(text, at: "enrichment", in: cloud)
        try PipeResource.checkEnrichment(arn)
        enrichment = arn
      }
    }
    guard let parameters = change.enrichmentParameters else { return }
    if parameters.httpParameters != nil {
      throw .notSupported("HttpParameters of a pipe's enrichment")
    }
    if let template = parameters.inputTemplate {
      try PipeTemplate.check(template, at: "enrichmentParameters")
    }
    enrichmentTemplate = parameters.inputTemplate
  }

  private func checkBatches() throws(ServiceError) {
    let sizes =
      target.service == "lambda" ? PipesQuotas.batchSizes : PipesQuotas.batchSizesOfMessages
    let place = "sourceParameters.sqsQueueParameters"
    try ServiceError.check(batchSize, in: PipesQuotas.batchSizes, at: "\(place).batchSize")
    guard sizes.contains(batchSize) else {
      throw .validation(
        "The configured batch size \(batchSize) is greater than the max supported batch size of"
          + " \(sizes.upperBound)."
      )
    }
    try ServiceError.check(
      batchingWindow,
      in: PipesQuotas.batchingWindow,
      at: "\(place).maximumBatchingWindowInSeconds"
    )
    let isFIFO = source.name.hasSuffix(".fifo")
    guard batchSize <= PipesQuotas.batchSize || (batchingWindow > 0 && !isFIFO) else {
      throw .validation(
        isFIFO
          ? "A batch from a FIFO queue has \(PipesQuotas.batchSize) events at the most."
          : "A batch of more than \(PipesQuotas.batchSize) events needs a batching window."
      )
    }
    guard !isFIFO || batchingWindow == 0 else {
      throw .validation("Batching window is not supported for FIFO queues.")
    }
  }
}
