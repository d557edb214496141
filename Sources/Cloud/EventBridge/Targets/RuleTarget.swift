/// A target of a rule: what gets the events, and what of them.
public struct RuleTarget: Decodable, Sendable {
  /// Values taken from the event, and a text into which they are put.
  public struct InputTransformer: Decodable, Sendable {
    /// The paths of the values, by the names that the template uses.
    public var inputPathsMap: [String: String]?
    /// JSON or quoted lines, with `<name>` where a value goes.
    public var inputTemplate: String

    /// Creates a transformer.
    public init(inputPathsMap: [String: String]? = nil, inputTemplate: String) {
      self.inputPathsMap = inputPathsMap
      self.inputTemplate = inputTemplate
    }
  }

  /// When a delivery that fails is given up.
  public struct RetryPolicy: Decodable, Hashable, Sendable {
    /// How many times it is tried again, 0 to 185; 185 if left out.
    public var maximumRetryAttempts: Int?
    /// How old the event may become in seconds, 60 to 86,400; 86,400 if left out.
    public var maximumEventAgeInSeconds: Int?

    /// Creates a policy.
    public init(maximumRetryAttempts: Int? = nil, maximumEventAgeInSeconds: Int? = nil) {
      self.maximumRetryAttempts = maximumRetryAttempts
      self.maximumEventAgeInSeconds = maximumEventAgeInSeconds
    }
  }

  /// Where events go that are given up.
  public struct DeadLetterConfig: Decodable, Hashable, Sendable {
    /// A queue's ARN.
    public var arn: String?

    /// Creates the setting.
    public init(arn: String) {
      self.arn = arn
    }
  }

  /// What only queues need.
  public struct SqsParameters: Decodable, Sendable {
    /// The group that the messages belong to; a FIFO queue needs one.
    public var messageGroupId: String?

    /// Creates the parameters.
    public init(messageGroupId: String) {
      self.messageGroupId = messageGroupId
    }
  }

  /// What goes into the request to an API destination.
  public struct HttpParameters: Decodable, Sendable {
    /// What stands in the place of the asterisks in the destination's address, in order.
    public var pathParameterValues: [String]?
    /// Headers by their names.
    public var headerParameters: [String: String]?
    /// Parameters of the query string by their names.
    public var queryStringParameters: [String: String]?
  }

  /// Tells the targets of the rule apart.
  public var id: String
  /// The ARN of a function, queue, topic, bus, log group, delivery stream or API destination.
  public var arn: String
  /// The role in which EventBridge acts; buses of other accounts, delivery streams and API destinations
  /// need one.
  public var roleArn: String?
  /// A constant that the target gets instead of the event.
  public var input: String?
  /// The part of the event that the target gets.
  public var inputPath: String?
  /// How to make what the target gets.
  public var inputTransformer: InputTransformer?
  /// What only queues need.
  public var sqsParameters: SqsParameters?
  /// What goes into the request to an API destination.
  public var httpParameters: HttpParameters?
  /// Where events go that are given up.
  public var deadLetterConfig: DeadLetterConfig?
  /// When a delivery that fails is given up.
  public var retryPolicy: RetryPolicy?

  /// Creates a target.
  public init(
    id: String,
    arn: String,
    roleArn: String? = nil,
    input: String? = nil,
    inputPath: String? = nil,
    inputTransformer: InputTransformer? = nil,
    sqsParameters: SqsParameters? = nil,
    retryPolicy: RetryPolicy? = nil,
    deadLetterConfig: DeadLetterConfig? = nil
  ) {
    self.id = id
    self.arn = arn
    self.roleArn = roleArn
    self.input = input
    self.inputPath = inputPath
    self.inputTransformer = inputTransformer
    self.sqsParameters = sqsParameters
    self.retryPolicy = retryPolicy
    self.deadLetterConfig = deadLetterConfig
  }
}

extension RuleTarget {
  /// What a target can be here.
  enum Kind {
    case function, queue, topic, bus, logGroup, deliveryStream, apiDestination

    /// The kind of the resource with this ARN; `nil` for every other.
    init?(_ arn: ARN) {
      switch arn.service {
      case "lambda" where arn.resource.hasPrefix("function:"): self = .function
      case "sqs": self = .queue
      case "sns": self = .topic
      case "events" where arn.resource.hasPrefix("event-bus/"): self = .bus
      case "events" where arn.resource.hasPrefix("api-destination/"): self = .apiDestination
      case "logs" where arn.resource.hasPrefix("log-group:"): self = .logGroup
      case "firehose" where arn.resource.hasPrefix("deliverystream/"): self = .deliveryStream
      default: return nil
      }
    }

    /// All of them, as a refusal lists them.
    static let all =
      "functions, queues, topics, event buses, log groups, delivery streams and API destinations are"
      + " targets here"
  }
}
