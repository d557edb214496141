import JSON
import Simulation

/// Code for functions that are made by command, without a compiler: lists of steps in JSON.
///
/// ```json
/// { "init": [{ "work": "200ms" }],
///   "handler": [{ "work": "20ms" },
///               { "call": "dynamodb put-item", "with": { "TableName": "orders", "Item": {} } },
///               { "return": { "ok": true, "id": "{event.id}" } }] }
/// ```
///
/// | Step | What it does |
/// |---|---|
/// | `work`, `threads` | uses processor time of one vCPU, or of several |
/// | `wait` | lets time pass without work |
/// | `log` | writes a line to the log |
/// | `call`, `with`, `as` | performs an operation of a service, and names its answer |
/// | `if`, `is`, `then`, `else` | asks whether a value is one of the alternatives of a pattern |
/// | `chance`, `then`, `else` | draws, with a probability from 0 to 1 |
/// | `for`, `in`, `do` | takes the steps for each element of a list |
/// | `try`, `catch` | goes on after an error, by its type; `*` stands for any |
/// | `count`, `by` | adds to a number in global memory, `{global.NAME}` |
/// | `add`, `to` | appends to a list of this request, `{NAME}` |
/// | `allocate`, `free` | takes memory and gives it back |
/// | `write`, `size` | writes a file of that size under `/tmp` |
/// | `spawn` | begins work that does not hold up the answer |
/// | `exit` | ends the process |
/// | `fail` | throws an error with a `type` and a `message` |
/// | `return` | answers, and ends the request |
///
/// Texts may hold placeholders; see ``RecipeNames``. Besides `init` and `handler` there may be
/// `shutdown`, taken on SIGTERM, which only an environment with extensions gets, and `extensions`;
/// see ``ExtensionRecipe``.
enum Recipe {
  /// The smallest recipe that does something, for whoever has not seen one.
  static let example =
    #"The code of a function made by command is a recipe, such as "#
    + #"{"handler": [{"work": "20ms"}, {"return": {"ok": true}}]}."#

  /// Reads a recipe and checks each step.
  ///
  /// - Throws: ``ServiceError`` that names the step and what it may be.
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
    let parts = ["init", "handler", "shutdown"]
    for key in object.keys where !(parts + ["extensions", "size"]).contains(key) {
      throw .invalidParameter(
        "A recipe has \"init\", \"handler\", \"shutdown\", \"extensions\" and \"size\", not"
          + " \"\(key)\"."
      )
    }
    for part in parts where object[part] != nil { _ = try steps(recipe, part) }
    _ = try ExtensionRecipe.all(in: recipe, isInternal: true)
    _ = try packageSize(recipe)
    return recipe
  }

  /// The steps of one part, such as `handler`; none when the recipe does not have it.
  static func steps(_ recipe: JSONValue?, _ part: String) throws(ServiceError) -> [RecipeStep] {
    guard let list = recipe?[part] else { return [] }
    let steps = try RecipeStep.list(list, at: part)
    if part != "handler", steps.contains(where: \.answers) {
      throw .invalidParameter(
        "\"\(part)\" has nobody to answer: \"return\" belongs in \"handler\"."
      )
    }
    return steps
  }

  /// The size that the package pretends to have, for the time of its download; `nil` if it is as
  /// large as its text.
  static func packageSize(_ recipe: JSONValue) throws(ServiceError) -> ByteCount? {
    guard let value = recipe["size"] else { return nil }
    guard let text = value.stringValue, let size = ByteCount(spelled: text) else {
      throw .invalidParameter("\"size\" is the package's size, written like \"60MB\".")
    }
    return size
  }
}

extension ByteCount {
  /// Reads a whole number with a unit as Lambda uses it: `512B`, `8KB`, `200MB`, `1GB`, by 1,024.
  init?(spelled text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["B": 1, "KB": 1_024, "MB": 1_048_576, "GB": 1_073_741_824]
    guard let number = Int(digits), let unit = units[String(text[digits.endIndex...])] else {
      return nil
    }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: unit)
    guard !overflows else { return nil }
    self.init(bytes: bytes)
  }
}
