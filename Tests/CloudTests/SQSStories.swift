import Cloud
import Simulation

/// The life of messages in queues, told step by step.
enum SQSStories {
  static let lives: [Story] = [
    Story("a received message is hidden, comes back, and is counted", ["1", "0", "2", "same id"]) {
      bench in
      try await bench.queue("orders")
      let id = try await bench.send("x", to: "orders")
      let first = try await bench.receive("orders")[0]
      let hidden = try await bench.receive("orders")
      try await bench.sleep(.seconds(30))
      let second = try await bench.receive("orders")[0]
      return [
        first.attributes?["ApproximateReceiveCount"] ?? "", "\(hidden.count)",
        second.attributes?["ApproximateReceiveCount"] ?? "",
        second.messageId == id && second.receiptHandle != first.receiptHandle ? "same id" : "?",
      ]
    },
    Story("a deleted message is gone", ["[0, 0, 0]"]) { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders")[0].receiptHandle
      try await bench.delete(handle, from: "orders")
      try await bench.delete(handle, from: "orders")
      return ["\(await bench.depths("orders"))"]
    },
    Story(
      "a handle that a later receive has replaced deletes nothing, and says nothing",
      ["[0, 1, 0]", "[0, 0, 0]"]
    ) { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let old = try await bench.receive("orders", visibility: 1)[0].receiptHandle
      let new = try await bench.receive("orders", wait: 5)[0].receiptHandle
      try await bench.delete(old, from: "orders")
      let kept = await bench.depths("orders")
      try await bench.delete(new, from: "orders")
      return ["\(kept)", "\(await bench.depths("orders"))"]
    },
    Story("a handle whose time has passed deletes while nobody has received again", ["[0, 0, 0]"]) {
      bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders", visibility: 1)[0].receiptHandle
      try await bench.sleep(.seconds(2))
      try await bench.delete(handle, from: "orders")
      return ["\(await bench.depths("orders"))"]
    },
    Story("a delayed message comes when its delay has passed", ["[0, 0, 1]", "late", "5"]) {
      bench in
      try await bench.queue("orders")
      try await bench.send("late", to: "orders", delay: 5)
      let sent = bench.cloud.simulation.now
      let depths = await bench.depths("orders")
      let bodies = try await bench.bodies("orders", wait: 20)
      let passed = bench.cloud.simulation.now.duration(since: sent)
      return ["\(depths)", bodies.joined(), "\(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("visibility counts from its change, up or down", ["0", "1", "[1, 0, 0]"]) { bench in
      try await bench.queue("orders", ["VisibilityTimeout": "5"])
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders")[0].receiptHandle
      let change = { (seconds: Int) async throws in
        _ = try await bench(
          ChangeMessageVisibility(
            queueUrl: "orders",
            receiptHandle: handle,
            visibilityTimeout: seconds
          )
        )
      }
      try await change(60)
      try await bench.sleep(.seconds(59))
      let hidden = await bench.depths("orders")[0]
      try await bench.sleep(.seconds(1))
      let back = await bench.depths("orders")[0]
      try await change(60)
      return ["\(hidden)", "\(back)", "\(await bench.depths("orders"))"]
    },
    Story("zero gives a message back at once, to who waits", ["x"]) { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders")[0].receiptHandle
      async let waiting = bench.bodies("orders", wait: 20)
      _ = try await bench(
        ChangeMessageVisibility(queueUrl: "orders", receiptHandle: handle, visibilityTimeout: 0)
      )
      return try await waiting
    },
    Story("retention drops what nobody deletes", ["[1, 0, 0]", "[0, 0, 0]", "1 expired"]) { bench in
      try await bench.queue("orders", ["MessageRetentionPeriod": "60"])
      try await bench.send("x", to: "orders")
      try await bench.sleep(.seconds(59))
      let before = await bench.depths("orders")
      try await bench.sleep(.seconds(1))
      let after = await bench.depths("orders")
      let expired = await bench.cloud.sqs.figures(of: "orders")?.expired ?? 0
      return ["\(before)", "\(after)", "\(expired) expired"]
    },
    Story("a purge deletes all, in flight and delayed too", ["[1, 1, 1]", "[0, 0, 0]", "3"]) {
      bench in
      try await bench.queue("orders")
      for delay in [0, 0, 60] { try await bench.send("x", to: "orders", delay: delay) }
      _ = try await bench.receive("orders", 1)
      let before = await bench.depths("orders")
      _ = try await bench(PurgeQueue(queueUrl: "orders"))
      let figures = await bench.cloud.sqs.figures(of: "orders")
      return ["\(before)", "\(await bench.depths("orders"))", "\(figures?.purged ?? 0)"]
    },
    Story(
      "the age of the oldest message counts from its coming",
      ["nil", "10", "7"]
    ) { bench in
      let age = { () async -> String in
        guard let age = await bench.cloud.sqs.figures(of: "orders")?.oldestAge else { return "nil" }
        return "\((age.nanoseconds + 500_000_000) / 1_000_000_000)"
      }
      try await bench.queue("orders")
      let none = await age()
      try await bench.send("old", to: "orders")
      try await bench.sleep(.seconds(3))
      try await bench.send("new", to: "orders")
      try await bench.sleep(.seconds(7))
      let old = await age()
      try await bench.delete(try await bench.receive("orders", 1)[0].receiptHandle, from: "orders")
      return [none, old, await age()]
    },
  ]

  static let polling: [Story] = [
    Story("a long poll ends with the first message", ["x", "3"]) { bench in
      try await bench.queue("orders")
      let start = bench.cloud.simulation.now
      async let waiting = bench.bodies("orders", wait: 20)
      try await bench.sleep(.seconds(3))
      try await bench.send("x", to: "orders")
      let bodies = try await waiting
      let passed = bench.cloud.simulation.now.duration(since: start)
      return [bodies.joined(), "\(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("a long poll ends empty at its time-out, a short one at once", ["0 20", "0 0"]) { bench in
      try await bench.queue("orders")
      var seen: [String] = []
      for wait in [20, 0] {
        let start = bench.cloud.simulation.now
        let count = try await bench.receive("orders", wait: wait).count
        let passed = bench.cloud.simulation.now.duration(since: start)
        seen.append("\(count) \(passed.nanoseconds / 1_000_000_000)")
      }
      return seen
    },
    Story("who waits first is served first", ["a1", "b2", "c3"]) { bench in
      try await bench.queue("orders")
      return try await withThrowingTaskGroup(of: String.self) { group in
        for (place, name) in ["a", "b", "c"].enumerated() {
          group.addTask {
            try await bench.sleep(.milliseconds(place + 1))
            return name + (try await bench.bodies("orders", wait: 20)).joined()
          }
        }
        try await bench.sleep(.seconds(1))
        for body in ["1", "2", "3"] { try await bench.send(body, to: "orders") }
        return try await group.reduce(into: []) { $0.append($1) }.sorted()
      }
    },
    Story("a poller that is gone is passed over", ["x"]) { bench in
      try await bench.queue("orders")
      let gone = bench.cloud.simulation.spawn(on: bench.cloud.sqs) { sqs in
        try await sqs.poll("orders", atMost: 1, waiting: .seconds(20), for: Caller("gone"))
      }
      try await bench.sleep(.seconds(1))
      gone.cancel()
      async let waiting = bench.bodies("orders", wait: 20)
      try await bench.send("x", to: "orders")
      return try await waiting
    },
    Story("deleting a queue ends the polls on it", ["AWS.SimpleQueueService.NonExistentQueue"]) {
      bench in
      try await bench.queue("orders")
      async let waiting = bench.receive("orders", wait: 20)
      try await bench.sleep(.seconds(1))
      _ = try await bench(DeleteQueue(queueUrl: "orders"))
      do {
        _ = try await waiting
        return []
      } catch let error as ServiceError {
        return [error.code]
      }
    },
    Story("one receive takes at most what it asks for", ["1", "10", "1"]) { bench in
      try await bench.queue("orders")
      for number in 0..<12 { try await bench.send("\(number)", to: "orders") }
      var counts: [String] = []
      for count in [1, 10, 10] {
        counts.append("\(try await bench.receive("orders", count).count)")
      }
      return counts
    },
  ]

  static let deadLetters: [Story] = [
    Story("with 3 a message is delivered 3 times and moved at the 4th", ["1", "1", "1", "0", "1"]) {
      bench in
      try await bench.queue("orders", deadLetters: "dead", after: 3)
      try await bench.send("x", to: "orders")
      var seen: [String] = []
      for _ in 0..<4 {
        seen.append("\(try await bench.receive("orders", visibility: 1, wait: 5).count)")
      }
      return seen + ["\(try await bench.receive("dead").count)"]
    },
    Story("id, body and attributes stay, and the source is named", ["same", "x", "7"]) { bench in
      try await bench.queue("orders", deadLetters: "dead", after: 1)
      let sent = try await bench(
        SendMessage(
          queueUrl: "orders",
          messageBody: "x",
          messageAttributes: ["n": .number("7")]
        )
      )
      _ = try await bench.receive("orders", visibility: 0)
      _ = try await bench.receive("orders")
      let dead = try await bench.receive("dead")[0]
      let isSame =
        dead.messageId == sent.messageId
        && dead.attributes?["DeadLetterQueueSourceArn"] == bench.queueARN("orders")
      return [
        isSame ? "same" : "?", dead.body, dead.messageAttributes?["n"]?.stringValue ?? "",
      ]
    },
    Story("the retention clock goes on, the age starts anew", ["0", "1 expired"]) { bench in
      try await bench.queue("orders", deadLetters: "dead", after: 1)
      _ = try await bench(
        SetQueueAttributes(queueUrl: "dead", attributes: ["MessageRetentionPeriod": "60"])
      )
      try await bench.send("x", to: "orders")
      try await bench.sleep(.seconds(30))
      _ = try await bench.receive("orders", visibility: 0)
      _ = try await bench.receive("orders")
      let age = await bench.cloud.sqs.figures(of: "dead")?.oldestAge ?? .seconds(99)
      try await bench.sleep(.seconds(31))
      let expired = await bench.cloud.sqs.figures(of: "dead")?.expired ?? 0
      return ["\(age.nanoseconds / 1_000_000_000)", "\(expired) expired"]
    },
  ]
}
