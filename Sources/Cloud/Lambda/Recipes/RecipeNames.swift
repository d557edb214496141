import JSON

/// What the placeholders of a recipe's texts stand for.
///
/// `{event.order.id}` is that part of the event. There are `event`, `global` (what `count` counts,
/// as long as the environment lives), `env` (the environment variables), `context` (`requestId`,
/// `functionName`, `functionVersion`, `invokedFunctionArn`, `memoryLimitInMB`, `clientContext`),
/// `error` (`type` and `message`, within `catch`), `tmp` (the sizes of the files there, by path), and the names that
/// `as`, `for` and `to` give.
///
/// A path goes into objects by name and into lists by number; it goes into a text too, when that is
/// JSON, such as the `body` of a queue's message. A text that is one placeholder becomes the part
/// itself; in other texts the part's own text is put in. What is not there is `null`. Braces around
/// anything else stay as they are.
struct RecipeNames {
  private var values: [String: JSONValue]

  init(_ values: [String: JSONValue] = [:]) {
    self.values = values
  }

  subscript(name: String) -> JSONValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// Puts values in the place of the placeholders of `template`.
  func fill(_ template: JSONValue) -> JSONValue {
    switch template {
    case .string(let text): fill(text) ?? .null
    case .array(let elements): .array(elements.map(fill))
    case .object(let object): .object(JSONObject(object.map { ($0.key, fill($0.value)) }))
    case .null, .bool, .number: template
    }
  }

  /// The text with its placeholders filled; `nil` when it is one placeholder for what is not there.
  func fill(_ text: String) -> JSONValue? {
    var filled = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      let inside = rest[rest.index(after: open)...]
      guard let close = inside.firstIndex(of: "}") else { break }
      guard let path = path(in: inside[..<close]) else {
        // The brace belongs to the text; a placeholder may begin behind it.
        filled += rest[...open]
        rest = inside
        continue
      }
      let part = part(at: path)
      if open == text.startIndex, text.index(after: close) == text.endIndex { return part }
      filled += rest[..<open]
      filled += part?.stringValue ?? (part ?? .null).text()
      rest = rest[text.index(after: close)...]
    }
    return .string(filled + rest)
  }

  private func path(in text: Substring) -> [Substring]? {
    let path = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let name = path.first, values[String(name)] != nil else { return nil }
    return path
  }

  private func part(at path: [Substring]) -> JSONValue? {
    path.dropFirst().reduce(values[String(path[0])]) { value, name in
      guard let value else { return nil }
      return Self.element(String(name), of: value)
    }
  }

  private static func element(_ name: String, of value: JSONValue) -> JSONValue? {
    switch value {
    case .object: value[name]
    case .array(let elements):
      Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    case .string(let text):
      (try? JSONValue(parsing: text)).flatMap { inner in
        inner.stringValue == nil ? element(name, of: inner) : nil
      }
    case .null, .bool, .number: nil
    }
  }
}
