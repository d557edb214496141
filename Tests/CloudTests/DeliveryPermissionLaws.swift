import Cloud
import JSON
import Simulation
import Testing

/// A delivery happens if and only if a statement allows it and none denies it.
///
/// Policies are drawn from forms of which each is known to fit the delivery or not.
@Suite struct DeliveryPermissionLaws {
  enum Sender: String, CaseIterable {
    case topic = "sns"
    case rule = "events"

    var source: String {
      switch self {
      case .topic: "arn:aws:sns:us-east-1:123456789012:news"
      case .rule: "arn:aws:events:us-east-1:123456789012:rule/r"
      }
    }

    var other: Sender { self == .topic ? .rule : .topic }
  }

  /// A form that a part of a statement may take, and whether it fits the delivery.
  struct Form<Value: Sendable>: Sendable {
    let value: Value
    let fits: Bool

    init(_ value: Value, _ fits: Bool) {
      self.value = value
      self.fits = fits
    }
  }

  /// What was drawn, what follows from it, and whether the delivery came.
  struct Round: Sendable {
    let policy: String
    let isAllowed: Bool
    let came: Bool
  }

  @Test(arguments: Run.all) func `a queue takes what its policy lets in`(_ run: Run) throws {
    try Self.check(run, Self.queueRounds)
  }

  @Test(arguments: Run.all) func `a function takes what its statements let in`(
    _ run: Run
  ) throws {
    try Self.check(run, Self.functionRounds)
  }

  private static func check(
    _ run: Run,
    _ rounds: @escaping @Sendable (Sender, MessagingBench) async throws -> [Round]
  ) throws {
    let all = try Sender.allCases.flatMap { sender in
      try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) {
        try await rounds(sender, $0)
      }
    }
    let wrong = all.filter { $0.came != $0.isAllowed }.map(\.policy)
    // A law of which only one half was tried would prove nothing.
    #expect(wrong == [] && all.contains(where: \.came) && !all.allSatisfy(\.came))
  }

  // MARK: Sending

  /// Connects a topic or a rule to an endpoint.
  private static func connect(
    _ sender: Sender,
    _ kind: String,
    _ endpoint: String,
    _ bench: MessagingBench
  ) async throws {
    switch sender {
    case .topic:
      let topic = try await bench.topic("news")
      _ = try await bench(Subscribe(topicArn: topic, protocol: kind, endpoint: endpoint))
    case .rule:
      _ = try await bench(PutRule(name: "r", eventPattern: EventBridgeTests.pattern))
      _ = try await bench(PutTargets(rule: "r", targets: [RuleTarget(id: "1", arn: endpoint)]))
    }
  }

  /// Sends one message or event, and tells whether the queue has got one more.
  private static func send(
    _ sender: Sender,
    reaching queue: String,
    _ bench: MessagingBench
  ) async throws -> Bool {
    let before = await bench.depths(queue)[0]
    switch sender {
    case .topic: _ = try await bench(Publish(topicArn: sender.source, message: "x"))
    case .rule: _ = try await bench(PutEvents(entries: [EventBridgeTests.event()]))
    }
    try await bench.sleep(.seconds(2))
    return await bench.depths(queue)[0] > before
  }

  // MARK: Queues

  private static func queueRounds(
    _ sender: Sender,
    _ bench: MessagingBench
  ) async throws -> [Round] {
    try await bench.queue("q")
    try await connect(sender, "sqs", bench.queueARN("q"), bench)
    var draw = Draw(bench.cloud.simulation.randomStream("policies"))
    var rounds: [Round] = []
    for _ in 0..<25 {
      var statements: [JSONValue] = []
      var (allows, denies) = (false, false)
      for _ in 0..<draw.number(below: 4) {
        let (statement, isAbout, isDenial) = queueStatement(sender, &draw)
        statements.append(statement)
        if isAbout, isDenial { denies = true }
        if isAbout, !isDenial { allows = true }
      }
      let policy: JSONValue = ["Version": "2012-10-17", "Statement": .array(statements)]
      let text = statements.isEmpty ? "" : policy.text()
      _ = try await bench(SetQueueAttributes(queueUrl: "q", attributes: ["Policy": text]))
      let came = try await send(sender, reaching: "q", bench)
      rounds.append(Round(policy: text, isAllowed: allows && !denies, came: came))
    }
    return rounds
  }

  private static func queueStatement(
    _ sender: Sender,
    _ draw: inout Draw
  ) -> (JSONValue, isAbout: Bool, isDenial: Bool) {
    let principal = draw.one(of: [
      Form<JSONValue>("*", true), Form(["AWS": "*"], true), Form(["AWS": "210987654321"], false),
      Form(["Service": .string("\(sender.rawValue).amazonaws.com")], true),
      Form(["Service": .string("\(sender.other.rawValue).amazonaws.com")], false),
      Form(["Service": ["events.amazonaws.com", "sns.amazonaws.com"]], true),
    ])
    let isDenial = draw.number(below: 4) == 0
    let action = draw.one(of: [
      Form<JSONValue>("sqs:SendMessage", true), Form("SQS:sendmessage", true),
      Form(["sqs:Get*", "sqs:Send?essage"], true), Form("sqs:ReceiveMessage", false),
      Form("sns:*", false),
      // Who is denied everything cannot set the next policy either.
      Form(isDenial ? "sqs:Send*" : "sqs:*", true), Form(isDenial ? "*:send*" : "*", true),
    ])
    let arn = "arn:aws:sqs:us-east-1:123456789012"
    let resource = draw.one(of: [
      Form<JSONValue>(.string("\(arn):q"), true), Form("*", true),
      Form("arn:aws:sqs:*:*:q", true), Form(.string("\(arn):q2"), false),
      Form(.array([.string("\(arn):p"), .string("\(arn):?")]), true),
    ])
    let condition = draw.one(of: conditions(sender))
    var statement: JSONObject = [
      "Effect": isDenial ? "Deny" : "Allow", "Principal": principal.value,
      "Action": action.value, "Resource": resource.value,
    ]
    if let condition = condition.value { statement["Condition"] = condition }
    let isAbout = principal.fits && action.fits && resource.fits && condition.fits
    return (.object(statement), isAbout, isDenial)
  }

  private static func conditions(_ sender: Sender) -> [Form<JSONValue?>] {
    let (source, other) = (sender.source, sender.other.source)
    return [
      Form(nil, true),
      Form(["ArnEquals": ["aws:SourceArn": .string(source)]], true),
      Form(["ArnLike": ["AWS:SourceArn": .string("\(source.dropLast(1))*")]], true),
      Form(["ArnLike": ["aws:SourceArn": .string(other)]], false),
      Form(["ArnNotEquals": ["aws:SourceArn": .string(other)]], true),
      Form(["StringEquals": ["aws:SourceAccount": ["1", "123456789012"]]], true),
      Form(["StringNotEquals": ["aws:SourceAccount": "123456789012"]], false),
      Form(["StringEquals": ["aws:PrincipalOrgID": "o-1"]], false),
      Form(["Null": ["aws:PrincipalOrgID": "true"]], true),
    ]
  }

  // MARK: Functions

  private static func functionRounds(
    _ sender: Sender,
    _ bench: MessagingBench
  ) async throws -> [Round] {
    let function = try await bench.echoFunction()
    let lambda = Commands(bench.cloud)
    for service in Sender.allCases {
      try await lambda("remove-permission", ["StatementId": .string(service.rawValue)])
    }
    try await lambda("publish-version", [:])
    try await lambda("create-alias", ["Name": "live", "FunctionVersion": "1"])
    var draw = Draw(bench.cloud.simulation.randomStream("policies"))
    let qualifier: Form<String?> = draw.one(of: [
      Form(nil, true), Form("live", true), Form("1", true),
    ])
    let target = qualifier.value.map { "\(function):\($0)" } ?? function
    try await connect(sender, "lambda", target, bench)
    var rounds: [Round] = []
    for _ in 0..<25 {
      var (isAllowed, given): (Bool, [AddPermission]) = (false, [])
      for number in 0..<draw.number(below: 4) {
        let (permission, fits) = permission(number, sender, qualifier.value, &draw)
        given.append(permission)
        isAllowed = isAllowed || fits
        _ = try await bench(permission)
      }
      let came = try await send(sender, reaching: "seen", bench)
      rounds.append(Round(policy: "\(target) \(given)", isAllowed: isAllowed, came: came))
      for permission in given {
        var input: JSONObject = ["StatementId": .string(permission.statementId)]
        if let qualifier = permission.qualifier { input["Qualifier"] = .string(qualifier) }
        try await lambda("remove-permission", input)
      }
    }
    return rounds
  }

  private static func permission(
    _ number: Int,
    _ sender: Sender,
    _ target: String?,
    _ draw: inout Draw
  ) -> (AddPermission, fits: Bool) {
    let principal = draw.one(of: [
      Form("\(sender.rawValue).amazonaws.com", true), Form("*", true),
      Form("\(sender.rawValue).amazonaws.com", true), Form("*", true),
      Form("\(sender.other.rawValue).amazonaws.com", false), Form("210987654321", false),
    ])
    let action = draw.one(of: [
      Form("lambda:InvokeFunction", true), Form("lambda:*", true), Form("*", true),
      Form("lambda:GetFunction", false),
    ])
    let source = draw.one(of: [
      Form<String?>(nil, true), Form<String?>(sender.source, true),
      Form<String?>("\(sender.source.dropLast(1))*", true),
      Form<String?>(sender.other.source, false),
    ])
    let account: Form<String?> = draw.one(of: [
      Form(nil, true), Form(nil, true), Form("123456789012", true), Form("210987654321", false),
    ])
    let organisation: Form<String?> = draw.one(of: [
      Form(nil, true), Form(nil, true), Form(nil, true), Form("o-1", false),
    ])
    let qualifiers: [String?] = [target, target, target, target, nil, "live", "1"]
    let qualifier = draw.one(of: qualifiers.map { Form<String?>($0, $0 == target) })
    var permission = AddPermission(
      functionName: "echo",
      statementId: "s\(number)",
      action: action.value,
      principal: principal.value,
      sourceArn: source.value,
      qualifier: qualifier.value
    )
    permission.sourceAccount = account.value
    permission.principalOrgID = organisation.value
    let fits = [
      principal.fits, action.fits, source.fits, account.fits, organisation.fits, qualifier.fits,
    ]
    return (permission, fits.allSatisfy { $0 })
  }
}

/// Draws from a stream.
struct Draw {
  private var stream: RandomStream

  init(_ stream: RandomStream) { self.stream = stream }

  mutating func number(below bound: Int) -> Int { stream.uniform(below: bound) }

  mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }
}

/// Operations on the function `echo`.
private struct Commands {
  private let cloud: Cloud

  init(_ cloud: Cloud) { self.cloud = cloud }

  func callAsFunction(_ operation: String, _ input: JSONObject) async throws {
    var input = input
    input["FunctionName"] = "echo"
    _ = try await cloud.perform(
      service: "lambda",
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }
}
