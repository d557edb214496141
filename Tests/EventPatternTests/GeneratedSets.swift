import EventPattern
import JSON

/// Patterns that are matched together, and the text of an event.
struct SetCase {
  var patterns: [JSONValue]
  var event: String

  /// What the patterns say one by one, after the event has been parsed: the numbers of those that
  /// match, or why the text is no JSON.
  func expected(_ matches: (_ pattern: JSONValue, _ event: JSONValue) -> Bool) -> String {
    do {
      let event = try JSONValue(parsing: Array(self.event.utf8))
      let numbers = patterns.indices.filter {
        Self.isPattern(patterns[$0]) && matches(patterns[$0], event)
      }
      return "\(numbers)"
    } catch {
      return "\(error)"
    }
  }

  /// What a set of all patterns says of the text, and of the value that it stands for.
  func found() -> [String] {
    var set = PatternSet<Int>()
    for (number, pattern) in patterns.enumerated() {
      set[number] = try? EventPattern(parsing: pattern.text())
    }
    return Self.found(set, event)
  }

  static func found(_ set: PatternSet<Int>, _ event: String) -> [String] {
    var set = set
    do {
      let byText = try set.matches(parsing: Array(event.utf8))
      let byValue = set.matches(try JSONValue(parsing: event))
      return ["\(byText)", "\(byValue)"]
    } catch {
      return ["\(error)"]
    }
  }

  private static func isPattern(_ pattern: JSONValue) -> Bool {
    (try? EventPattern(parsing: pattern.text())) != nil
  }

  /// Cases that are a little smaller: a pattern fewer, a smaller pattern, a smaller event.
  var smaller: [SetCase] {
    let fewer = patterns.indices.map { number -> SetCase in
      var copy = self
      copy.patterns.remove(at: number)
      return copy
    }
    let events = (try? JSONValue(parsing: event))?.smaller ?? []
    let shorter = patterns.indices.flatMap { number in
      patterns[number].smaller.map { pattern -> SetCase in
        var copy = self
        copy.patterns[number] = pattern
        return copy
      }
    }
    return fewer + events.map { SetCase(patterns: patterns, event: $0.text()) } + shorter
  }

  /// The smallest case that still fails, on the way from this one.
  func shrunk(while fails: (SetCase) -> Bool) -> SetCase {
    smaller.first(where: fails)?.shrunk(while: fails) ?? self
  }
}

extension GeneratedPairs {
  /// Patterns to match together, and an event written in a random way.
  mutating func set(of count: Int) -> SetCase {
    let patterns = (0..<count).map { _ in pattern() }
    return SetCase(patterns: patterns, event: text(of: event()))
  }

  /// The value as text, with spaces, escapes and names that come twice here and there.
  mutating func text(of value: JSONValue) -> String {
    switch value {
    case .object(let object):
      var entries = object.map { name, value in
        space() + quoted(name) + space() + ":" + text(of: value)
      }
      if let name = object.keys.last, chance(1, of: 12) {
        entries.insert(quoted(name) + ":" + leafText(), at: 0)
      }
      return space() + "{" + entries.joined(separator: ",") + space() + "}" + space()
    case .array(let elements):
      return "[" + elements.map { text(of: $0) }.joined(separator: ",") + space() + "]"
    case .string(let text): return space() + quoted(text) + space()
    default: return space() + value.text()
    }
  }

  private mutating func leafText() -> String { text(of: leaf()) }

  private mutating func space() -> String {
    chance(1, of: 10) ? one(of: [" ", "\n", "\t ", "\r\n"]) : ""
  }

  private mutating func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80, chance(1, of: 40) {
        quoted += #"\u00"# + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        quoted += scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : "\(scalar)"
      }
    }
    return quoted + "\""
  }

  /// The text with one byte removed, doubled or replaced.
  mutating func damaged(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let place = one(of: Array(bytes.indices))
    switch one(of: [0, 1, 2]) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(bytes[place], at: place)
    default: bytes[place] = one(of: Array(#"{}[]:,"\ 019-+.eEtfnu/\#n\#u{1}x"#.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
