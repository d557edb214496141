import EventPattern
import Simulation

/// Shows a pipe.
public struct DescribePipe: Operation {
  /// The pipe's name.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The pipe.
  public struct Output: Sendable {
    /// How the queue is read.
    public struct SourceParameters: Sendable {
      /// Which events go through.
      public struct FilterCriteria: Sendable {
        /// One pattern.
        public struct Filter: Sendable {
          /// The pattern.
          public let pattern: String
        }

        /// The patterns.
        public let filters: [Filter]
      }

      /// How many events a batch has, and how long it waits for them.
      public struct SqsQueueParameters: Sendable {
        /// At the most.
        public let batchSize: Int
        /// In seconds.
        public let maximumBatchingWindowInSeconds: Int
      }

      /// Which events go through; `nil` for all.
      public let filterCriteria: FilterCriteria?
      /// How they are gathered.
      public let sqsQueueParameters: SqsQueueParameters
    }

    /// How the enrichment is asked.
    public struct EnrichmentParameters: Sendable {
      /// What it gets of each event.
      public let inputTemplate: String
    }

    /// Its ARN.
    public let arn: String
    /// Its name.
    public let name: String
    /// What it is for.
    public let description: String?
    /// What it should be doing.
    public let desiredState: String
    /// What it is doing.
    public let currentState: PipeState
    /// Why it is doing that.
    public let stateReason: String
    /// The queue.
    public let source: ARN
    /// How it is read.
    public let sourceParameters: SourceParameters
    /// The function that makes something of the events.
    public let enrichment: ARN?
    /// How it is asked.
    public let enrichmentParameters: EnrichmentParameters?
    /// What gets them.
    public let target: ARN
    /// How.
    public let targetParameters: PipeTargetParameters
    /// The role.
    public let roleArn: String
    /// The tags; `nil` for none.
    public let tags: [String: String]?
    /// When it was made.
    public let creationTime: ResponseTime
    /// When it was changed.
    public let lastModifiedTime: ResponseTime

    init(_ pipe: Pipe) {
      let settings = pipe.settings
      let patterns = settings.filters.all.map(\.pattern.text)
      arn = pipe.arn
      name = pipe.name
      description = settings.description
      desiredState = pipe.desiredState
      currentState = pipe.state
      stateReason = "USER_INITIATED"
      source = settings.source
      sourceParameters = SourceParameters(
        filterCriteria: patterns.isEmpty
          ? nil : .init(filters: patterns.map { .init(pattern: $0) }),
        sqsQueueParameters: .init(
          batchSize: settings.batchSize,
          maximumBatchingWindowInSeconds: settings.batchingWindow
        )
      )
      enrichment = settings.enrichment
      enrichmentParameters = settings.enrichmentTemplate.map { .init(inputTemplate: $0) }
      target = settings.target
      targetParameters = settings.targetParameters
      roleArn = settings.roleArn
      tags = pipe.tags.isEmpty ? nil : pipe.tags
      creationTime = ResponseTime(seconds: Double(pipe.created) / 1_000)
      lastModifiedTime = ResponseTime(seconds: Double(pipe.modified) / 1_000)
    }
  }

  /// The pipe.
  public var component: String? { name }

  /// Shows the pipe.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> Output {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: name)
    return Output(try pipes.pipe(name))
  }
}

/// Lists pipes.
public struct ListPipes: Operation {
  /// How the names of the listed pipes begin.
  public var namePrefix: String?
  /// Only those that should be doing this.
  public var desiredState: RequestedPipeState?
  /// Only those that are doing this.
  public var currentState: PipeState?
  /// How the ARNs of their sources begin.
  public var sourcePrefix: String?
  /// How the ARNs of their targets begin.
  public var targetPrefix: String?
  /// How many a page holds, 1 to 100; 100 if left out.
  public var limit: Int?
  /// Where the page begins, as the page before says.
  public var nextToken: String?

  /// Creates the request.
  public init() {}

  /// A pipe.
  public struct Entry: Sendable {
    /// Its name.
    public let name: String
    /// Its ARN.
    public let arn: String
    /// What it should be doing.
    public let desiredState: String
    /// What it is doing.
    public let currentState: PipeState
    /// Why.
    public let stateReason: String
    /// When it was made.
    public let creationTime: ResponseTime
    /// When it was changed.
    public let lastModifiedTime: ResponseTime
    /// The queue.
    public let source: ARN
    /// What gets the events.
    public let target: ARN
    /// The function that makes something of them.
    public let enrichment: ARN?
  }

  /// The pipes.
  public struct Output: Sendable {
    /// By name.
    public let pipes: [Entry]
    /// Where the next page begins; `nil` on the last one.
    public let nextToken: String?
  }

  /// Lists the pipes.
  public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> Output {
    try await pipes.takeTime(PipesAssumptions.requestTime, about: Pipes.name)
    let listed = pipes.pipes.values.filter(isMeant).sorted { $0.name < $1.name }
    let page = try Page(
      ofSchedules: listed,
      from: nextToken,
      limit: limit,
      at: "limit",
      name: \.name
    )
    return Output(
      pipes: page.items.map { pipe in
        let whole = DescribePipe.Output(pipe)
        return Entry(
          name: whole.name,
          arn: whole.arn,
          desiredState: whole.desiredState,
          currentState: whole.currentState,
          stateReason: whole.stateReason,
          creationTime: whole.creationTime,
          lastModifiedTime: whole.lastModifiedTime,
          source: whole.source,
          target: whole.target,
          enrichment: whole.enrichment
        )
      },
      nextToken: page.nextToken
    )
  }

  private func isMeant(_ pipe: Pipe) -> Bool {
    pipe.name.hasPrefix(namePrefix ?? "")
      && (desiredState.map { $0.rawValue == pipe.desiredState } ?? true)
      && (currentState.map { $0 == pipe.state } ?? true)
      && pipe.settings.source.description.hasPrefix(sourcePrefix ?? "")
      && pipe.settings.target.description.hasPrefix(targetPrefix ?? "")
  }
}
