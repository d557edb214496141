extension JSONValue {
  /// Reads the one JSON value that `text` holds.
  ///
  /// Of a repeated name the last value counts.
  ///
  /// - Throws: ``JSONError`` with line, column and what to write instead.
  /// - Complexity: O(n).
  public init(parsing text: String) throws(JSONError) {
    try self.init(from: JSONTokenizer(text))
  }

  /// Reads the one JSON value that `bytes` hold, which must be UTF-8.
  ///
  /// - Throws: ``JSONError`` with line, column and what to write instead.
  /// - Complexity: O(n).
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    try self.init(from: JSONTokenizer(bytes: bytes))
  }

  private init(from tokenizer: consuming JSONTokenizer) throws(JSONError) {
    let first = try tokenizer.next()
    let value = try Self.value(beginning: first, &tokenizer)
    _ = try tokenizer.next()
    self = value
  }

  /// Recursive, and safe to be: the tokenizer limits the depth.
  private static func value(
    beginning token: JSONToken,
    _ tokenizer: inout JSONTokenizer
  ) throws(JSONError) -> JSONValue {
    switch token.kind {
    case .beginArray:
      var elements: [JSONValue] = []
      while true {
        let next = try tokenizer.next()
        if next.kind == .endArray { return .array(elements) }
        elements.append(try value(beginning: next, &tokenizer))
      }
    case .beginObject:
      // Most objects of messages have a few names: one block of memory does for them.
      var object = JSONObject(reservingCapacity: 4)
      while true {
        let next = try tokenizer.next()
        if next.kind == .endObject { return .object(object) }
        let name = tokenizer.string(of: next)
        object[name] = try value(beginning: tokenizer.next(), &tokenizer)
      }
    case .string: return .string(tokenizer.string(of: token))
    case .number: return .number(tokenizer.number(of: token))
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .null: return .null
    case .key, .endArray, .endObject, .end:
      preconditionFailure("the tokenizer yields \(token.kind) only within or after a value")
    }
  }
}
