import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// A titled run on an empty cloud and what it must find.
typealias PlatformCase = BenchCase<Cloud>

extension BenchCase<Cloud> {
  /// Runs the case in the usual order and in two shuffled ones.
  func check(at location: SourceLocation = #_sourceLocation) throws {
    for shuffling: UInt64? in [nil, 1, 2] {
      let found = try Self.run(shuffling: shuffling, body)
      #expect(found == expected, "shuffling: \(shuffling ?? 0)", sourceLocation: location)
    }
  }

  /// Runs `body` on a new cloud to its end.
  static func run<R: Sendable>(
    seed: UInt64 = 1,
    shuffling: UInt64? = nil,
    _ body: @escaping @Sendable (Cloud) async throws -> R
  ) throws -> R {
    let cloud = Cloud(on: Simulation(seed: seed, shuffling: shuffling))
    defer { cloud.shutDown() }
    return try cloud.simulation.run { try await body(cloud) }
  }
}

extension Cloud {
  /// Performs a command and returns its answer, or the error's code and text.
  func answer(_ service: String, _ operation: String, _ input: String) async -> String {
    do {
      let input = try JSONValue(parsing: input)
      return try await perform(
        service: service,
        operation: operation,
        input: input,
        for: .learner
      ).text()
    } catch {
      return "\(error)"
    }
  }

  /// A running instance called `box`.
  func box(_ type: InstanceType = .m5Large) async throws -> Instance {
    let instance = try await client(of: EC2.self, for: .learner).launch(type, named: "box")
    try await instance.waitUntilBooted()
    return instance
  }

  /// A serving process called `app`, whose requests say what they do.
  func app(
    on instance: Instance,
    settings: ServerProcess.Settings = .init()
  ) async throws -> ServerProcess {
    let app = ServerProcess("app", on: instance, in: self, settings: settings) { process in
      let served = Atomic<Int>(0)
      return { request in
        if let work = request.body?["work"]?.intValue {
          try await process.compute(.microseconds(work))
        }
        if let wait = request.body?["wait"]?.intValue {
          try await process.cloud.simulation.sleep(for: .milliseconds(wait))
        }
        if let megabytes = request.body?["allocate"]?.intValue {
          try await process.allocate(.mebibytes(megabytes))
        }
        if let text = request.body?["fail"]?.stringValue { throw ProcessFault(text: text) }
        let count = served.add(1, ordering: .relaxed).newValue
        return HTTPResponse(status: 200, body: ["served": .number(JSONNumber(count))])
      }
    }
    try await app.waitUntilServing()
    return app
  }

  /// Sends a request to `endpoint` and says what came of it.
  func post(
    _ body: JSONValue = [:],
    to endpoint: some HTTPEndpoint,
    timeout: Duration? = nil
  ) async throws -> String {
    let client = HTTPClient(cloud: self, component: "customers")
    let request = HTTPRequest(method: "POST", path: "/", body: body)
    do {
      let response = try await client.send(request, to: endpoint, timeout: timeout)
      return "\(response.status)" + (response.body?["served"]?.intValue.map { " \($0)" } ?? "")
    } catch let failure as HTTPFailure {
      return failure.rawValue
    }
  }

  /// Sends requests at once and counts what came of them, by sorted outcome.
  func post(_ bodies: [JSONValue], to endpoint: some HTTPEndpoint) async throws -> [String] {
    try await withThrowingTaskGroup(of: String.self) { group in
      for body in bodies {
        group.addTask { String(try await self.post(body, to: endpoint).prefix { $0 != " " }) }
      }
      var counts: [String: Int] = [:]
      for try await outcome in group { counts[outcome, default: 0] += 1 }
      return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }
  }
}

struct ProcessFault: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
