import Cloud
import JSON
import Simulation
import Testing

/// A message comes into an encrypted queue if and only if the key's policy lets the sender in, by
/// name or through the sender's own policies, and nothing denies it; for both of what a sender needs.
@Suite struct KeyAccessLaws {
  typealias Form = DeliveryPermissionLaws.Form

  enum Sender: String, CaseIterable {
    case learner
    case function
    case topic
  }

  /// How a principal of a key's policy is about a sender.
  enum Standing {
    case named
    /// Only through the account, whose policies decide.
    case delegated
    case other
  }

  /// What the statements that were drawn say about one action.
  struct Verdict: Sendable {
    var named = false
    var delegated = false
    var role = false
    var denied = false

    func allows(_ sender: Sender) -> Bool {
      let own = sender == .function ? role : true
      return !denied && (named || (delegated && own))
    }
  }

  struct Round: Sendable {
    let policies: String
    let isAllowed: Bool
    let came: Bool
  }

  private static let account = "arn:aws:iam::123456789012"
  private static let topic = "arn:aws:sns:us-east-1:123456789012:news"
  private static let actions = ["kms:GenerateDataKey", "kms:Decrypt"]

  @Test(arguments: Run.all) func `a key lets in whom the policies let in`(_ run: Run) throws {
    let all = try Sender.allCases.flatMap { sender in
      try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) {
        try await Self.rounds(sender, $0)
      }
    }
    let wrong = all.filter { $0.came != $0.isAllowed }.map(\.policies)
    // A law of which only one half was tried would prove nothing.
    #expect(wrong == [] && all.contains(where: \.came) && !all.allSatisfy(\.came))
  }

  private static func rounds(
    _ sender: Sender,
    _ bench: MessagingBench
  ) async throws -> [Round] {
    _ = try await bench.makeRole("sender")
    let key = try await bench.makeKey()
    try await bench.queue(
      "q",
      ["KmsMasterKeyId": key, "KmsDataKeyReusePeriodSeconds": "60"]
    )
    _ = try await bench.topic("news")
    if sender == .topic { try await bench.subscribe("q", to: topic) }
    if sender == .function { try await bench.makeSender(as: "sender") }
    var draw = Draw(bench.cloud.simulation.randomStream("policies"))
    var rounds: [Round] = []
    for _ in 0..<12 {
      var verdicts = [Verdict(), Verdict()]
      let statements = (0..<draw.number(below: 4)).map { _ in
        keyStatement(sender, &draw, &verdicts)
      }
      // Nobody else has a role.
      let count = sender == .function ? draw.number(below: 3) : 0
      let own = (0..<count).map { _ in roleStatement(key, &draw, &verdicts) }
      try await bench.setPolicy(statements + [administration], of: key)
      try await bench.setRole("sender", own + [sending])
      let came = try await send(sender, bench)
      rounds.append(
        Round(
          policies:
            "\(sender) \(JSONValue.array(statements).text()) \(JSONValue.array(own).text())",
          isAllowed: verdicts.allSatisfy { $0.allows(sender) },
          came: came
        )
      )
    }
    return rounds
  }

  /// Sends one message when no data key is left, and tells whether it has come.
  private static func send(_ sender: Sender, _ bench: MessagingBench) async throws -> Bool {
    try await bench.sleep(.seconds(61))
    let before = await bench.cloud.sqs.figures(of: "q")?.sent ?? 0
    switch sender {
    case .learner: _ = try await MessagingBench.outcome { try await bench.send("x", to: "q") }
    case .function: _ = try await bench.invokeSender()
    case .topic: _ = try await bench(Publish(topicArn: topic, message: "x"))
    }
    try await bench.sleep(.seconds(1))
    return (await bench.cloud.sqs.figures(of: "q")?.sent ?? 0) > before
  }

  /// What lets the next policy be put.
  private static let administration: JSONValue = [
    "Effect": "Allow", "Principal": ["AWS": .string("\(account):user/learner")],
    "Action": "kms:PutKeyPolicy", "Resource": "*",
  ]
  private static let sending: JSONValue = [
    "Effect": "Allow", "Action": ["sqs:SendMessage", "logs:*"], "Resource": "*",
  ]

  // MARK: Statements

  private static func principals(of sender: Sender) -> [(JSONValue, Standing)] {
    let everybody: [(JSONValue, Standing)] = [
      ("*", .named), (["AWS": "*"], .named), (["AWS": .string("\(account):role/other")], .other),
      (["AWS": "444455556666"], .other), (["Service": "events.amazonaws.com"], .other),
    ]
    let own: [(JSONValue, Standing)] =
      switch sender {
      case .learner:
        [
          (["AWS": .string("\(account):user/learner")], .named),
          (["AWS": .string("\(account):root")], .delegated), (["AWS": "123456789012"], .delegated),
        ]
      case .function:
        [
          (["AWS": .string("\(account):role/sender")], .named),
          (["AWS": "arn:aws:sts::123456789012:assumed-role/sender/sender"], .named),
          (["AWS": .string("\(account):root")], .delegated), (["AWS": "123456789012"], .delegated),
        ]
      case .topic:
        [
          (["Service": "sns.amazonaws.com"], .named),
          (["Service": ["events.amazonaws.com", "sns.amazonaws.com"]], .named),
          (["AWS": .string("\(account):root")], .other),
        ]
      }
    return everybody + own + own
  }

  /// Actions, and which of the two that are needed they are about.
  private static func actionForms(isDenial: Bool) -> [(JSONValue, [Bool])] {
    let all: [(JSONValue, [Bool])] = [
      (["kms:GenerateDataKey*", "kms:Decrypt"], [true, true]),
      (["KMS:*datakey", "kms:De*"], [true, true]), ("kms:Decrypt", [false, true]),
      ("kms:Generate*", [true, false]), ("kms:Encrypt", [false, false]),
    ]
    // Who is denied everything cannot put the next policy.
    return isDenial ? all : all + [("kms:*", [true, true]), ("*", [true, true])]
  }

  private static func conditions(of sender: Sender) -> [Form<JSONValue?>] {
    [
      Form(nil, true), Form(nil, true),
      Form(["StringEquals": ["kms:ViaService": "sqs.us-east-1.amazonaws.com"]], true),
      Form(["StringEquals": ["kms:ViaService": "sns.us-east-1.amazonaws.com"]], false),
      Form(["StringEquals": ["kms:CallerAccount": "123456789012"]], sender != .topic),
      Form(["ArnEquals": ["aws:SourceArn": .string(topic)]], sender == .topic),
      Form(["StringEquals": ["aws:SourceAccount": "123456789012"]], sender == .topic),
      Form(
        ["ArnLike": ["kms:EncryptionContext:aws:sqs:arn": "arn:aws:sqs:*:123456789012:q"]],
        true
      ),
    ]
  }

  private static func keyStatement(
    _ sender: Sender,
    _ draw: inout Draw,
    _ verdicts: inout [Verdict]
  ) -> JSONValue {
    let isDenial = draw.number(below: 5) == 0
    let (principal, standing) = draw.one(of: principals(of: sender))
    let (action, covered) = draw.one(of: actionForms(isDenial: isDenial))
    let condition = draw.one(of: conditions(of: sender))
    for place in covered.indices where covered[place] && condition.fits && standing != .other {
      if isDenial {
        verdicts[place].denied = true
      } else if standing == .named {
        verdicts[place].named = true
      } else {
        verdicts[place].delegated = true
      }
    }
    var statement: JSONObject = [
      "Effect": isDenial ? "Deny" : "Allow", "Principal": principal, "Action": action,
      "Resource": "*",
    ]
    if let condition = condition.value { statement["Condition"] = condition }
    return .object(statement)
  }

  private static func roleStatement(
    _ key: String,
    _ draw: inout Draw,
    _ verdicts: inout [Verdict]
  ) -> JSONValue {
    let isDenial = draw.number(below: 6) == 0
    let (action, covered) = draw.one(of: actionForms(isDenial: true))
    let resource = draw.one(of: [
      Form<JSONValue>("*", true), Form(.string(key), true),
      Form("arn:aws:kms:us-east-1:123456789012:key/*", true),
      Form("arn:aws:kms:us-east-1:123456789012:key/other", false),
    ])
    for place in covered.indices where covered[place] && resource.fits {
      if isDenial { verdicts[place].denied = true } else { verdicts[place].role = true }
    }
    return [
      "Effect": isDenial ? "Deny" : "Allow", "Action": action, "Resource": resource.value,
    ]
  }
}
