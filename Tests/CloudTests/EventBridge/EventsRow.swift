import Cloud
import JSON
import Simulation
import Testing

/// A claim about an answer of EventBridge: what is done before, what is asked, and what matters of
/// the answer.
struct EventsRow: Sendable, CustomTestStringConvertible {
  /// A command and its input: `put-rule`, `sqs create-queue`, or `sleep` and a number of seconds.
  typealias Step = (command: String, input: JSONValue)

  let fact: String
  let before: [Step]
  let asked: Step
  /// `STATUS CODE: TEXT`, or `PATH = VALUE` for each part that matters.
  let expected: [String]
  var testDescription: String { fact }

  init(
    _ fact: String,
    after before: [Step] = [],
    _ command: String,
    _ input: JSONValue,
    _ expected: String...
  ) {
    self.fact = fact
    self.before = before
    asked = (command, input)
    self.expected = expected
  }

  init(_ fact: String, after before: [Step], _ asked: Step, _ expected: [String]) {
    self.fact = fact
    self.before = before
    self.asked = asked
    self.expected = expected
  }

  /// What really comes out, in the form of ``expected``.
  func actual() throws -> [String] {
    let cloud = Cloud(on: Simulation(seed: 5))
    defer { cloud.shutDown() }
    return try cloud.simulation.run {
      for step in before { _ = try? await Self.take(step, on: cloud) }
      do {
        let answer = try await Self.take(asked, on: cloud)
        return expected.map { line in
          let path = String(line.split(separator: " = ", maxSplits: 1)[0])
          return "\(path) = \(Self.text(at: path, in: answer))"
        }
      } catch let error as ServiceError {
        return ["\(error.status) \(error.code): \(error.message)"]
      } catch let error as ParameterError {
        return ["\(error)"]
      }
    }
  }

  /// Does one step at the prompt of an account.
  @discardableResult
  static func take(
    _ step: Step,
    on cloud: Cloud,
    as caller: Caller = .learner
  ) async throws -> JSONValue {
    if step.command == "sleep" {
      try await cloud.simulation.sleep(for: .seconds(step.input.intValue ?? 0))
      return .null
    }
    let words = step.command.split(separator: " ").map(String.init)
    return try await cloud.perform(
      service: words.count > 1 ? words[0] : "events",
      operation: words[words.count - 1],
      input: step.input,
      for: caller
    )
  }

  /// The part at a path such as `Targets.0.Id`; `#` counts, `-` is nothing.
  static func text(at path: String, in answer: JSONValue) -> String {
    var value: JSONValue? = answer
    for part in path.split(separator: ".") {
      if part == "#" { return "\(value?.arrayValue?.count ?? value?.objectValue?.count ?? 0)" }
      value = Int(part).flatMap { value?[$0] } ?? value?[String(part)]
    }
    return hidingID(in: value.map { $0.stringValue ?? $0.text() } ?? "-")
  }

  /// An event's text with `ID` in the place of its id, which differs from event to event.
  private static func hidingID(in text: String) -> String {
    guard text.contains(#""version":"0""#), let start = text.firstRange(of: #""id":""#) else {
      return text
    }
    let id = text[start.upperBound...].prefix { $0 != "\"" }
    return id.count == 36 ? text.replacing(id, with: "ID") : text
  }

  // MARK: What rows have in common

  static let account = "arn:aws:events:us-east-1:123456789012"
  static let pattern = #"{"source":["shop"]}"#
  static let queue = "arn:aws:sqs:us-east-1:123456789012:a"

  static func bus(_ name: String) -> Step { ("create-event-bus", ["Name": .string(name)]) }

  static func rule(_ name: String = "r", _ more: JSONObject = [:]) -> Step {
    ("put-rule", merged(["Name": .string(name), "EventPattern": .string(pattern)], more))
  }

  /// Gives a rule one target.
  static func target(_ more: JSONObject, of rule: String = "r") -> Step {
    let target = merged(["Id": "1", "Arn": .string(queue)], more)
    return ("put-targets", ["Rule": .string(rule), "Targets": [target]])
  }

  static func archive(_ name: String = "all", _ more: JSONObject = [:]) -> Step {
    (
      "create-archive",
      merged(
        ["ArchiveName": .string(name), "EventSourceArn": .string("\(account):event-bus/default")],
        more
      )
    )
  }

  static func replay(_ name: String = "again", _ more: JSONObject = [:]) -> Step {
    (
      "start-replay",
      merged(
        [
          "ReplayName": .string(name), "EventSourceArn": .string("\(account):archive/all"),
          "EventStartTime": "2026-01-01T00:00:00Z", "EventEndTime": "2026-01-02T00:00:00Z",
          "Destination": ["Arn": .string("\(account):event-bus/default")],
        ],
        more
      )
    )
  }

  static func event(_ more: JSONObject = [:]) -> JSONValue {
    merged(["Source": "shop", "DetailType": "OrderPlaced", "Detail": #"{"id":1}"#], more)
  }

  static func put(_ entries: JSONValue...) -> Step {
    ("put-events", ["Entries": .array(entries)])
  }

  /// An object with members changed, added, or, where they are null, left out.
  static func merged(_ object: JSONObject, _ more: JSONObject) -> JSONValue {
    var object = object
    for (key, value) in more { object[key] = value == .null ? nil : value }
    return .object(object)
  }

  static func constraint(_ value: String, at place: String, _ rule: String) -> String {
    "400 ValidationException: 1 validation error detected: Value '\(value)' at '\(place)' failed to"
      + " satisfy constraint: Member must \(rule)"
  }

  static let letters = "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
  static let tooMany =
    "400 LimitExceededException: The requested resource exceeds the maximum number allowed."

  /// What is said of a text that can name no bus.
  static func noBus(_ text: String, at place: String) -> String {
    constraint(
      text,
      at: place,
      "satisfy regular expression pattern: (arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}"
        + ":event-bus\\/)?[/\\.\\-_A-Za-z0-9]+"
    )
  }

  static func leftOut(_ what: String) -> String {
    "501 NotSupportedHere: \(what) exists on AWS and is left out of this mini cloud."
  }
}

// MARK: Steps with queues

extension EventsRow {
  /// Creates a queue that lets everybody send, or, without a policy, nobody but its own account.
  static func queue(
    _ name: String,
    isOpen: Bool = true,
    _ attributes: JSONObject = [:],
    in account: String = "123456789012"
  ) -> Step {
    var attributes = attributes
    let arn = "arn:aws:sqs:us-east-1:\(account):\(name)"
    if isOpen {
      attributes["Policy"] = .string(
        #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","#
          + #""Resource":"\#(arn)"}}"#
      )
    }
    return (
      "sqs create-queue",
      ["QueueName": .string(name), "Attributes": .object(attributes)]
    )
  }

  /// Receives what is in a queue, with what stands beside the messages.
  static func receive(_ queue: String) -> Step {
    (
      "sqs receive-message",
      [
        "QueueUrl": .string(queue), "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"],
        "AttributeNames": ["All"],
      ]
    )
  }
}
