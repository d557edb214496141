import Figures
import Terminal

/// What a learner wants to do next in a lesson: by one key at a terminal, by a word elsewhere.
struct LearnerInput {
  /// A wish.
  enum Wish {
    /// To choose an option or to answer.
    case answer(String)
    /// To go on, or to start the run.
    case next
    /// To see a run once more.
    case again
    /// To see the step before.
    case back
    /// To see a hint.
    case hint
    /// To try something at the prompt.
    case tryOut
    /// To go on without doing what the step asks.
    case skip
    /// To go to a step; nil asks which.
    case go(to: String?)
    /// To find a word in all lessons; nil asks which.
    case search(String?)
    /// To see the run that refutes the belief behind a wrong answer.
    case see
    /// To have the starter of a lab in a file; nil asks for its name.
    case file(String?)
    /// To hand a file in; nil asks for its name.
    case submit(String?)
    /// To see the solution of a lab.
    case solution
    /// To be told what each key does.
    case help
    /// To stop; the place is kept.
    case quit
  }

  /// What the step offers.
  struct Asks {
    /// What going on does, in words.
    var next: String
    /// The letters of its options.
    var letters: [String] = []
    /// Whether an option has been chosen.
    var isAnswered = false
    /// Whether the learner may go on without doing what is asked.
    var canSkip = false
    /// Whether it is a run that was started already.
    var canRunAgain = false
    /// Whether it is a lab.
    var takesFile = false
    /// How many hints are left.
    var hints = 0
    var canTry = false
    var canSee = false
    /// Whether it is the first step of the lesson, where the line is short.
    var isFirst = false
  }

  let terminal: Terminal
  let asks: Asks

  /// Shows what is possible, and waits for a wish.
  func next() -> Wish {
    let isByKey = terminal.traits.isInteractive && terminal.traits.canRedraw
    if terminal.traits.isAccessible {
      terminal.print(menu.flatMap { $0.wrapped(to: terminal.width) })
    } else {
      terminal.print(lines(isByKey: isByKey))
    }
    while true {
      let wish = isByKey ? byKey() : byLine()
      guard case .help = wish else { return wish }
      explain(isByKey: isByKey)
    }
  }

  // MARK: What can be done

  private var offers: [LearnerOffer] { LearnerOffer.all(of: asks) }

  /// Tells what each key does, those of the ways included that the line leaves out.
  private func explain(isByKey: Bool) {
    let choosing = choosing(isByKey: isByKey).map {
      [Span($0.letters, .code), Span("chooses that option")]
    }
    let rows = LearnerOffer.all(of: asks, inFull: true).map {
      [Span(isByKey ? $0.key : $0.word, .code), Span($0.explanation)]
    }
    terminal.print(
      .table(
        Table(
          columns: [.init(isByKey ? "key" : "word"), "what it does"],
          rows: (choosing.map { [$0] } ?? []) + rows
        )
      )
    )
  }

  /// The letters of the options, and what they do.
  private func choosing(isByKey: Bool) -> (letters: String, meaning: String)? {
    guard let first = asks.letters.first, let last = asks.letters.last else { return nil }
    return (
      isByKey ? "\(first)-\(last)" : "\(first) to \(last)",
      asks.isAnswered ? "choose anew" : "choose"
    )
  }

  /// The line that says what can be done now; where it is too narrow, several, with no key parted
  /// from its meaning.
  private func lines(isByKey: Bool) -> [StyledLine] {
    var lines = [StyledLine()]
    func add(_ key: String, _ meaning: String?) {
      var offer = StyledLine("[\(key)]", .emphasis)
      if let meaning { offer.append(" \(meaning)", .muted) }
      let last = lines.count - 1
      if lines[last].spans.isEmpty {
        lines[last] = offer
      } else if lines[last].width + 2 + offer.width <= terminal.width {
        lines[last].append("  ")
        lines[last].append(offer)
      } else {
        lines.append(offer)
      }
    }
    if let choosing = choosing(isByKey: isByKey) { add(choosing.letters, choosing.meaning) }
    for offer in offers {
      let meaning = isByKey ? offer.meaning ?? offer.word : offer.meaning
      add(isByKey ? offer.key : offer.word, meaning)
    }
    return lines.flatMap { $0.wrapped(to: terminal.width) }
  }

  /// The same for a screen reader: a numbered line for each thing.
  private var menu: [StyledLine] {
    var lines: [StyledLine] = []
    if let choosing = choosing(isByKey: false) {
      lines.append(StyledLine("\(choosing.letters): \(choosing.meaning)"))
    }
    for (index, offer) in offers.enumerated() {
      let meaning = offer.meaning.map { ": \($0)" } ?? ""
      lines.append(StyledLine("\(index + 1). \(offer.word)\(meaning)"))
    }
    lines.append(StyledLine("Type a number, a word or a letter:"))
    return lines
  }

  // MARK: Reading

  private func byKey() -> Wish {
    while true {
      switch terminal.readKey() {
      case .enter, .right: return .next
      case .left, .backspace: return .back
      case .endOfInput, .control("d"): return .quit
      case .character(let key):
        if let wish = wish(for: String(key).lowercased()) { return wish }
        terminal.print(.text("\(key) does nothing here; h tells what does."))
      default: continue
      }
    }
  }

  private func byLine() -> Wish {
    while let line = terminal.readPlainLine() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first else { return .next }
      let rest = words.dropFirst().joined(separator: " ")
      if first.hasPrefix("@"), asks.takesFile {
        return .submit(String(line.drop { $0 == " " || $0 == "@" }))
      }
      if !rest.isEmpty, let wish = wish(for: first.lowercased(), about: rest) { return wish }
      let word = words.joined(separator: " ").lowercased()
      if let wish = wish(for: word) { return wish }
      // Whatever else was typed is shown to the step, which says what it wanted instead.
      if !asks.letters.isEmpty { return .answer(word) }
      terminal.print(.text("\"\(word)\" means nothing here; help tells what does."))
    }
    return .quit
  }

  /// What a key, a word or a number stands for; also for what the short first line leaves out.
  private func wish(for word: String) -> Wish? {
    if asks.letters.contains(word) { return .answer(word) }
    if terminal.traits.isAccessible, let number = Int(word), offers.indices.contains(number - 1) {
      return offers[number - 1].wish
    }
    if let offer = offers.first(where: { $0.key == word || $0.word == word }) { return offer.wish }
    return switch word {
    case "n", "next", "r", "run", " ": .next
    case "<", "back": .back
    case "?", "hint": asks.hints > 0 ? .hint : .help
    case "h", "help": .help
    case "t", "try": asks.canTry ? .tryOut : nil
    case "g", "goto": .go(to: nil)
    case "/", "search": .search(nil)
    case "s", "skip": .skip
    case "exit": .quit
    default: nil
    }
  }

  /// What a word with others behind it stands for.
  private func wish(for word: String, about rest: String) -> Wish? {
    switch word {
    case "goto", "g": .go(to: rest)
    case "search", "/": .search(rest)
    case "file" where asks.takesFile: .file(rest)
    case "submit" where asks.takesFile: .submit(rest)
    default: nil
    }
  }
}

extension Terminal {
  /// Asks for one line; nil when nothing is said.
  func ask(_ question: String) -> String? {
    if !traits.isInteractive { print(.text(question)) }
    var editor = LineEditor(self)
    guard case .line(let line) = editor.readLine(prompt: StyledLine("\(question) ", .emphasis))
    else { return nil }
    let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? nil : words
  }
}
