import EventPattern
import JSON
import Simulation

/// What takes the steps of a recipe: a function or an extension.
protocol RecipeRunner: Simulated {
  nonisolated var environment: FunctionEnvironment { get }
  /// What survives from one event to the next, as long as the process lives.
  var counters: JSONObject { get set }
  /// How many draws have been made; part of what the next one is drawn from.
  var draws: Int { get set }
  /// The environment variables, put together once.
  nonisolated var variables: JSONValue { get }
}

extension FunctionEnvironment {
  /// The environment variables for a recipe's placeholders, by name.
  var recipeVariables: JSONValue {
    let variables = processVariables.sorted { $0.key < $1.key }
    return .object(JSONObject(variables.map { ($0.key, JSONValue.string($0.value)) }))
  }
}

extension RecipeRunner {
  func names(for event: JSONValue, _ context: InvocationContext?) -> RecipeNames {
    var about: JSONObject = [
      "functionName": .string(environment.functionName),
      "functionVersion": .string(environment.functionVersion),
      "memoryLimitInMB": .number(JSONNumber(environment.memorySize)),
    ]
    if let context {
      about["requestId"] = .string(context.requestID)
      about["invokedFunctionArn"] = .string(context.invokedFunctionARN)
      about["clientContext"] = context.clientContext ?? .null
    }
    return RecipeNames([
      "event": event,
      "context": .object(about),
      "tmp": .object(
        JSONObject(
          environment.tmp.contents.map { ($0.path, .number(JSONNumber($0.size.bytes))) }
        )
      ),
      "env": variables,
    ])
  }

  /// Takes steps one after the other; the answer, when one of them answers.
  func take(
    _ steps: [RecipeStep],
    _ names: inout RecipeNames,
    _ context: InvocationContext?
  ) async throws -> JSONValue? {
    for step in steps {
      names["global"] = .object(counters)
      if let answer = try await take(step, &names, context) { return answer }
    }
    return nil
  }

  private func take(
    _ step: RecipeStep,
    _ names: inout RecipeNames,
    _ context: InvocationContext?
  ) async throws -> JSONValue? {
    switch step {
    case .work(let time, let threads):
      try await environment.compute(try duration(time, names), threads: threads)
    case .wait(let time): try await simulation.sleep(for: try duration(time, names))
    case .log(let value):
      let line = names.fill(value)
      let text = line.stringValue ?? line.text()
      if let context { context.log(text) } else { environment.log(text) }
    case .call(let service, let operation, let input, let name):
      let answer = try await environment.cloud.perform(
        service: service,
        operation: operation,
        input: names.fill(input),
        for: environment.caller
      )
      if let name { names[name] = answer }
    case .branch(let condition, let then, let otherwise):
      return try await take(holds(condition, names) ? then : otherwise, &names, context)
    case .each(let name, let list, let steps):
      return try await takeEach(name, list, steps, &names, context)
    case .attempt(let steps, let handlers):
      return try await attempt(steps, handlers, &names, context)
    case .count(let name, let amount):
      counters[name] = .number(JSONNumber((counters[name]?.intValue ?? 0) + amount))
    case .append(let value, let list):
      names[list] = .array((names[list]?.arrayValue ?? []) + [names.fill(value)])
    case .allocate(let amount): try environment.allocate(amount)
    case .free(let amount): environment.free(amount)
    case .write(let path, let size): try environment.tmp.write(path, size)
    case .spawn(let steps): spawn(steps, names, context)
    case .exit(let status): try environment.exit(status)
    case .fail(let type, let message):
      throw FunctionError(type: text(type, names), message: text(message, names))
    case .answer(let value): return names.fill(value)
    }
    return nil
  }

  private func text(_ template: JSONValue, _ names: RecipeNames) -> String {
    let value = names.fill(template)
    return value.stringValue ?? value.text()
  }

  private func duration(_ time: RecipeDuration, _ names: RecipeNames) throws -> Duration {
    switch time {
    case .constant(let duration): return duration
    case .template(let template):
      let text = text(.string(template), names)
      guard let duration = Duration(spelled: text), duration >= .zero else {
        throw FunctionError(
          type: "RecipeError",
          message: "\(template) is \"\(text)\" here, and no duration like \"20ms\"."
        )
      }
      return duration
    }
  }

  private func holds(_ condition: RecipeCondition, _ names: RecipeNames) -> Bool {
    switch condition {
    case .chance(let chance):
      draws += 1
      var stream = environment.cloud.randomStream(
        "recipe \(environment.scope.name) \(simulation.now.nanoseconds) \(draws)"
      )
      return stream.uniform() < chance
    case .value(let template, let pattern):
      var event: JSONObject = [:]
      // What is not there is left out, so that {"exists": false} can find it missing.
      if let value = names.fill(template) { event["value"] = value }
      return pattern.matches(.object(event))
    }
  }

  private func takeEach(
    _ name: String,
    _ list: String,
    _ steps: [RecipeStep],
    _ names: inout RecipeNames,
    _ context: InvocationContext?
  ) async throws -> JSONValue? {
    guard let elements = names.fill(list)?.arrayValue else {
      throw FunctionError(type: "RecipeError", message: "\(list) is no list.")
    }
    for element in elements {
      names[name] = element
      if let answer = try await take(steps, &names, context) { return answer }
    }
    return nil
  }

  private func attempt(
    _ steps: [RecipeStep],
    _ handlers: [String: [RecipeStep]],
    _ names: inout RecipeNames,
    _ context: InvocationContext?
  ) async throws -> JSONValue? {
    do {
      return try await take(steps, &names, context)
    } catch let error as ScopeEnded {
      // The environment has ended: nothing can catch that.
      throw error
    } catch {
      let failure = FunctionError(describing: error)
      guard let handler = handlers[failure.type] ?? handlers["*"] else { throw error }
      names["error"] = ["type": .string(failure.type), "message": .string(failure.message)]
      return try await take(handler, &names, context)
    }
  }

  private func spawn(
    _ steps: [RecipeStep],
    _ names: RecipeNames,
    _ context: InvocationContext?
  ) {
    environment.spawn(on: self) { runner in
      var names = names
      _ = try await runner.take(steps, &names, context)
    }
  }
}
