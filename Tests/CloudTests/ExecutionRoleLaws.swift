import Cloud
import JSON
import Simulation
import Testing

/// A function's call succeeds if and only if its role or the queue by the role's name allows it, and
/// neither denies it.
@Suite struct ExecutionRoleLaws {
  typealias Form = DeliveryPermissionLaws.Form

  /// What was drawn, what follows from it, and whether the message came.
  struct Round: Sendable {
    let policies: [String]
    let isAllowed: Bool
    let came: Bool
  }

  @Test(arguments: Run.all) func `a call succeeds if policies say so`(_ run: Run) throws {
    let bench = InvocationBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let rounds = try bench.cloud.simulation.run { try await Self.rounds(bench) }
    let wrong = rounds.filter { $0.came != $0.isAllowed }.map(\.policies)
    // A law of which only one half was tried would prove nothing.
    #expect(wrong == [] && rounds.contains(where: \.came) && !rounds.allSatisfy(\.came))
  }

  private static func rounds(_ bench: InvocationBench) async throws -> [Round] {
    try await bench.queue("work")
    try await bench.makeRole()
    try await bench.create(
      "f",
      #"""
      [{"try": [{"call": "sqs send-message", "with": {"QueueUrl": "work", "MessageBody": "x"}}],
        "catch": {"AccessDenied": []}}]
      """#
    )
    var draw = Draw(bench.cloud.simulation.randomStream("policies"))
    var rounds: [Round] = []
    for _ in 0..<25 {
      let role = try await setRole(bench, &draw)
      let queue = try await setQueue(bench, &draw)
      let before = await bench.cloud.sqs.figures(of: "work")?.sent ?? 0
      _ = try await bench.invoke("f")
      let sent = await bench.cloud.sqs.figures(of: "work")?.sent ?? 0
      rounds.append(
        Round(
          policies: [role.text, queue.text],
          isAllowed: !role.denies && !queue.denies && (role.allows || queue.allows),
          came: sent > before
        )
      )
    }
    return rounds
  }

  private typealias Policy = (text: String, allows: Bool, denies: Bool)

  private static func setRole(
    _ bench: InvocationBench,
    _ draw: inout Draw
  ) async throws -> Policy {
    var policy: Policy = ("", false, false)
    var statements: [JSONValue] = []
    for _ in 0..<draw.number(below: 3) {
      let action = draw.one(of: [
        Form<JSONValue>("sqs:SendMessage", true), Form("SQS:Send*", true), Form("*", true),
        Form(["sqs:ReceiveMessage", "sns:Publish"], false),
      ])
      let arn = "arn:aws:sqs:us-east-1:123456789012"
      let resource = draw.one(of: [
        Form<JSONValue>("*", true), Form(.string("\(arn):work"), true),
        Form(.string("\(arn):w*k"), true), Form(.string("\(arn):others"), false),
      ])
      let region = draw.one(of: [Form("us-east-1", true), Form("us-*", false)])
      let isDenial = draw.number(below: 4) == 0
      statements.append([
        "Effect": isDenial ? "Deny" : "Allow", "Action": action.value, "Resource": resource.value,
        "Condition": ["StringEquals": ["aws:RequestedRegion": .string(region.value)]],
      ])
      guard action.fits, resource.fits, region.fits else { continue }
      if isDenial { policy.denies = true } else { policy.allows = true }
    }
    if statements.isEmpty {
      _ = try? await bench.iam("delete-role-policy", ["PolicyName": "p"])
    } else {
      try await bench.permit(statements)
      policy.text = JSONValue.array(statements).text()
    }
    return policy
  }

  private static func setQueue(
    _ bench: InvocationBench,
    _ draw: inout Draw
  ) async throws -> Policy {
    // Whether a statement is about the function, and whether it names its role.
    let account = "arn:aws:iam::123456789012"
    let principal = draw.one(of: [
      Form<JSONValue>("*", true), Form(["AWS": .string("\(account):role/shop")], true),
      Form(["AWS": "arn:aws:sts::123456789012:assumed-role/shop/f"], true),
      Form(["AWS": .string("\(account):root")], false),
    ])
    let stranger: JSONValue = ["AWS": .string("\(account):role/other")]
    let isDenial = draw.number(below: 3) == 0
    let isAbout = draw.number(below: 3) > 0
    let hasPolicy = draw.number(below: 2) == 0
    let policy: JSONValue = [
      "Statement": [
        "Effect": isDenial ? "Deny" : "Allow", "Action": "sqs:SendMessage", "Resource": "*",
        "Principal": isAbout ? principal.value : stranger,
      ]
    ]
    let text = hasPolicy ? policy.text() : ""
    try await bench.call(
      "sqs",
      "set-queue-attributes",
      ["QueueUrl": "work", "Attributes": ["Policy": .string(text)]]
    )
    let counts = hasPolicy && isAbout
    return (text, counts && !isDenial && principal.fits, counts && isDenial)
  }
}
