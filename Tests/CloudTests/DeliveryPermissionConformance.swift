import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What services do that a queue or a function lets in, and what they do that it refuses.
@Suite struct DeliveryPermissionConformance {
  @Test(arguments: refused + invoked) func `a policy is asked`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: What a refusal leads to

  private static let topic = "arn:aws:sns:us-east-1:123456789012:news"
  private static let rule = "arn:aws:events:us-east-1:123456789012:rule/r"
  private static let function = "arn:aws:lambda:us-east-1:123456789012:function:echo"

  private static func refusal(_ service: String, _ action: String, on resource: String) -> String {
    "User: \(service).amazonaws.com is not authorized to perform: \(action) on resource:"
      + " \(resource) because no resource-based policy allows the \(action) action"
  }

  /// Makes the function `echo` without any statement.
  private static func closedFunction(_ bench: MessagingBench) async throws {
    _ = try await bench.echoFunction()
    for service in ["sns", "events"] { try await shut("echo", to: service, bench) }
  }

  private static func shut(
    _ function: String,
    to statement: String,
    _ bench: MessagingBench
  ) async throws {
    _ = try await bench.cloud.perform(
      service: "lambda",
      operation: "remove-permission",
      input: ["FunctionName": .string(function), "StatementId": .string(statement)],
      for: .learner
    )
  }

  /// Publishes to a topic that a queue without a policy and the function `echo` are subscribed to.
  private static func publish(
    _ bench: MessagingBench,
    deadLetters: Bool = false
  ) async throws {
    try await bench.queue("closed")
    let topic = try await bench.topic("news")
    let dead = ["RedrivePolicy": #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#]
    for (kind, endpoint) in [("sqs", bench.queueARN("closed")), ("lambda", function)] {
      _ = try await bench(
        Subscribe(
          topicArn: topic,
          protocol: kind,
          endpoint: endpoint,
          attributes: deadLetters ? dead : [:]
        )
      )
    }
    _ = try await bench(Publish(topicArn: topic, message: "x"))
    try await bench.sleep(.seconds(60))
  }

  /// Puts an event for a rule with the target, whose dead letters go to the queue `dead`.
  private static func put(to target: String, _ bench: MessagingBench) async throws {
    _ = try await bench(PutRule(name: "r", eventPattern: EventBridgeTests.pattern))
    _ = try await bench(
      PutTargets(
        rule: "r",
        targets: [
          RuleTarget(id: "1", arn: target, deadLetterConfig: .init(arn: bench.queueARN("dead")))
        ]
      )
    )
    _ = try await bench(PutEvents(entries: [EventBridgeTests.event()]))
    try await bench.sleep(.seconds(60))
  }

  private static func deadEvent(_ bench: MessagingBench) async throws -> [String] {
    let attributes = try await bench.receive("dead").first?.messageAttributes ?? [:]
    return ["ERROR_CODE", "RETRY_ATTEMPTS", "EXHAUSTED_RETRY_CONDITION", "ERROR_MESSAGE"].map {
      attributes[$0]?.stringValue ?? "none"
    }
  }

  private static let refused: [Story] = [
    Story(
      "a topic tries once and drops the message",
      ["closed dropped AccessDenied", "echo dropped AccessDeniedException"]
    ) { bench in
      let records = Records(bench.cloud)
      try await closedFunction(bench)
      try await publish(bench)
      return records.lines
    },
    Story(
      "a dead-letter queue that lets the topic in gets the messages",
      ["closed dead AccessDenied", "echo dead AccessDeniedException", "2"]
    ) { bench in
      let records = Records(bench.cloud)
      try await closedFunction(bench)
      try await bench.queue("dead")
      try await bench.open("dead")
      try await publish(bench, deadLetters: true)
      return records.lines + ["\(await bench.depths("dead")[0])"]
    },
    Story(
      "a dead-letter queue without a policy gets nothing",
      ["closed dropped AccessDenied", "echo dropped AccessDeniedException", "0"]
    ) { bench in
      let records = Records(bench.cloud)
      try await closedFunction(bench)
      try await bench.queue("dead")
      try await publish(bench, deadLetters: true)
      return records.lines + ["\(await bench.depths("dead")[0])"]
    },
    Story(
      "a rule whose queue has no policy gives up at once",
      [
        "NO_PERMISSIONS", "0", "none",
        refusal("events", "sqs:sendmessage", on: "arn:aws:sqs:us-east-1:123456789012:closed"),
      ]
    ) { bench in
      for queue in ["closed", "dead"] { try await bench.queue(queue) }
      try await bench.open("dead")
      try await put(to: bench.queueARN("closed"), bench)
      return try await deadEvent(bench)
    },
    Story(
      "a rule whose function has no statement gives up at once",
      ["NO_PERMISSIONS", "0", "none", refusal("events", "lambda:InvokeFunction", on: function)]
    ) { bench in
      try await closedFunction(bench)
      try await bench.queue("dead")
      try await bench.open("dead")
      try await put(to: function, bench)
      return try await deadEvent(bench)
    },
    Story(
      "a rule's dead-letter queue needs a policy of its own",
      ["closed failed NO_PERMISSIONS", "0"]
    ) { bench in
      let records = Records(bench.cloud)
      for queue in ["closed", "dead"] { try await bench.queue(queue) }
      try await put(to: bench.queueARN("closed"), bench)
      return records.lines + ["\(await bench.depths("dead")[0])"]
    },
    Story("what a statement has let in comes no more when it is gone", ["1", "1"]) { bench in
      _ = try await bench.echoFunction()
      try await publish(bench)
      let first = await bench.depths("seen")[0]
      try await shut("echo", to: "sns", bench)
      _ = try await bench(Publish(topicArn: topic, message: "y"))
      try await bench.sleep(.seconds(60))
      return ["\(first)", "\(await bench.depths("seen")[0])"]
    },
  ]

  // MARK: Who may invoke

  /// Who invokes the function, under which name, and who has been let in.
  private static func invoked(
    _ title: String,
    as caller: Caller,
    _ name: String = "echo",
    _ type: Invoke.InvocationType = .requestResponse,
    _ statements: [AddPermission],
    _ expected: String
  ) -> Story {
    Story(title, [expected]) { bench in
      try await closedFunction(bench)
      let lambda = bench.cloud.lambda
      _ = try await bench.cloud.perform(
        service: "lambda",
        operation: "publish-version",
        input: ["FunctionName": "echo"],
        for: .learner
      )
      _ = try await bench.cloud.perform(
        service: "lambda",
        operation: "create-alias",
        input: ["FunctionName": "echo", "Name": "live", "FunctionVersion": "1"],
        for: .learner
      )
      for statement in statements { _ = try await bench(statement) }
      do {
        let request = Invoke(functionName: name, invocationType: type)
        return ["\(try await lambda.call(request, for: caller).statusCode)"]
      } catch let error as ServiceError {
        return ["\(error.status) \(error.code)"]
      }
    }
  }

  private static func statement(
    _ principal: String,
    for source: String? = nil,
    on qualifier: String? = nil,
    _ action: String = "lambda:InvokeFunction",
    _ more: (inout AddPermission) -> Void = { _ in }
  ) -> AddPermission {
    var permission = AddPermission(
      functionName: "echo",
      statementId: "s",
      action: action,
      principal: principal,
      sourceArn: source,
      qualifier: qualifier
    )
    more(&permission)
    return permission
  }

  private static let bucket = Caller(
    "photos",
    from: .service("s3.amazonaws.com", source: "arn:aws:s3:::photos")
  )
  private static let partner = Caller("partner", from: .account("210987654321"))
  private static let denied = "403 AccessDeniedException"
  private static let service = "s3.amazonaws.com"
  private static let photos = "arn:aws:s3:::photos"

  private static let invoked: [Story] = [
    invoked("a part of this account", as: .learner, [], "200"),
    invoked("a service without a statement", as: bucket, [], denied),
    invoked("a service with one, for all its resources", as: bucket, [statement(service)], "200"),
    invoked("for this resource", as: bucket, [statement(service, for: photos)], "200"),
    invoked("for some resources", as: bucket, [statement(service, for: "arn:aws:s3:::p*")], "200"),
    invoked("for another", as: bucket, [statement(service, for: photos + "-2")], denied),
    invoked("for another service", as: bucket, [statement("sns.amazonaws.com")], denied),
    invoked("to do something else", as: bucket, [statement(service, "lambda:GetFunction")], denied),
    invoked("to do everything", as: bucket, [statement(service, "lambda:*")], "200"),
    invoked("to hand over", as: bucket, "echo", .event, [statement(service)], "202"),
    invoked("not even to hand over", as: bucket, "echo", .event, [], denied),
    invoked("a dry run tells", as: bucket, "echo", .dryRun, [], denied),
    invoked("and runs nothing", as: bucket, "echo", .dryRun, [statement(service)], "204"),
    invoked(
      "a bucket's ARN has no account, the request has",
      as: bucket,
      [statement(service) { $0.sourceAccount = "123456789012" }],
      "200"
    ),
    invoked(
      "for another account's resources",
      as: bucket,
      [statement(service) { $0.sourceAccount = "210987654321" }],
      denied
    ),
    invoked(
      "nobody here belongs to an organisation",
      as: bucket,
      [statement("*") { $0.principalOrgID = "o-1" }],
      denied
    ),
    invoked(
      "only Alexa has a token",
      as: bucket,
      [statement(service) { $0.eventSourceToken = "t" }],
      denied
    ),
    invoked(
      "a statement for the URL is none for the API",
      as: bucket,
      [statement("*") { $0.functionUrlAuthType = "NONE" }],
      denied
    ),
    invoked("another account without a statement", as: partner, [], denied),
    invoked("another account with one", as: partner, [statement("210987654321")], "200"),
    invoked(
      "by its root",
      as: partner,
      [statement("arn:aws:iam::210987654321:root")],
      "200"
    ),
    invoked("a third account", as: partner, [statement("111111111111")], denied),
    invoked("everybody", as: partner, [statement("*")], "200"),
    invoked("the alias without its own", as: bucket, "echo:live", [statement(service)], denied),
    invoked("the alias with it", as: bucket, "echo:live", [statement(service, on: "live")], "200"),
    invoked(
      "the version behind it",
      as: bucket,
      "echo:1",
      [statement(service, on: "live")],
      denied
    ),
    invoked("the version with its own", as: bucket, "echo:1", [statement(service, on: "1")], "200"),
    invoked("and the function itself", as: bucket, "echo", [statement(service, on: "1")], denied),
    invoked("$LATEST by its name", as: bucket, "echo:$LATEST", [statement(service)], denied),
  ]

  private static func invoked(
    _ title: String,
    as caller: Caller,
    _ statements: [AddPermission],
    _ expected: String
  ) -> Story {
    invoked(title, as: caller, "echo", .requestResponse, statements, expected)
  }

  private static func invoked(
    _ title: String,
    as caller: Caller,
    _ name: String,
    _ statements: [AddPermission],
    _ expected: String
  ) -> Story {
    invoked(title, as: caller, name, .requestResponse, statements, expected)
  }

  // MARK: HTTP APIs

  /// A source ARN behind the API's id, a request, and the status that it gets.
  private static let requests: [(source: String?, method: String, path: String, status: Int)] = [
    (nil, "GET", "/orders/7", 500), ("", "GET", "/orders/7", 500),
    ("/*", "GET", "/orders/7", 200), ("/*/*/orders/*", "GET", "/orders/7", 200),
    ("/*/GET/orders/{id}", "GET", "/orders/7", 200),
    ("/$default/GET/orders/{id}", "GET", "/orders/7", 200),
    ("/*/POST/orders/{id}", "GET", "/orders/7", 500),
    ("/*/*/orders", "GET", "/orders/7", 500),
    ("/test/*/orders/{id}", "GET", "/orders/7", 500),
    ("/*/*/orders/{id}", "GET", "/other", 500), ("/*/$default", "GET", "/other", 200),
    ("/*/*", "GET", "/other", 200),
  ]

  @Test func `a function lets in the routes of an API that its statement names`() throws {
    for row in Self.requests {
      let status = try MessagingBench.run { bench in
        try await Self.closedFunction(bench)
        let gateway = bench.cloud.client(of: APIGateway.self, for: .learner)
        let endpoint = try await gateway.create(
          "api",
          routes: ["GET /orders/{id}": Self.function, "$default": Self.function]
        )
        if let source = row.source {
          let arn = "arn:aws:execute-api:us-east-1:123456789012:\(endpoint.id)\(source)"
          _ = try await bench(Self.statement("apigateway.amazonaws.com", for: arn))
        }
        let client = HTTPClient(cloud: bench.cloud, component: "customers")
        let request = HTTPRequest(method: row.method, path: row.path)
        return try await client.send(request, to: endpoint).status
      }
      #expect(status == row.status, "\(row)")
    }
  }
}

/// What became of deliveries.
private final class Records: Sendable {
  private let found = Mutex<[String]>([])
  /// Sorted, because deliveries to several endpoints come in no promised order.
  var lines: [String] { found.withLock { $0.sorted() } }

  init(_ cloud: Cloud) {
    cloud.simulation.trace.read(SNSEvent.self) { [self] _, _, event in
      switch event {
      case .delivered(_, let endpoint, _): add("\(endpoint) delivered")
      case .deliveryRetried(_, let endpoint, _, _, _): add("\(endpoint) tried again")
      case .movedToDeadLetterQueue(_, let endpoint, _, let code): add("\(endpoint) dead \(code)")
      case .dropped(_, let endpoint, let code): add("\(endpoint) dropped \(code)")
      default: break
      }
    }
    cloud.simulation.trace.read(EventBridgeEvent.self) { [self] _, _, event in
      switch event {
      case .delivered(_, _, let target, _): add("\(target) delivered")
      case .deliveryRetried(_, _, let target, _, _, _): add("\(target) tried again")
      case .deliveryFailed(_, _, let target, let code): add("\(target) failed \(code)")
      default: break
      }
    }
  }

  private func add(_ line: String) { found.withLock { $0.append(line) } }
}
