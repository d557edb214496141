import Cloud
import JSON
import Simulation

extension EC2Tests {
  static let processes: [PlatformCase] = [
    PlatformCase(
      "requests are served, and memory lives as long as the process",
      [
        "200 1", "200 2", "200 1",
      ]
    ) { cloud in
      let app = try await cloud.app(on: cloud.box())
      var found = [try await cloud.post(to: app), try await cloud.post(to: app)]
      await app.crash(reason: "test")
      try await app.waitUntilServing()
      found.append(try await cloud.post(to: app))
      return found
    },
    PlatformCase(
      "what the workers and the backlog cannot take is refused",
      [
        "200 5", "connectionRefused 4",
      ]
    ) { cloud in
      let settings = ServerProcess.Settings(workers: 2, backlog: 3)
      let app = try await cloud.app(on: cloud.box(), settings: settings)
      return try await cloud.post(Array(repeating: ["wait": 500], count: 9), to: app)
    },
    PlatformCase(
      "running out of memory resets all that is in flight and frees the memory",
      [
        "connectionReset 8", "256 MiB", "connectionRefused", "200 1", "768 MiB",
      ]
    ) { cloud in
      let instance = try await cloud.box()
      let app = try await cloud.app(on: instance)
      let waiting: [JSONValue] = Array(repeating: ["wait": 60_000, "allocate": 10], count: 7)
      var found = try await cloud.post(waiting + [["wait": 100, "allocate": 8_000]], to: app)
      found += [instance.memoryUsed.description, try await cloud.post(to: app)]
      try await app.waitUntilServing()
      return found + [try await cloud.post(to: app), instance.memoryUsed.description]
    },
    PlatformCase("the largest process is killed, not the one that asked", ["200", "reset"]) {
      cloud in
      let instance = try await cloud.box()
      let app = try await cloud.app(on: instance)
      let hog = ServerProcess("hog", on: instance, in: cloud) { process in
        { _ in
          try await process.allocate(.mebibytes(6_000))
          try await process.cloud.simulation.sleep(for: .seconds(60))
          return HTTPResponse(status: 200)
        }
      }
      try await hog.waitUntilServing()
      let held = cloud.simulation.spawn(on: hog) { hog in try await cloud.post(to: hog) }
      try await cloud.simulation.sleep(for: .seconds(1))
      let answer = try await cloud.post(["allocate": 2_000], to: app)
      return [String(answer.prefix(3)), try await held.value == "connectionReset" ? "reset" : "no"]
    },
    PlatformCase("an error of the code is a 500 and nothing else", ["500", "200 1"]) { cloud in
      let app = try await cloud.app(on: cloud.box())
      return [
        try await cloud.post(["fail": "bug"], to: app), try await cloud.post(to: app),
      ]
    },
    PlatformCase("a client gives up, the server goes on", ["timedOut", "200 2"]) { cloud in
      let app = try await cloud.app(on: cloud.box())
      let first = try await cloud.post(["wait": 2_000], to: app, timeout: .seconds(1))
      try await cloud.simulation.sleep(for: .seconds(2))
      return [first, try await cloud.post(to: app)]
    },
    PlatformCase(
      "slowness stretches processor time, and faults strike requests",
      [
        "101", "1001", "503", "connectionReset", "200 4",
      ]
    ) { cloud in
      let app = try await cloud.app(on: cloud.box())
      var found: [String] = []
      for factor in [1.0, 10] {
        cloud.faults.slow("app", by: factor)
        let began = cloud.simulation.now
        _ = try await cloud.post(["work": 100_000], to: app)
        let taken = began.duration(to: cloud.simulation.now)
        found.append("\(Int(taken.milliseconds))")
      }
      cloud.faults.heal("app")
      cloud.faults.fail("app", .next(1), .beforeEffects)
      found.append(try await cloud.post(to: app))
      cloud.faults.fail("app", .next(1), .afterEffects)
      found.append(try await cloud.post(to: app))
      return found + [try await cloud.post(to: app)]
    },
    PlatformCase(
      "a crash for a time lasts that long, and the box is billed",
      [
        "connectionRefused", "200 1", "300000",
      ]
    ) { cloud in
      let instance = try await cloud.box()
      let app = try await cloud.app(on: instance)
      let before = cloud.meter.reading
      let began = cloud.simulation.now
      await app.crash(reason: "test", for: .seconds(240))
      try await cloud.simulation.sleep(for: .seconds(239))
      var found = [try await cloud.post(to: app)]
      try await app.waitUntilServing()
      found.append(try await cloud.post(to: app))
      try await cloud.simulation.sleep(until: began.advanced(by: .seconds(300)))
      let used = cloud.meter.reading.since(before).quantity(of: .instance("m5.large"))
      return found + ["\(used)"]
    },
    PlatformCase("a process that cannot have its memory stays down and says so", ["true"]) {
      cloud in
      let settings = ServerProcess.Settings(residentMemory: .gibibytes(2))
      do {
        _ = try await cloud.app(on: cloud.box(.t3Micro), settings: settings)
        return ["it started"]
      } catch let error as ServiceError {
        return ["\(error.message.contains("memory"))"]
      }
    },
    PlatformCase("a caller that dies leaves the request to the server", ["1"]) { cloud in
      let app = try await cloud.app(on: cloud.box())
      let caller = ServerProcess("caller", on: try await cloud.box(), in: cloud) { process in
        { _ in
          let request = HTTPRequest(method: "POST", path: "/", body: ["wait": 1_000])
          return try await process.http.send(request, to: app)
        }
      }
      try await caller.waitUntilServing()
      let call = cloud.simulation.spawn(on: caller) { caller in try await cloud.post(to: caller) }
      try await cloud.simulation.sleep(for: .milliseconds(500))
      await caller.crash(reason: "test")
      guard try await call.value == "connectionReset" else { return ["no reset"] }
      try await cloud.simulation.sleep(for: .seconds(2))
      return ["\((await app.workers)?.served ?? 0)"]
    },
  ]
}
