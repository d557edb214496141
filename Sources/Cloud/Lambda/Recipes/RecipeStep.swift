import EventPattern
import JSON
import Simulation

/// One step of a recipe.
indirect enum RecipeStep: Sendable {
  case work(RecipeDuration, threads: Int)
  case wait(RecipeDuration)
  case log(JSONValue)
  case call(service: String, operation: String, input: JSONValue, name: String?)
  case branch(RecipeCondition, then: [RecipeStep], otherwise: [RecipeStep])
  case each(name: String, list: String, steps: [RecipeStep])
  case attempt([RecipeStep], handlers: [String: [RecipeStep]])
  case count(String, by: Int)
  case append(JSONValue, to: String)
  case allocate(ByteCount)
  case free(ByteCount)
  case write(path: String, size: ByteCount)
  case spawn([RecipeStep])
  case exit(status: Int)
  case fail(type: JSONValue, message: JSONValue)
  case answer(JSONValue)

  /// The steps of a list, in order.
  ///
  /// - Parameters:
  ///   - value: the list.
  ///   - place: where it stands in the recipe, such as `handler[2].then`.
  /// - Returns: the steps, in order.
  /// - Throws: ``ServiceError`` that names the place and what may stand there.
  static func list(_ value: JSONValue, at place: String) throws(ServiceError) -> [RecipeStep] {
    guard let elements = value.arrayValue else {
      throw .invalidParameter("\(place) is a list of steps in brackets. \(Recipe.example)")
    }
    var steps: [RecipeStep] = []
    for (index, element) in elements.enumerated() {
      let reader = try RecipeStepReader(element, at: "\(place)[\(index)]")
      steps.append(try reader.step())
    }
    return steps
  }

  /// Whether the step may answer the request.
  var answers: Bool {
    switch self {
    case .answer: true
    case .branch(_, let then, let otherwise): (then + otherwise).contains(where: \.answers)
    case .each(_, _, let steps): steps.contains(where: \.answers)
    case .attempt(let steps, let handlers):
      steps.contains(where: \.answers) || handlers.values.joined().contains(where: \.answers)
    default: false
    }
  }

  /// The lists to which the step and those within it append.
  var lists: [String] {
    switch self {
    case .append(_, let name): [name]
    case .branch(_, let then, let otherwise): (then + otherwise).flatMap(\.lists)
    case .each(_, _, let steps), .spawn(let steps): steps.flatMap(\.lists)
    case .attempt(let steps, let handlers):
      steps.flatMap(\.lists) + handlers.values.joined().flatMap(\.lists)
    default: []
    }
  }
}

/// What a recipe asks before it goes one way or the other.
enum RecipeCondition: Sendable {
  /// Whether a value is one of the alternatives of a pattern.
  case value(String, EventPattern)
  /// Whether a draw falls below a probability.
  case chance(Double)
}

/// A duration as a recipe spells it: a constant, or a text with placeholders.
enum RecipeDuration: Sendable {
  case constant(Duration)
  case template(String)
}
