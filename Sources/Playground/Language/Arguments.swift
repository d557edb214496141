import JSON
import Simulation

/// A word after its values have been put in.
struct Argument: Hashable {
  let text: String
  /// Where it begins, counted from 1.
  let column: Int
  /// Whether it began with a quote, and therefore is text and no option or word of the language.
  let isQuoted: Bool

  /// Whether the argument is an option's name.
  var isOption: Bool { !isQuoted && text.hasPrefix("--") && text.count > 2 }
}

/// The words behind a command, taken off one by one.
struct Arguments {
  private(set) var rest: [Argument]
  /// How the command is written, for errors.
  let usage: String
  /// Where the line ends: what is missing would stand there.
  let endColumn: Int
  /// All of it as it was typed, and how many columns stand before it.
  private let source: (text: String, offset: Int)

  init(
    _ arguments: some Sequence<Argument>,
    usage: String,
    endColumn: Int,
    source: (text: String, offset: Int)
  ) {
    rest = Array(arguments)
    self.usage = usage
    self.endColumn = endColumn
    self.source = source
  }

  var isEmpty: Bool { rest.isEmpty }

  /// Takes the next word, whatever it is.
  mutating func next() -> Argument? {
    rest.isEmpty ? nil : rest.removeFirst()
  }

  /// Takes everything as it was typed, quotes included, for a grammar of its own.
  mutating func takeSource() -> (text: String, offset: Int) {
    rest = []
    return source
  }

  /// Takes the next word, which must be there.
  mutating func required(_ what: String) throws(CommandError) -> Argument {
    guard let first = rest.first else { throw missing(what) }
    if first.isOption { try finish() }
    return rest.removeFirst()
  }

  /// Takes `words` if they come next, unquoted.
  mutating func take(_ words: String...) -> Bool {
    guard rest.count >= words.count,
      zip(rest, words).allSatisfy({ !$0.isQuoted && $0.text == $1 })
    else { return false }
    rest.removeFirst(words.count)
    return true
  }

  /// Takes an option and its value from wherever they stand: `--item rake` or `--item=rake`.
  mutating func option(_ name: String) throws(CommandError) -> Argument? {
    let inline = name + "="
    guard
      let index = rest.firstIndex(where: {
        !$0.isQuoted && ($0.text == name || $0.text.hasPrefix(inline))
      })
    else { return nil }
    let found = rest.remove(at: index)
    if found.text != name {
      return Argument(
        text: String(found.text.dropFirst(inline.count)),
        column: found.column + inline.count,
        isQuoted: false
      )
    }
    guard index < rest.count, !rest[index].isOption else {
      throw CommandError(
        .missingArgument,
        "\(name) needs a value.",
        remedy: "Write \(usage).",
        column: index < rest.count ? rest[index].column : endColumn
      )
    }
    return rest.remove(at: index)
  }

  /// Takes an option and all values behind it from wherever they stand: `--names a b`.
  mutating func values(of name: String) throws(CommandError) -> [Argument]? {
    guard let first = try option(name) else { return nil }
    let next = rest.firstIndex { $0.column > first.column } ?? rest.count
    let end = rest[next...].firstIndex(where: \.isOption) ?? rest.count
    defer { rest.removeSubrange(next..<end) }
    return [first] + rest[next..<end]
  }

  /// Takes an option without a value from wherever it stands.
  mutating func flag(_ name: String) -> Bool {
    guard let index = rest.firstIndex(where: { !$0.isQuoted && $0.text == name }) else {
      return false
    }
    rest.remove(at: index)
    return true
  }

  /// Refuses what is left over.
  func finish() throws(CommandError) {
    guard let extra = rest.first else { return }
    if extra.isOption {
      let name = String(extra.text.prefix { $0 != "=" })
      let known = usage.split { !($0.isLetter || $0.isNumber || $0 == "-") }
        .map(String.init).filter { $0.hasPrefix("--") }
      let nearest = Spelling.nearest(to: name, among: known)
      throw CommandError(
        .unknownOption,
        "There is no option \(name) here.",
        remedy: nearest.map { "Did you mean \($0)?" } ?? "Write \(usage).",
        column: extra.column
      )
    }
    throw Self.tooMany(extra, usage: usage)
  }

  static func tooMany(_ word: Argument, usage: String) -> CommandError {
    CommandError(
      .tooManyWords,
      "\(word.text) is one word too many.",
      remedy: "Write \(usage). Text with spaces needs quotes.",
      column: word.column
    )
  }

  func missing(_ what: String, before argument: Argument? = nil) -> CommandError {
    CommandError(
      .missingArgument,
      "\(what.prefix(1).uppercased())\(what.dropFirst()) is missing.",
      remedy: "Write \(usage).",
      column: argument?.column ?? endColumn
    )
  }
}

extension Argument {
  private func refused(_ message: String, _ remedy: String) -> CommandError {
    CommandError(.badArgument, message, remedy: remedy, column: column)
  }

  /// The longest time that a command takes.
  private static let longest = Duration.seconds(366 * 86_400)

  /// The argument as a length of time above zero and at most a year.
  func duration() throws(CommandError) -> Duration {
    guard let duration = Duration(spelled: text) else {
      throw refused(
        "\(text) is not a length of time.",
        "Write a number with a unit: 250ms, 90s, 5m, 2h, 1d."
      )
    }
    guard duration >= .milliseconds(1) else {
      throw refused("\(text) is too short.", "Write at least 1ms.")
    }
    guard duration <= Self.longest else {
      throw refused("\(text) is longer than a year.", "Write at most 366d.")
    }
    return duration
  }

  /// The argument as a rate above zero.
  func rate() throws(CommandError) -> Rate {
    let remedy = "Write how often and per what: 20/s, 90/min, 1000/h."
    guard let rate = Rate(text) else { throw refused("\(text) is not a rate.", remedy) }
    guard rate.perSecond > 0, rate.perSecond <= 100_000 else {
      throw refused("\(text) is out of range: above 0 and at most 100000/s.", remedy)
    }
    return rate
  }

  /// The argument as a whole number in `range`.
  func integer(in range: ClosedRange<Int>) throws(CommandError) -> Int {
    guard let number = Int(text) else {
      throw refused("\(text) is not a whole number.", "Write a number such as \(range.lowerBound).")
    }
    guard range.contains(number) else {
      throw refused(
        "\(text) is out of range.",
        "Write a number from \(range.lowerBound) to \(range.upperBound)."
      )
    }
    return number
  }

  /// The argument as one of `choices`.
  func choice(_ what: String, _ choices: [String]) throws(CommandError) -> String {
    guard choices.contains(text) else {
      throw CommandError(
        .badArgument,
        "\(text) is no \(what).",
        remedy: Spelling.remedy(for: text, among: choices),
        column: column
      )
    }
    return text
  }
}
