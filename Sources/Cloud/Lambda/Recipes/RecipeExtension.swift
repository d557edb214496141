import JSON
import Simulation

/// The code of an extension that is a recipe.
actor RecipeExtension: LambdaExtension, RecipeRunner {
  /// Never used: what a recipe registers for is read from it.
  static let events: [ExtensionEventType] = []

  let environment: FunctionEnvironment
  var counters: JSONObject = [:]
  var draws = 0
  let variables: JSONValue

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    variables = environment.recipeVariables
    try await take("init", .null)
  }

  func invoked(_ event: ExtensionInvocation) async throws {
    try await take("invoke", event.json)
  }

  func shutDown(_ event: ExtensionShutdown) async throws {
    try await take("shutdown", event.json)
  }

  private func take(_ part: String, _ event: JSONValue) async throws {
    let steps = try Recipe.steps(environment.recipe, part)
    var names = names(for: event, nil)
    for list in steps.flatMap(\.lists) { names[list] = [] }
    _ = try await take(steps, &names, nil)
  }
}
