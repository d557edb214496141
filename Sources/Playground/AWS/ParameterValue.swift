import Cloud
import JSON

/// Turns the words behind an option into the value that its shape asks for.
struct ParameterValue {
  /// The option, such as `--entries`, for errors.
  let option: String
  /// The shape of the parameter.
  let shape: Shape
  /// Whether it is the body of the request, whose form the service judges and not the AWS CLI.
  var isBody = false
  /// Reads a file that a word names, with its column for errors.
  let readFile: (String, Int) throws(CommandError) -> String

  /// Returns the value that `words` stand for.
  ///
  /// A list takes several words, or one that is JSON; everything else takes one.
  func value(of words: [Argument]) throws(CommandError) -> JSONValue {
    guard let first = words.first else {
      preconditionFailure("\(option) was given no words: the caller refuses that")
    }
    if case .list(let element) = shape {
      if words.count == 1 {
        let text = try contents(of: first)
        if text.trimmed.hasPrefix("[") { return try json(text, first) }
      }
      var values: [JSONValue] = []
      for word in words { values.append(try value(of: word, element)) }
      return .array(values)
    }
    guard words.count == 1 else {
      throw CommandError(
        .tooManyWords,
        "\(option) takes one value, and \(words[1].text) is a second.",
        remedy: "Put text with spaces in quotes.",
        column: words[1].column
      )
    }
    return try value(of: first, shape)
  }

  private func value(of word: Argument, _ shape: Shape) throws(CommandError) -> JSONValue {
    let text = try contents(of: word)
    switch shape {
    case .structure, .map, .list:
      let start = text.trimmed.first
      return start == "{" || start == "[" ? try json(text, word) : try shorthand(text, word, shape)
    case .json: return try json(text, word)
    default: return try scalar(text, shape, word, option)
    }
  }

  private func contents(of word: Argument) throws(CommandError) -> String {
    for prefix in ["file://", "fileb://"] where word.text.hasPrefix(prefix) {
      return try readFile(String(word.text.dropFirst(prefix.count)), word.column)
    }
    return word.text
  }

  private func json(_ text: String, _ word: Argument) throws(CommandError) -> JSONValue {
    do {
      return try JSONValue(parsing: text)
    } catch {
      let place = "(line \(error.line), column \(error.column))"
      if isBody {
        let refusal = ServiceError.malformedPayload("\(error.problem) \(place).")
        var answer = CommandError(
          code: refusal.code,
          message: refusal.message,
          remedy: "\(error.remedy). Put JSON in single quotes: '{\"a\": 1}'.",
          column: word.column
        )
        answer.isAnswer = true
        throw answer
      }
      throw CommandError(
        .badArgument,
        "\(option) is not JSON: \(error.problem) \(place).",
        remedy: text.contains("\"")
          ? "\(error.remedy)." : "\(error.remedy). Put JSON in single quotes: '{\"a\": 1}'.",
        column: word.column
      )
    }
  }

  private func shorthand(
    _ text: String,
    _ word: Argument,
    _ shape: Shape
  ) throws(CommandError) -> JSONValue {
    let pairs: JSONObject
    do {
      pairs = try Shorthand.parse(text)
    } catch {
      throw CommandError(
        .badArgument,
        "\(option) is neither JSON nor KEY=VALUE pairs: \(error.problem)"
          + " at character \(error.offset + 1).",
        remedy: "Write \(option) \(example(of: shape)), or JSON in single quotes.",
        column: word.column
      )
    }
    return try typed(.object(pairs), shape, word, option)
  }

  private func example(of shape: Shape) -> String {
    let keys = shape.members.prefix(2).map { "\($0.name)=…" }
    return keys.isEmpty ? "Name=value" : keys.joined(separator: ",")
  }

  /// Gives the strings of a shorthand value the types that the shape asks for.
  private func typed(
    _ value: JSONValue,
    _ shape: Shape,
    _ word: Argument,
    _ path: String
  ) throws(CommandError) -> JSONValue {
    switch (shape, value) {
    case (.structure(let members), .object(let object)):
      var result = JSONObject()
      for (key, value) in object {
        let member = members.first { $0.name == key }
        result[key] = try typed(value, member?.shape ?? .string, word, "\(path) \(key)")
      }
      return .object(result)
    case (.map(let element), .object(let object)):
      var result = JSONObject()
      for (key, value) in object { result[key] = try typed(value, element, word, "\(path) \(key)") }
      return .object(result)
    case (.list(let element), .array(let values)):
      var result: [JSONValue] = []
      for value in values { result.append(try typed(value, element, word, path)) }
      return .array(result)
    case (.list(let element), _): return .array([try typed(value, element, word, path)])
    case (_, .string(let text)): return try scalar(text, shape, word, path)
    default: return value
    }
  }

  private func scalar(
    _ text: String,
    _ shape: Shape,
    _ word: Argument,
    _ path: String
  ) throws(CommandError) -> JSONValue {
    switch shape {
    case .integer:
      if let number = Int(text) { return .number(JSONNumber(number)) }
    case .number:
      if let number = JSONNumber(literal: text) { return .number(number) }
    case .boolean:
      if text == "true" || text == "false" { return .bool(text == "true") }
    case .choice(let choices):
      if choices.contains(text) { return .string(text) }
      throw CommandError(
        .badArgument,
        "\(path) cannot be \(text).",
        remedy: Spelling.remedy(for: text, among: choices),
        column: word.column
      )
    default: return .string(text)
    }
    throw CommandError(
      .badArgument,
      "\(path) must be \(shape.description), but is \(text).",
      remedy: shape == .boolean ? "Write true or false." : "Write a number such as 10.",
      column: word.column
    )
  }
}
