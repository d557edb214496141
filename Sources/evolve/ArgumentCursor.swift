import Playground

/// The words of a command line, taken one by one; what is left at the end is refused.
///
/// Options may be written `--name value` or `--name=value`, before or after the plain words;
/// everything behind `--` is a plain word.
struct ArgumentCursor {
  private var options: [(name: String, value: String?)] = []
  private var words: [String] = []
  private var known: [String] = []
  /// Where the form of the command is explained.
  private let formHint: String

  /// Sorts the arguments into options and plain words.
  ///
  /// - Parameters:
  ///   - arguments: what stands behind the command's name.
  ///   - command: the command's name.
  ///   - flags: the options that take no value; every other option takes one.
  init(_ arguments: [String], of command: String, flags: Set<String>) {
    formHint = "evolve \(command) --help tells its form."
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument != "-" else {
        words.append(argument)
        continue
      }
      if argument == "--" {
        words += rest
        return
      }
      if let equals = argument.firstIndex(of: "=") {
        let value = String(argument[argument.index(after: equals)...])
        options.append((String(argument[..<equals]), value))
      } else if flags.contains(argument) {
        options.append((argument, nil))
      } else {
        options.append((argument, rest.popFirst()))
      }
    }
  }

  /// Tells whether a flag is there.
  mutating func flag(_ name: String) throws(UsageError) -> Bool {
    known.append(name)
    let found = options.filter { $0.name == name }
    options.removeAll { $0.name == name }
    guard found.allSatisfy({ $0.value == nil }) else {
      throw UsageError("\(name) takes no value.", remedy: "Write only \(name).")
    }
    return !found.isEmpty
  }

  /// The value of an option, if it is there; the last one counts.
  mutating func option(_ name: String, _ meaning: String) throws(UsageError) -> String? {
    try values(of: name, meaning).last
  }

  /// The values of an option that may be repeated.
  mutating func values(of name: String, _ meaning: String) throws(UsageError) -> [String] {
    known.append(name)
    let found = options.filter { $0.name == name }
    options.removeAll { $0.name == name }
    var values: [String] = []
    for option in found {
      guard let value = option.value else {
        throw UsageError("\(name) needs \(meaning).", remedy: "Write \(name) and then \(meaning).")
      }
      values.append(value)
    }
    return values
  }

  /// The next plain word, if there is one.
  mutating func word() -> String? {
    words.isEmpty ? nil : words.removeFirst()
  }

  /// The next plain word; `meaning` says what is missing when there is none.
  mutating func word(_ meaning: String) throws(UsageError) -> String {
    guard let word = word() else {
      throw UsageError("\(meaning) is missing.", remedy: formHint)
    }
    return word
  }

  /// The word that names a lesson, or a quiz by its own name or its lesson's.
  mutating func name(of what: String) throws(UsageError) -> String {
    guard let word = word() else {
      throw UsageError(
        "The \(what) is missing.",
        remedy: "Name one by its id or its number; evolve list shows them."
      )
    }
    return word
  }

  /// Refuses what has not been asked for.
  func finish() throws(UsageError) {
    if let option = options.first {
      throw UsageError(
        "There is no option \(option.name) here.",
        remedy: known.isEmpty ? "This command takes no options." : nearestOption(to: option.name)
      )
    }
    if let word = words.first {
      throw UsageError(
        "\"\(word)\" is one word too many.",
        remedy: formHint
      )
    }
  }
}

extension ArgumentCursor {
  private func nearestOption(to name: String) -> String {
    let nearest = Spelling.nearest(to: name, among: known).map { "Did you mean \($0)? " } ?? ""
    return "\(nearest)There are: \(known.joined(separator: ", "))."
  }
}

/// A command line that cannot be understood: exit status 2.
struct UsageError: Error, CustomStringConvertible {
  let problem: String
  let remedy: String
  var description: String { "\(problem) \(remedy)" }

  init(_ problem: String, remedy: String) {
    self.problem = problem
    self.remedy = remedy
  }
}
