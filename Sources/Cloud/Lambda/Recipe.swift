import JSON
import Simulation

/// Code for functions that are made by command, without a compiler: a list of steps in JSON.
///
/// ```json
/// { "init": [{ "work": "200ms" }],
///   "handler": [{ "work": "20ms" },
///               { "call": "dynamodb put-item", "with": { "TableName": "orders", "Item": {} } },
///               { "return": { "ok": true, "id": "{event.id}" } }] }
/// ```
///
/// Steps: `work` (processor time of one vCPU), `wait` (time without work), `log` (a line),
/// `call` … `with` (an operation of a service), `fail` (`type` and `message`), `return`.
/// `{event.PATH}` in a text is replaced by that part of the event.
enum Recipe {
  /// The smallest recipe that does something, for whoever has not seen one.
  static let example =
    #"The code of a function made by command is a recipe, such as "#
    + #"{"handler": [{"work": "20ms"}, {"return": {"ok": true}}]}."#

  static func parse(_ text: String) throws(ServiceError) -> JSONValue {
    let recipe: JSONValue
    do {
      recipe = try JSONValue(parsing: text)
    } catch {
      throw .invalidParameter("Could not read the recipe: \(error). \(example)")
    }
    guard let object = recipe.objectValue, object["handler"]?.arrayValue != nil else {
      throw .invalidParameter("A recipe has a list of steps under \"handler\". \(example)")
    }
    for (key, value) in object {
      guard key == "init" || key == "handler", let steps = value.arrayValue else {
        throw .invalidParameter("A recipe has \"init\" and \"handler\", not \"\(key)\".")
      }
      for step in steps { _ = try RecipeStep(step) }
    }
    return recipe
  }

  static func steps(_ recipe: JSONValue?, _ part: String) throws(ServiceError) -> [RecipeStep] {
    var steps: [RecipeStep] = []
    for step in recipe?[part]?.arrayValue ?? [] { steps.append(try RecipeStep(step)) }
    return steps
  }

  /// Puts parts of the event into the texts of `template`.
  static func fill(_ template: JSONValue, from event: JSONValue) -> JSONValue {
    switch template {
    case .string(let text): fill(text, from: event)
    case .array(let elements): .array(elements.map { fill($0, from: event) })
    case .object(let object):
      .object(JSONObject(object.map { ($0.key, fill($0.value, from: event)) }))
    case .null, .bool, .number: template
    }
  }

  /// A text that is one placeholder becomes the part itself; others have the parts' texts put in.
  private static func fill(_ text: String, from event: JSONValue) -> JSONValue {
    var filled = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "{event") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
      let path = rest[start.upperBound..<end].split(separator: ".")
      let part = path.reduce(Optional(event)) { $0?[String($1)] } ?? .null
      if start.lowerBound == text.startIndex, rest.index(after: end) == text.endIndex {
        return part
      }
      filled += rest[..<start.lowerBound]
      filled += part.stringValue ?? part.text()
      rest = rest[rest.index(after: end)...]
    }
    return .string(filled + rest)
  }
}

/// One step of a recipe.
enum RecipeStep {
  case work(Duration)
  case wait(Duration)
  case log(JSONValue)
  case call(service: String, operation: String, input: JSONValue)
  case fail(FunctionError)
  case answer(JSONValue)

  init(_ step: JSONValue) throws(ServiceError) {
    guard let object = step.objectValue,
      let key = object.keys.first(where: { $0 != "with" }) ?? object.keys.first
    else {
      throw .invalidParameter("A step of a recipe is an object such as {\"work\": \"20ms\"}.")
    }
    let value = object[key] ?? .null
    for other in object.keys where other != key && !(key == "call" && other == "with") {
      throw .invalidParameter(
        "A step of a recipe does one thing; \(key) does not go with \(other)."
      )
    }
    switch key {
    case "work": self = .work(try Self.duration(value))
    case "wait": self = .wait(try Self.duration(value))
    case "log": self = .log(value)
    case "return": self = .answer(value)
    case "fail":
      self = .fail(
        FunctionError(
          type: value["type"]?.stringValue ?? "Error",
          message: value["message"]?.stringValue ?? ""
        )
      )
    case "call":
      let words = (value.stringValue ?? "").split(separator: " ").map(String.init)
      guard words.count == 2 else {
        throw .invalidParameter("\"call\" names a service and an operation: \"sqs send-message\".")
      }
      self = .call(service: words[0], operation: words[1], input: object["with"] ?? [:])
    default:
      throw .invalidParameter(
        "\"\(key)\" is no step of a recipe; there are work, wait, log, call, fail and return."
      )
    }
  }

  private static func duration(_ value: JSONValue) throws(ServiceError) -> Duration {
    guard let text = value.stringValue, let duration = Duration(spelled: text), duration >= .zero
    else {
      throw .invalidParameter("A duration is written like \"20ms\" or \"1.5s\".")
    }
    return duration
  }
}

/// The code of a function that is a recipe.
actor RecipeFunction: FunctionCode {
  let environment: FunctionEnvironment
  private let steps: [RecipeStep]

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    steps = try Recipe.steps(environment.recipe, "handler")
    for step in try Recipe.steps(environment.recipe, "init") {
      _ = try await run(step, .null, nil)
    }
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    for step in steps {
      if let answer = try await run(step, event, context) { return answer }
    }
    return .null
  }

  /// Takes one step; the answer, when it is the last.
  private func run(
    _ step: RecipeStep,
    _ event: JSONValue,
    _ context: InvocationContext?
  ) async throws -> JSONValue? {
    switch step {
    case .work(let time): try await environment.compute(time)
    case .wait(let time): try await simulation.sleep(for: time)
    case .log(let value):
      let line = Recipe.fill(value, from: event)
      context?.log(line.stringValue ?? line.text())
    case .call(let service, let operation, let input):
      _ = try await environment.cloud.perform(
        service: service,
        operation: operation,
        input: Recipe.fill(input, from: event),
        for: Caller(environment.functionName)
      )
    case .fail(let error): throw error
    case .answer(let value): return Recipe.fill(value, from: event)
    }
    return nil
  }
}
