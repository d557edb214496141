import Cloud
import Simulation
import Testing

/// CPU credits of burstable instances, and what use beyond them costs.
@Suite struct CPUCreditTests {
  @Test(arguments: cases) func `credits do as on AWS`(_ row: PlatformCase) throws {
    try row.check()
  }

  /// Whatever runs, and however often somebody looks: earned − spent + charged is the balance, which
  /// stays between nothing and a day's worth; what is charged is on the bill, to the millisecond.
  @Test(arguments: 1...6) func `credits add up`(_ seed: Int) throws {
    let charges = try [0, 1, 40].map { looks in
      try PlatformCase.run(seed: UInt64(seed)) { cloud in
        try await Self.charge(of: cloud, looks: looks)
      }
    }
    #expect(charges.allSatisfy { $0.wrong.isEmpty }, "\(charges.map(\.wrong))")
    #expect(charges.allSatisfy { abs($0.milliseconds - charges[0].milliseconds) <= 1 })
    #expect(charges[0].milliseconds > 0)
  }
}

// MARK: Laws

extension CPUCreditTests {
  /// Random work for hours, busy at first and then less so.
  private static func charge(
    of cloud: Cloud,
    looks: Int
  ) async throws -> (milliseconds: Int64, wrong: [String]) {
    var stream = cloud.simulation.randomStream("test work")
    let types = [InstanceType.t3Micro, .t3Small, .t3Medium, .t3Large]
    let type = stream.pick(from: types) ?? .t3Micro
    let instance = try await cloud.client(of: EC2.self, for: .learner).launch(type, named: "box")
    try await instance.waitUntilBooted()
    var wrong: [String] = []
    func look() {
      guard let credits = instance.processors.allowance, let most = type.maximumCredits else {
        return wrong.append("no credits")
      }
      let (earned, spent) = (credits.earned, credits.spent)
      let difference = earned - spent + credits.excess - credits.balance
      if abs(difference.nanoseconds) > 10 { wrong.append("off by \(difference)") }
      if credits.balance < .zero || credits.balance > .seconds(60 * most) {
        wrong.append("a balance of \(credits.balance)")
      }
      if abs((spent - instance.processors.processorTime).nanoseconds) > 10 {
        wrong.append("spent \(spent)")
      }
    }
    var work: [Task<Void, any Error>] = []
    for round in 0..<60 {
      let pause = Duration.seconds(rounding: stream.exponential() * (round < 30 ? 400 : 4_000))
      for _ in 0..<looks {
        try await cloud.simulation.sleep(for: pause / looks)
        look()
      }
      if looks == 0 { try await cloud.simulation.sleep(for: pause) }
      let time = Duration.seconds(rounding: stream.exponential() * 500)
      work.append(
        cloud.simulation.spawn(on: cloud.ec2) { _ in try await instance.processors.work(time) }
      )
    }
    for task in work { try await task.value }
    look()
    let reading = cloud.meter.reading
    let charged = (instance.cpuSurplusCreditsCharged ?? 0) * 60_000
    let metered = reading.quantity(of: .cpuCredits)
    if abs(Double(metered) - charged) > 1 { wrong.append("billed \(metered) for \(charged)") }
    let price = PriceList.usEast1[.cpuCredits]
    if Bill(for: reading).total(of: .cpuCredits) != price.amount.times(metered, per: 3_600_000) {
      wrong.append("the bill")
    }
    return (metered, wrong)
  }
}

// MARK: Tables

extension CPUCreditTests {
  private static func rounded(_ credits: Double?) -> String {
    credits.map { "\(Int($0.rounded()))" } ?? "none"
  }

  private static let cases: [PlatformCase] = [
    PlatformCase("an idle one earns up to a day's worth", ["0", "12", "288", "288"]) { cloud in
      let client = cloud.client(of: EC2.self, for: .learner)
      let instance = try await client.launch(.t3Micro, named: "box")
      var found = [rounded(instance.cpuCreditBalance)]
      for hours in [1, 23, 10] {
        try await cloud.simulation.sleep(for: .seconds(3_600 * hours))
        found.append(rounded(instance.cpuCreditBalance))
      }
      return found
    },
    PlatformCase(
      "use beyond the balance is charged by the vCPU-hour",
      ["0 48", "0.0398", "0.0398"]
    ) { cloud in
      let instance = try await cloud.box(.t3Micro)
      try await instance.processors.work(.seconds(3_600))
      var found = [
        "\(rounded(instance.cpuCreditBalance)) \(rounded(instance.cpuSurplusCreditsCharged))"
      ]
      func billed() -> String {
        let dollars = Bill(for: cloud.meter.reading).total(of: .cpuCredits).dollars
        return "\((dollars * 10_000).rounded() / 10_000)"
      }
      found.append(billed())
      let client = cloud.client(of: EC2.self, for: .learner)
      _ = try await client(TerminateInstances(instanceIds: [instance.id]))
      try await cloud.simulation.sleep(for: .seconds(60))
      return found + [billed()]
    },
    PlatformCase(
      "a stop keeps them, and a smaller type holds fewer",
      ["480", "480", "288", "none"]
    ) { cloud in
      let client = cloud.client(of: EC2.self, for: .learner)
      let instance = try await cloud.box(.t3Medium)
      try await cloud.simulation.sleep(for: .seconds(20 * 3_600))
      var found = [rounded(instance.cpuCreditBalance)]
      _ = try await client(StopInstances(instanceIds: [instance.id]))
      try await cloud.simulation.sleep(for: .seconds(3_600))
      found.append(rounded(instance.cpuCreditBalance))
      for type in ["t3.micro", "m5.large"] {
        _ = try await client(
          ModifyInstanceAttribute(instanceId: instance.id, instanceType: .init(value: type))
        )
        found.append(rounded(instance.cpuCreditBalance))
      }
      return found
    },
    PlatformCase(
      "the mode is unlimited, on burstable types",
      ["pending", "NotSupportedHere", "InvalidParameterValue", "InvalidParameterCombination"]
    ) { cloud in
      var found: [String] = []
      for (type, mode) in [
        ("t3.micro", "unlimited"), ("t3.micro", "standard"), ("t3.micro", "fast"),
        ("m5.large", "unlimited"),
      ] {
        let input =
          #"{"InstanceType":"\#(type)","CreditSpecification":{"CpuCredits":"\#(mode)"}}"#
        let answer = await cloud.answer("ec2", "run-instances", input)
        found.append(
          answer.contains("pending") ? "pending" : String(answer.dropFirst().prefix { $0 != ")" })
        )
      }
      return found
    },
  ]
}
