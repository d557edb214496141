import Figures
import JSON

/// A part of an answer that `let` has kept, as it is written: `{m.Messages[0].ReceiptHandle}`.
struct Reference: Hashable {
  /// One step into a value.
  enum Step: Hashable {
    /// To the member of this name.
    case name(String)
    /// To the element of this number, from 0.
    case index(Int)
  }

  /// The name after `let`.
  let name: String
  /// The way from there.
  let steps: [Step]
  /// Where the opening brace stands, counted from 1.
  let column: Int
  /// How many characters the reference takes, braces included.
  let length: Int

  /// Reads the reference that begins at an opening brace; `nil` when the braces hold no name.
  init?(at start: Int, in characters: [Character]) {
    var index = start + 1
    func name() -> String? {
      let begin = index
      while index < characters.count, characters[index].isNamePart { index += 1 }
      guard index > begin, !characters[begin].isNumber else { return nil }
      return String(characters[begin..<index])
    }
    guard let name = name() else { return nil }
    var steps: [Step] = []
    while index < characters.count, characters[index] != "}" {
      if characters[index] == "[" {
        let digits = characters[(index + 1)...].prefix { $0.isASCII && $0.isNumber }
        index += 1 + digits.count
        guard let number = Int(String(digits)), index < characters.count, characters[index] == "]"
        else { return nil }
        index += 1
        steps.append(.index(number))
      } else {
        guard characters[index] == "." else { return nil }
        index += 1
        guard let step = Self.member(&index, in: characters) else { return nil }
        steps.append(.name(step))
      }
    }
    guard index < characters.count else { return nil }
    self.name = name
    self.steps = steps
    column = start + 1
    length = index + 1 - start
  }

  private static func member(_ index: inout Int, in characters: [Character]) -> String? {
    let begin = index
    while index < characters.count, characters[index].isNamePart { index += 1 }
    return index > begin ? String(characters[begin..<index]) : nil
  }

  /// Returns the text that takes the reference's place.
  ///
  /// Strings come without quotes, everything else as compact JSON.
  ///
  /// - Throws: ``CommandError`` when there is no such value, naming what there is.
  func text(in values: [String: JSONValue]) throws(CommandError) -> String {
    guard var value = values[name] else { throw unknown(values.keys.sorted()) }
    var path = name
    for step in steps {
      let next: JSONValue?
      switch step {
      case .name(let key): next = value[key]
      case .index(let index): next = value[index]
      }
      guard let next else { throw noSuch(step, in: value, at: path) }
      switch step {
      case .name(let key): path += ".\(key)"
      case .index(let index): path += "[\(index)]"
      }
      value = next
    }
    return value.stringValue ?? value.text()
  }

  private func unknown(_ names: [String]) -> CommandError {
    let remedy: String
    if let nearest = Spelling.nearest(to: name, among: names) {
      remedy = "Did you mean {\(nearest)}?"
    } else {
      remedy = "Keep an answer with let \(name) = COMMAND, or put braces in single quotes."
    }
    return CommandError(
      .unknownValue,
      "There is no value called \(name).",
      remedy: remedy,
      column: column
    )
  }

  private func noSuch(_ step: Step, in value: JSONValue, at path: String) -> CommandError {
    let message: String
    switch step {
    case .name(let key):
      message =
        value.objectValue == nil
        ? "\(path) is \(value.kindDescription) and has no member \(key)."
        : "\(path) has no member \(key)."
    case .index(let index):
      message =
        value.arrayValue.map { "\(path) has \($0.count.counting("element")) and none at \(index)." }
        ?? "\(path) is \(value.kindDescription) and has no elements."
    }
    let keys = value.objectValue?.keys ?? []
    let remedy = keys.isEmpty ? nil : "It has " + keys.joined(separator: ", ") + "."
    return CommandError(.unknownValue, message, remedy: remedy, column: column)
  }
}

extension Character {
  /// Whether the character may stand in the name of a value or of a member of it.
  var isNamePart: Bool { isASCII && (isLetter || isNumber || self == "_" || self == "-") }
}
