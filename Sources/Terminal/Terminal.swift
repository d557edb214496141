public import Figures
import Synchronization

/// Where the learner reads and types: prints figures, Markdown and progress, asks for lines and
/// keys.
///
/// Works at a terminal and in a pipe, with and without colour, Unicode and a moving cursor. A
/// class, because what was typed ahead belongs to everybody who reads.
public final class Terminal: Sendable {
  /// What the terminal can do.
  public let traits: TerminalTraits
  let device: any TerminalDevice
  private let pending = Mutex<[UInt8]>([])
  private let hasProgress = Mutex(false)
  /// What is free of the screen while output is shown by pages.
  let page = Mutex<Page?>(nil)

  /// Makes a terminal over `device`; `environment` gives the values of variables.
  public init(device: some TerminalDevice, environment: (String) -> String?) {
    self.device = device
    traits = TerminalTraits(device, environment: environment)
  }

  /// Makes the terminal of this process.
  ///
  /// From then on the terminal's settings are restored when Ctrl-C, SIGTERM or SIGHUP end the
  /// process (with 130, 143 or 129), and a reader of the output who leaves ends it quietly. See
  /// ``Interruption`` for how long work ends on Ctrl-C.
  public static func standard() -> Terminal {
    Platform.installSignalHandlers()
    return Terminal(device: StandardDevice(), environment: Platform.environment)
  }

  /// How many columns there are now: what the terminal says, else `COLUMNS`, else 80.
  public var width: Int {
    (traits.isInteractive || device.isOutputTerminal ? device.columns : nil)
      ?? traits.requestedColumns ?? 80
  }

  /// How figures are laid out here and now.
  public var layout: Layout {
    Layout(width: width, unicode: traits.hasUnicode, inWords: traits.isAccessible)
  }

  /// Ends the process with an exit code, the terminal restored.
  public func end(_ code: Int32) -> Never {
    clearProgress()
    Platform.end(code)
  }

  /// Sets a line that Ctrl-C leaves behind when it ends the process; nil for none.
  ///
  /// For work that is kept as it goes along, so that whoever breaks off knows that nothing is lost.
  public func setFarewell(_ text: String?) {
    Platform.setFarewell(text)
  }

  // MARK: - Printing

  /// Prints lines, in one write.
  public func print(_ lines: [StyledLine]) {
    clearProgress()
    if !printPaged(lines) { write(lines[...]) }
  }

  func write(_ lines: ArraySlice<StyledLine>) {
    var text = ""
    for line in lines { text += rendered(line) + "\n" }
    device.write(Array(text.utf8))
  }

  /// Prints one line; without an argument an empty one.
  public func print(_ line: StyledLine = StyledLine()) {
    print([line])
  }

  /// Prints a figure at the present width.
  public func print(_ figure: Figure) {
    print(layout.lines(for: figure))
  }

  /// Prints Markdown at the present width.
  public func printMarkdown(_ text: String) {
    print(Markdown(text).lines(in: layout))
  }

  /// Prints text as it is, for output that other programs read.
  public func printRaw(_ text: String) {
    clearProgress()
    device.write(Array((text + "\n").utf8))
  }

  /// Prints lines on standard error.
  public func printError(_ lines: [StyledLine]) {
    clearProgress()
    let isColoured = traits.hasColour && device.isErrorTerminal
    let text = lines.map { (isColoured ? $0.ansi : $0.text) + "\n" }.joined()
    device.writeError(Array(text.utf8))
  }

  /// The line with colours, if there are any here.
  func rendered(_ line: StyledLine) -> String {
    traits.hasColour ? line.ansi : line.text
  }

  // MARK: - Progress

  /// Shows how far long work has come, in a line that the next one replaces.
  ///
  /// Silent where standard error is no terminal or the cursor may not be moved back.
  public func progress(_ text: String) {
    guard device.isErrorTerminal, traits.canRedraw else { return }
    let line = layout.readable(text).wrapped(to: max(1, width - 1)).first ?? ""
    device.noteProgress(true)
    hasProgress.withLock { $0 = true }
    device.writeError(Array(("\r" + line + Escape.clearLine).utf8))
  }

  /// Removes the progress line; printing does so by itself.
  public func clearProgress() {
    let wasShown = hasProgress.withLock { shown in
      defer { shown = false }
      return shown
    }
    guard wasShown else { return }
    device.writeError(Array(("\r" + Escape.clearLine).utf8))
    device.noteProgress(false)
  }

  // MARK: - Reading

  /// Reads a whole line without editing: from a pipe, or as the system edits it.
  ///
  /// Line ends of Windows are taken off; bytes that are not UTF-8 become U+FFFD.
  ///
  /// - Returns: Nil at the end of the input.
  public func readPlainLine() -> String? {
    var bytes: [UInt8] = []
    while let byte = nextByte() {
      guard byte != UInt8(ascii: "\n") else { return Self.text(of: bytes) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : Self.text(of: bytes)
  }

  private static func text(of line: [UInt8]) -> String {
    let end = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
    return String(decoding: line[..<end], as: UTF8.self)
  }

  private func nextByte() -> UInt8? {
    while true {
      switch nextInput() {
      case .byte(let byte): return byte
      case .interrupted: continue
      case .end: return nil
      }
    }
  }

  enum Input {
    case byte(UInt8)
    case interrupted
    case end
  }

  /// The next byte of what was read ahead or is now read.
  func nextInput() -> Input {
    let ready: UInt8? = pending.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let ready { return .byte(ready) }
    switch device.read() {
    case .interrupted: return .interrupted
    case .end: return .end
    case .bytes(let bytes):
      guard let first = bytes.first else { return .interrupted }
      pending.withLock { $0.append(contentsOf: bytes.dropFirst()) }
      return .byte(first)
    }
  }

  /// Tells whether more of a key's bytes are there, or come at once.
  func hasMoreInput() -> Bool {
    pending.withLock { !$0.isEmpty } || device.hasInput(within: 30)
  }
}
