public import Figures

/// Asks for lines at a prompt: with editing, history and completion at a terminal, plainly
/// elsewhere.
///
/// Keys: arrows, Home and End, Ctrl-A and Ctrl-E; Backspace, Delete, Ctrl-U, Ctrl-K, Ctrl-W; up and
/// down for history; Tab for completion; Ctrl-L for a fresh screen; Ctrl-C abandons the line;
/// Ctrl-D on an empty line ends.
public struct LineEditor: Sendable {
  /// What came of asking.
  public enum Answer: Sendable, Hashable {
    /// A line was entered.
    case line(String)
    /// The line was given up with Ctrl-C.
    case abandoned
    /// There is no more input, or Ctrl-D was pressed.
    case end
  }

  private static let longestHistory = 1_000

  /// The lines entered so far, oldest first.
  public private(set) var history: [String] = []
  private let terminal: Terminal
  private let completions: (@Sendable (String) -> [String])?

  /// Makes an editor.
  ///
  /// `completions` is given the text before the cursor and answers what may stand in place of its
  /// last word, which is empty after a space.
  public init(_ terminal: Terminal, completions: (@Sendable (String) -> [String])? = nil) {
    self.terminal = terminal
    self.completions = completions
  }

  /// Asks for a line.
  ///
  /// The prompt is printed where someone types, and not where the input is a pipe.
  public mutating func readLine(prompt: StyledLine) -> Answer {
    terminal.clearProgress()
    guard terminal.traits.isInteractive, terminal.traits.canRedraw, terminal.device.enterRawMode()
    else {
      if terminal.device.isInputTerminal {
        terminal.device.write(Array(terminal.rendered(prompt).utf8))
      }
      guard let line = terminal.readPlainLine() else { return .end }
      remember(line)
      return .line(line)
    }
    defer { terminal.device.leaveRawMode() }
    var session = EditingSession(
      terminal: terminal,
      prompt: prompt,
      history: history,
      completions: completions
    )
    let answer = session.run()
    if case .line(let line) = answer { remember(line) }
    return answer
  }

  private mutating func remember(_ line: String) {
    guard !line.isEmpty, line != history.last else { return }
    history.append(line)
    if history.count > Self.longestHistory { history.removeFirst() }
  }
}

/// One line being edited.
private struct EditingSession {
  let terminal: Terminal
  let history: [String]
  let completions: (@Sendable (String) -> [String])?
  private var view: LineView
  private var line = EditedLine()
  /// Where in the history the line comes from; the end is the line being written.
  private var place: Int
  private var written = EditedLine()

  init(
    terminal: Terminal,
    prompt: StyledLine,
    history: [String],
    completions: (@Sendable (String) -> [String])?
  ) {
    self.terminal = terminal
    self.history = history
    self.completions = completions
    view = LineView(prompt: terminal.rendered(prompt), width: prompt.width)
    place = history.count
  }

  mutating func run() -> LineEditor.Answer {
    show()
    while true {
      let key = terminal.nextKey()
      if let answer = answer(to: key) {
        line.moveToEnd()
        show()
        terminal.device.write(Array("\r\n".utf8))
        return answer
      }
      handle(key)
      show()
    }
  }

  private func answer(to key: Key) -> LineEditor.Answer? {
    switch key {
    case .enter: .line(line.text)
    case .control("c"): .abandoned
    case .control("d") where line.text.isEmpty: .end
    case .endOfInput: line.text.isEmpty ? .end : .line(line.text)
    default: nil
    }
  }

  private mutating func handle(_ key: Key) {
    switch key {
    case .character(let character): line.insert(String(character))
    case .backspace: line.deleteBackwards()
    case .delete, .control("d"): line.deleteForwards()
    case .left, .control("b"): line.moveLeft()
    case .right, .control("f"): line.moveRight()
    case .home, .control("a"): line.moveToStart()
    case .end, .control("e"): line.moveToEnd()
    case .control("k"): line.deleteToEnd()
    case .control("u"): line.deleteToStart()
    case .control("w"): line.deleteWordBackwards()
    case .up, .control("p"): recall(place - 1)
    case .down, .control("n"): recall(place + 1)
    case .tab: complete()
    case .control("l"): clearScreen()
    case .control("z"): suspend()
    default: break
    }
  }

  private mutating func show() {
    terminal.device.write(Array(view.drawing(of: line, width: terminal.width).utf8))
  }

  private mutating func recall(_ wanted: Int) {
    guard 0...history.count ~= wanted else { return }
    if place == history.count { written = line }
    place = wanted
    line = wanted == history.count ? written : EditedLine(history[wanted])
  }

  private mutating func clearScreen() {
    view.forget()
    terminal.device.write(Array("\u{1B}[H\u{1B}[2J".utf8))
  }

  private mutating func suspend() {
    terminal.device.write(Array("\r\n".utf8))
    view.forget()
    terminal.device.suspend()
  }

  /// Puts in what all candidates begin with; where that is no more than is there, lists them.
  private mutating func complete() {
    guard let completions else { return }
    let candidates = completions(line.before).filter { $0.hasPrefix(line.word) }
    guard let first = candidates.first else { return }
    if candidates.count == 1 { return line.replaceWord(with: first + " ") }
    let common = candidates.dropFirst().reduce(first) { common, other in
      String(zip(common, other).prefix { $0 == $1 }.map(\.0))
    }
    if common.count > line.word.count { return line.replaceWord(with: common) }
    let place = line
    line.moveToEnd()
    show()
    line = place
    let list = terminal.layout.lines(for: .text(candidates.joined(separator: "  ")))
    let text = list.map { terminal.rendered($0) + "\r\n" }.joined()
    terminal.device.write(Array(("\r\n" + text).utf8))
    view.forget()
  }
}
