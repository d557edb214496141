import Cloud
import JSON
import Simulation
import Testing

/// The payment provider and the mail provider.
@Suite struct ProviderTests {
  @Test(arguments: cases) func `a provider does its part`(_ row: PlatformCase) throws {
    try row.check()
  }

  /// Retries of lost answers with a key charge once; without one they charge again.
  @Test(arguments: 1...4) func `only a key makes retries safe`(_ seed: Int) throws {
    let (safe, unsafe) = try PlatformCase.run(seed: UInt64(seed), shuffling: 3) { cloud in
      (
        try await Self.chargeStubbornly(cloud, "safe", withKey: true),
        try await Self.chargeStubbornly(cloud, "unsafe", withKey: false)
      )
    }
    #expect(safe == 200 && unsafe > 220, "seed \(seed): \(safe) and \(unsafe) charges")
  }

  private static func chargeStubbornly(
    _ cloud: Cloud,
    _ name: String,
    withKey: Bool
  ) async throws -> Int {
    let provider = PaymentProvider(name, in: cloud)
    cloud.faults.fail(name, .each(.percent(30)), .afterEffects)
    let client = HTTPClient(cloud: cloud, component: "shop")
    for order in 0..<200 {
      var body: JSONObject = ["amount": 500, "card": "4242", "reference": .string("A-\(order)")]
      if withKey { body["idempotencyKey"] = .string("A-\(order)") }
      let request = HTTPRequest(method: "POST", path: "/charges", body: .object(body))
      while (try? await client.send(request, to: provider))?.isSuccess != true {}
    }
    return await provider.charges.count
  }

  private static func charge(_ body: JSONValue) -> HTTPRequest {
    HTTPRequest(method: "POST", path: "/charges", body: body)
  }

  private static let cases: [PlatformCase] = [
    PlatformCase("it charges, declines and refuses", ["200", "402", "400", "404", "1 charge"]) {
      cloud in
      let provider = PaymentProvider(in: cloud)
      let client = HTTPClient(cloud: cloud, component: "shop")
      let requests = [
        charge(["amount": 100, "card": "4242", "reference": "A-1"]),
        charge(["amount": 100, "card": .string(PaymentProvider.decliningCard)]),
        charge(["amount": -1]),
        HTTPRequest(method: "GET", path: "/refunds"),
      ]
      var found: [String] = []
      for request in requests {
        found.append("\(try await client.send(request, to: provider).status)")
      }
      return found + ["\(await provider.charges.count) charge"]
    },
    PlatformCase("a repeat with the same key returns the first charge", ["true", "1"]) { cloud in
      let provider = PaymentProvider(in: cloud)
      let client = HTTPClient(cloud: cloud, component: "shop")
      let request = charge(["amount": 100, "card": "4242", "idempotencyKey": "k"])
      let first = try await client.send(request, to: provider)
      let second = try await client.send(request, to: provider)
      return ["\(first == second)", "\(await provider.charges.count)"]
    },
    PlatformCase("an outage does nothing, and slowness is felt", ["503", "0", "timedOut", "1"]) {
      cloud in
      let provider = PaymentProvider(
        in: cloud,
        settings: ProviderSettings(latency: .constant(.milliseconds(200)))
      )
      let client = HTTPClient(cloud: cloud, component: "shop")
      let request = charge(["amount": 100, "card": "4242"])
      cloud.faults.fail("payment-provider", .all)
      var found = ["\(try await client.send(request, to: provider).status)"]
      found.append("\(await provider.charges.count)")
      cloud.faults.heal("payment-provider")
      cloud.faults.slow("payment-provider", by: 20)
      do {
        _ = try await client.send(request, to: provider, timeout: .seconds(2))
      } catch let failure as HTTPFailure {
        found.append(failure.rawValue)
      }
      try await cloud.simulation.sleep(for: .seconds(3))
      return found + ["\(await provider.charges.count)"]
    },
    PlatformCase("its latency and failures are what its settings say", ["true", "true"]) { cloud in
      let latency = DurationDistribution.logNormal(
        mean: .milliseconds(80),
        deviation: .milliseconds(30)
      )
      let settings = ProviderSettings(latency: latency, failures: .percent(10))
      let provider = MailProvider(in: cloud, settings: settings)
      let client = HTTPClient(cloud: cloud, component: "shop")
      let request = HTTPRequest(method: "POST", path: "/mails", body: ["to": "a@example.com"])
      let began = cloud.simulation.now
      for _ in 0..<2_000 { _ = try await client.send(request, to: provider) }
      let mean = began.duration(to: cloud.simulation.now).milliseconds / 2_000
      let sent = await provider.outbox.count
      return ["\(abs(mean - 81) < 3)", "\(abs(sent - 1_800) < 60)"]
    },
  ]
}
