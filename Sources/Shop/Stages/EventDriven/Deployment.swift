import Cloud
import JSON
import Simulation

/// One function of the stage and what starts it.
struct Deployed: Sendable {
  /// What starts a function.
  enum Trigger: Sendable {
    /// A request to this route of the HTTP API; the caller waits.
    case web(String)
    /// A fact on the bus; nobody waits.
    case fact(String)
    /// A queue between the bus and the function, for work that may have to wait for somebody else.
    case queue(String, fact: String)
  }

  let name: String
  let code: any FunctionCode.Type
  let trigger: Trigger
  /// The fact that generic code announces.
  let says: String?
  /// The components that the code calls, for the topology.
  let uses: [String]
  /// In MB.
  let memory: Int

  init(
    _ name: String,
    _ code: any FunctionCode.Type,
    _ trigger: Trigger,
    says: String? = nil,
    uses: [String] = [],
    memory: Int = 512
  ) {
    self.name = name
    self.code = code
    self.trigger = trigger
    self.says = says
    self.uses = says == nil ? uses : uses + [EventDriven.bus]
    self.memory = memory
  }
}

/// Puts the functions on the cloud and connects them.
struct Deployment {
  let cloud: Cloud
  let idempotency: String
  private let caller = Caller("deployment")

  init(cloud: Cloud, idempotency: String) {
    self.cloud = cloud
    self.idempotency = idempotency
  }

  func createBus() async throws {
    _ = try await cloud.eventBridge.call(CreateEventBus(name: EventDriven.bus), for: caller)
  }

  func deploy(_ function: Deployed) async throws {
    await cloud.lambda.register(handler: "fernway.\(function.name)", function.code)
    var variables = ["IDEMPOTENCY": idempotency]
    variables["FACT"] = function.says
    let created = try await cloud.lambda.call(
      CreateFunction(
        functionName: function.name,
        handler: "fernway.\(function.name)",
        timeout: 30,
        memorySize: function.memory,
        variables: variables
      ),
      for: caller
    )
    for used in function.uses {
      let style: Connection.Style = used == EventDriven.bus ? .asynchronous : .synchronous
      cloud.topology.connect(function.name, to: used, style)
    }
    switch function.trigger {
    case .web: break
    case .fact(let fact):
      let rule = try await connect(fact, to: created.functionArn, as: function.name)
      try await letIn("events", for: rule, to: function.name)
    case .queue(let queue, let fact):
      let arn = try await createQueue(queue)
      let rule = try await connect(fact, to: arn, as: queue)
      try await letIn("events", for: rule, toQueue: queue, arn)
      try await poll(queue, for: function.name)
    }
  }

  /// Puts an HTTP API in front of the functions that answer requests.
  func createAPI(_ name: String, for functions: [Deployed]) async throws -> APIEndpoint {
    let gateway = cloud.client(of: APIGateway.self, for: caller)
    let api = try await gateway(CreateApi(name: name, protocolType: .http)).apiId
    for function in functions {
      guard case .web(let route) = function.trigger else { continue }
      let arn = ARN(service: "lambda", resource: "function:\(function.name)", in: cloud)
      let integration = try await gateway(
        CreateIntegration(apiId: api, integrationUri: arn.description)
      )
      _ = try await gateway(
        CreateRoute(
          apiId: api,
          routeKey: route,
          target: "integrations/\(integration.integrationId)"
        )
      )
      let requests = ARN(service: "execute-api", resource: "\(api)/*/*/*", in: cloud)
      try await letIn("apigateway", for: requests.description, to: function.name)
    }
    return try await gateway.service.endpoint(api)
  }

  // snippet: rule
  /// Adds a rule: whenever this fact comes over the bus, this target hears of it.
  private func connect(_ fact: String, to target: String, as name: String) async throws -> String {
    let rule = "\(Self.kebab(fact))-to-\(name)"
    let pattern: JSONValue = [
      "source": [.string(EventDriven.source)], "detail-type": [.string(fact)],
    ]
    let arn = try await cloud.eventBridge.call(
      PutRule(name: rule, eventPattern: pattern.text(), eventBusName: EventDriven.bus),
      for: caller
    ).ruleArn
    _ = try await cloud.eventBridge.call(
      PutTargets(
        rule: rule,
        eventBusName: EventDriven.bus,
        targets: [RuleTarget(id: name, arn: target)]
      ),
      for: caller
    )
    return arn
  }
  // snippet end

  /// Adds the statement without which the function lets no service in.
  private func letIn(_ service: String, for source: String, to function: String) async throws {
    _ = try await cloud.lambda.call(
      AddPermission(
        functionName: function,
        statementId: service,
        principal: "\(service).amazonaws.com",
        sourceArn: source
      ),
      for: caller
    )
  }

  /// Gives the queue the policy without which it lets no service in.
  private func letIn(
    _ service: String,
    for source: String,
    toQueue queue: String,
    _ arn: String
  ) async throws {
    let policy: JSONValue = [
      "Version": "2012-10-17",
      "Statement": [
        "Effect": "Allow", "Principal": ["Service": .string("\(service).amazonaws.com")],
        "Action": "sqs:SendMessage", "Resource": .string(arn),
        "Condition": ["ArnEquals": ["aws:SourceArn": .string(source)]],
      ],
    ]
    _ = try await cloud.sqs.call(
      SetQueueAttributes(queueUrl: queue, attributes: ["Policy": policy.text()]),
      for: caller
    )
  }

  /// Creates a queue that is patient enough for an outage of several hours.
  private func createQueue(_ name: String) async throws -> String {
    try await cloud.createWorkQueue(name, redrive: ["maxReceiveCount": 500])
    return ARN(service: "sqs", resource: name, in: cloud).description
  }

  private func poll(_ queue: String, for function: String) async throws {
    _ = try await cloud.lambda.call(
      CreateEventSourceMapping(
        eventSourceArn: ARN(service: "sqs", resource: queue, in: cloud).description,
        functionName: function,
        batchSize: 1,
        functionResponseTypes: ["ReportBatchItemFailures"]
      ),
      for: caller
    )
  }

  /// `PaymentTaken` → `payment-taken`.
  private static func kebab(_ fact: String) -> String { WireNames.kebabCase(fact) }
}
