import EventPattern
import JSON
import Simulation

/// Reads one step of a recipe, and refuses what it does not know by its place.
struct RecipeStepReader {
  /// The words that begin a step, with those that go with each.
  private static let words: [(verb: String, companions: [String])] = [
    ("work", ["threads"]), ("wait", []), ("log", []), ("call", ["with", "as"]),
    ("if", ["is", "then", "else"]), ("chance", ["then", "else"]), ("for", ["in", "do"]),
    ("try", ["catch"]), ("count", ["by"]), ("add", ["to"]), ("allocate", []), ("free", []),
    ("write", ["size"]), ("spawn", []), ("exit", []), ("fail", []), ("return", []),
  ]

  private let object: JSONObject
  private let verb: String
  private let place: String

  init(_ value: JSONValue, at place: String) throws(ServiceError) {
    self.place = place
    guard let object = value.objectValue, !object.isEmpty else {
      throw .invalidParameter("\(place) is no step: a step is an object like {\"work\": \"20ms\"}.")
    }
    let known = Self.words.first { object[$0.verb] != nil }
    guard let (verb, companions) = known else {
      throw .invalidParameter(
        "\(place): \"\(object.keys.first ?? "")\" is no step of a recipe; there are "
          + Self.words.map(\.verb).joined(separator: ", ") + "."
      )
    }
    for other in object.keys where other != verb && !companions.contains(other) {
      throw .invalidParameter(
        "\(place): a step of a recipe does one thing; \"\(other)\" does not go with \"\(verb)\"."
      )
    }
    self.object = object
    self.verb = verb
  }

  func step() throws(ServiceError) -> RecipeStep {
    switch verb {
    case "work": .work(try duration(), threads: try whole("threads", in: 1...6) ?? 1)
    case "wait": .wait(try duration())
    case "log": .log(value)
    case "call": try call()
    case "if": .branch(try pattern(), then: try steps("then"), otherwise: try steps("else"))
    case "chance": .branch(try chance(), then: try steps("then"), otherwise: try steps("else"))
    case "for":
      .each(name: try text(verb), list: try text("in"), steps: try steps("do"))
    case "try": .attempt(try steps("try"), handlers: try handlers())
    case "count": .count(try text(verb), by: try whole("by", in: -1_000_000...1_000_000) ?? 1)
    case "add": .append(value, to: try text("to"))
    case "allocate": .allocate(try size(verb))
    case "free": .free(try size(verb))
    case "write": .write(path: try path(), size: try size("size"))
    case "spawn": .spawn(try steps("spawn"))
    case "exit": .exit(status: try whole("exit", in: 0...255) ?? 0)
    case "fail": try failure()
    default: .answer(value)
    }
  }

  private var value: JSONValue { object[verb] ?? .null }

  private func refusal(_ text: String) -> ServiceError {
    .invalidParameter("\(place): \(text)")
  }

  private func text(_ key: String) throws(ServiceError) -> String {
    guard let text = object[key]?.stringValue, !text.isEmpty else {
      throw refusal("\"\(verb)\" needs a text under \"\(key)\".")
    }
    return text
  }

  private func whole(
    _ key: String,
    in range: ClosedRange<Int>
  ) throws(ServiceError) -> Int? {
    guard let value = object[key] else { return nil }
    guard let number = value.intValue, range.contains(number) else {
      throw refusal(
        "\"\(key)\" is a whole number from \(range.lowerBound) to \(range.upperBound)."
      )
    }
    return number
  }

  private func size(_ key: String) throws(ServiceError) -> ByteCount {
    guard let text = object[key]?.stringValue, let size = ByteCount(spelled: text) else {
      throw refusal("\"\(key)\" is an amount of memory, written like \"64MB\".")
    }
    return size
  }

  private func path() throws(ServiceError) -> String {
    let path = try text("write")
    guard path.hasPrefix("/tmp/"), path.count > 5 else {
      throw refusal("Only /tmp can be written to; write a path such as \"/tmp/cache\".")
    }
    return path
  }

  private func duration() throws(ServiceError) -> RecipeDuration {
    guard let text = value.stringValue else {
      throw refusal("A duration is written like \"20ms\" or \"1.5s\".")
    }
    if text.contains("{") { return .template(text) }
    guard let duration = Duration(spelled: text), duration >= .zero else {
      throw refusal("A duration is written like \"20ms\" or \"1.5s\".")
    }
    return .constant(duration)
  }

  private func steps(_ key: String) throws(ServiceError) -> [RecipeStep] {
    guard let list = object[key] else {
      // One of the two ways may be left out.
      if key == "then" || key == "else" { return [] }
      throw refusal("\"\(verb)\" needs a list of steps under \"\(key)\".")
    }
    return try RecipeStep.list(list, at: "\(place).\(key)")
  }

  private func call() throws(ServiceError) -> RecipeStep {
    let words = try text("call").split(separator: " ").map(String.init)
    guard words.count == 2 else {
      throw refusal("\"call\" names a service and an operation: \"sqs send-message\".")
    }
    let entry = Cloud.catalogue.first { $0.name == words[0] }
    guard entry?.operation(words[1]) != nil else {
      throw refusal("There is no operation \"\(words[1])\" of a service \"\(words[0])\" here.")
    }
    return .call(
      service: words[0],
      operation: words[1],
      input: object["with"] ?? [:],
      name: object["as"] == nil ? nil : try text("as")
    )
  }

  private func pattern() throws(ServiceError) -> RecipeCondition {
    guard let alternatives = object["is"] else {
      throw refusal("\"if\" needs alternatives under \"is\", such as [\"paid\"].")
    }
    let pattern: JSONValue = ["value": alternatives]
    do {
      return .value(try text("if"), try EventPattern(parsing: pattern.text()))
    } catch let error as PatternError {
      throw refusal("\"is\" holds the alternatives of an event pattern: \(error.reason)")
    } catch let error as ServiceError {
      throw error
    } catch {
      throw refusal("\(error)")
    }
  }

  private func chance() throws(ServiceError) -> RecipeCondition {
    guard let chance = value.doubleValue, (0...1).contains(chance) else {
      throw refusal("\"chance\" is a probability from 0 to 1.")
    }
    return .chance(chance)
  }

  private func handlers() throws(ServiceError) -> [String: [RecipeStep]] {
    guard let object = object["catch"]?.objectValue else {
      throw refusal("\"try\" needs steps by type of error: \"catch\": {\"*\": []}.")
    }
    var handlers: [String: [RecipeStep]] = [:]
    for (type, list) in object {
      handlers[type] = try RecipeStep.list(list, at: "\(place).catch.\(type)")
    }
    return handlers
  }

  private func failure() throws(ServiceError) -> RecipeStep {
    guard let object = value.objectValue else {
      throw refusal("\"fail\" has a \"type\" and a \"message\".")
    }
    for key in object.keys where key != "type" && key != "message" {
      throw refusal("\"fail\" has a \"type\" and a \"message\", not \"\(key)\".")
    }
    return .fail(type: object["type"] ?? "Error", message: object["message"] ?? "")
  }
}
