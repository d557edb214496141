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
    /// To see the step before.
    case back
    /// To see a hint.
    case hint
    /// To try something at the prompt.
    case play
    /// To go on without doing what the step asks.
    case skip
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
    var canHint = false
    var canPlay = false
  }

  let terminal: Terminal
  let asks: Asks

  /// Shows what is possible, and waits for a wish.
  func next() -> Wish {
    let isByKey = terminal.traits.isInteractive && terminal.traits.canRedraw
    terminal.print(keyLine(isByKey: isByKey).wrapped(to: terminal.width))
    return isByKey ? byKey() : byLine()
  }

  /// The one line that says what can be done now.
  private func keyLine(isByKey: Bool) -> StyledLine {
    var offers: [(key: String, word: String, meaning: String)] = []
    if let first = asks.letters.first, let last = asks.letters.last {
      offers.append(
        ("\(first)-\(last)", "\(first) to \(last)", asks.isAnswered ? "choose anew" : "choose")
      )
    }
    if asks.letters.isEmpty || asks.isAnswered {
      offers.append(("n", "next", asks.next))
    }
    if asks.canHint { offers.append(("?", "hint", "hint")) }
    offers.append(("<", "back", "back"))
    if !asks.letters.isEmpty, !asks.isAnswered { offers.append(("s", "skip", "skip")) }
    if asks.canPlay { offers.append(("p", "play", "try things")) }
    offers.append(("q", "quit", "stop"))
    var line = StyledLine()
    for offer in offers {
      if !line.spans.isEmpty { line.append("  ") }
      line.append("[\(isByKey ? offer.key : offer.word)]", .emphasis)
      if isByKey || offer.word != offer.meaning { line.append(" \(offer.meaning)", .muted) }
    }
    return line
  }

  private func byKey() -> Wish {
    while true {
      switch terminal.readKey() {
      case .enter, .right: return .next
      case .left, .backspace: return .back
      case .endOfInput, .control("d"): return .quit
      case .character(let key):
        if let wish = wish(for: String(key).lowercased()) { return wish }
        terminal.print(.text("\(key) does nothing here; the line above says what does."))
      default: continue
      }
    }
  }

  private func byLine() -> Wish {
    while let line = terminal.readPlainLine() {
      let word = line.split(separator: " ").joined(separator: " ").lowercased()
      if word.isEmpty { return .next }
      if let wish = wish(for: word) { return wish }
      // Whatever else was typed is shown to the step, which says what it wanted instead.
      if !asks.letters.isEmpty { return .answer(word) }
      terminal.print(.text("\"\(word)\" means nothing here; the line above says what does."))
    }
    return .quit
  }

  private func wish(for word: String) -> Wish? {
    if asks.letters.contains(word) { return .answer(word) }
    return switch word {
    case "n", "next", "r", "run", " ": .next
    case "<", "back": .back
    case "?", "hint": asks.canHint ? .hint : nil
    case "p", "play": asks.canPlay ? .play : nil
    case "s", "skip": .skip
    case "q", "quit", "exit": .quit
    default: nil
    }
  }
}
