import JSON
import Simulation

/// The code of a function that is a recipe.
actor RecipeFunction: FunctionCode, RecipeRunner {
  let environment: FunctionEnvironment
  var counters: JSONObject = [:]
  var draws = 0
  let variables: JSONValue
  private let steps: [RecipeStep]

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    variables = environment.recipeVariables
    steps = try Recipe.steps(environment.recipe, "handler")
    var names = names(for: .null, nil)
    _ = try await take(try Recipe.steps(environment.recipe, "init"), &names, nil)
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    var names = names(for: event, context)
    for list in steps.flatMap(\.lists) { names[list] = [] }
    return try await take(steps, &names, context) ?? .null
  }

  func terminate() async throws {
    var names = names(for: .null, nil)
    _ = try await take(try Recipe.steps(environment.recipe, "shutdown"), &names, nil)
  }
}
