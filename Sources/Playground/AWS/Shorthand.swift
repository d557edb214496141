import JSON

/// The AWS CLI's shorthand for structures: `Id=1,Arn=arn:aws:sqs:…`, `Key={a=1,b=[x,y]}`.
///
/// The grammar is that of the AWS CLI's own parser (awscli/shorthand.py, version 1.45). Everything
/// that is not a list or a structure comes out as a string; the shape decides what it stands for.
struct Shorthand {
  private let characters: [Character]
  private var index = 0

  /// Reads a whole value.
  ///
  /// - Throws: ``ShorthandError``, counted in characters from the value's beginning.
  static func parse(_ text: String) throws(ShorthandError) -> JSONObject {
    var parser = Self(characters: Array(text))
    return try parser.pairs()
  }

  private init(characters: [Character]) {
    self.characters = characters
  }

  private var current: Character? { index < characters.count ? characters[index] : nil }

  /// Reads pairs, `key=value,key=value`, to the end of the text.
  private mutating func pairs() throws(ShorthandError) -> JSONObject {
    var object = JSONObject()
    while true {
      let start = index
      let key = readKey()
      try expect("=")
      guard object[key] == nil else {
        throw ShorthandError(offset: start, problem: "\(key) is there twice")
      }
      object[key] = try values()
      guard current != nil else { return object }
      try expect(",")
    }
  }

  private mutating func readKey() -> String {
    let start = index
    while let letter = current, letter.isASCII,
      letter.isLetter || letter.isNumber || "-_.#/:".contains(letter)
    { index += 1 }
    return String(characters[start..<index])
  }

  private mutating func values() throws(ShorthandError) -> JSONValue {
    switch current {
    case nil: ""
    case "[": try list()
    case "{": try structure()
    default: try commaSeparated()
    }
  }

  /// `a` is a string; `a,b` is a list, which ends where the next `key=` begins.
  private mutating func commaSeparated() throws(ShorthandError) -> JSONValue {
    let first = try value(stopsAt: firstStops)
    skipSpaces()
    guard current == "," else { return .string(first) }
    var list = [first]
    while true {
      let comma = index
      try expect(",")
      guard let next = try listElement() else {
        index = comma
        break
      }
      list.append(next)
      if current == nil { break }
    }
    return list.count == 1 ? .string(first) : .array(list.map { .string($0) })
  }

  /// The next element of a list without brackets; `nil` when it is the next pair's key instead.
  private mutating func listElement() throws(ShorthandError) -> String? {
    guard current != nil else { throw unexpected("a value") }
    let start = index
    let element = try value(stopsAt: secondStops)
    skipSpaces()
    if current == nil || current == ",", index > start { return element }
    return nil
  }

  private mutating func list() throws(ShorthandError) -> JSONValue {
    try expect("[")
    var elements: [JSONValue] = []
    while current != "]" {
      elements.append(try nested())
      skipSpaces()
      if current != "]" { try expect(",") }
    }
    index += 1
    return .array(elements)
  }

  private mutating func structure() throws(ShorthandError) -> JSONValue {
    try expect("{")
    var object = JSONObject()
    while current != "}" {
      let key = readKey()
      try expect("=")
      object[key] = try nested()
      skipSpaces()
      if current != "}" { try expect(",") }
    }
    index += 1
    return .object(object)
  }

  private mutating func nested() throws(ShorthandError) -> JSONValue {
    switch current {
    case "[": return try list()
    case "{": return try structure()
    case nil: throw unexpected("] or }")
    default:
      let start = index
      let text = try value(stopsAt: firstStops)
      if index == start, let current, current != ",", current != "]", current != "}" {
        throw unexpected("a value")
      }
      return .string(text)
    }
  }

  private let firstStops: Set<Character> = ["\"", "'", ",", "]", "}"]
  private let secondStops: Set<Character> = ["\"", "'", ",", "="]
  private let noBeginning: Set<Character> = ["\"", "'", ",", "=", "[", "{"]

  private mutating func value(stopsAt stops: Set<Character>) throws(ShorthandError) -> String {
    if current == "'" || current == "\"" { return try quoted() }
    var text = ""
    while let character = current {
      if character == "\\", index + 1 < characters.count, characters[index + 1] == "," {
        text.append(",")
        index += 2
        continue
      }
      let ends =
        text.isEmpty
        ? noBeginning.contains(character) || character.isWhitespace
        : stops.contains(character)
      if ends { break }
      text.append(character)
      index += 1
    }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private mutating func quoted() throws(ShorthandError) -> String {
    let start = index
    guard let quote = current else { throw unexpected("a quote") }
    index += 1
    var text = ""
    while let character = current {
      index += 1
      if character == quote { return text }
      if character == "\\", let next = current, next == quote || next == "\\" {
        text.append(next)
        index += 1
      } else {
        text.append(character)
      }
    }
    throw ShorthandError(offset: start, problem: "the quote \(quote) is never closed")
  }

  private mutating func expect(_ character: Character) throws(ShorthandError) {
    skipSpaces()
    guard current == character else { throw unexpected("\(character)") }
    index += 1
    skipSpaces()
  }

  private mutating func skipSpaces() {
    while let character = current, character.isWhitespace { index += 1 }
  }

  private func unexpected(_ wanted: String) -> ShorthandError {
    let found = current.map { "\($0)" } ?? "the end"
    return ShorthandError(offset: index, problem: "expected \(wanted), found \(found)")
  }
}

/// What is wrong with a shorthand value, and where.
struct ShorthandError: Error, Hashable {
  /// How many characters stand before it.
  let offset: Int
  /// What is wrong.
  let problem: String
}
