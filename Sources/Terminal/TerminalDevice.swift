/// What came from the input.
public enum InputChunk: Sendable, Hashable {
  /// Some bytes.
  case bytes([UInt8])
  /// Nothing yet, but the window may have changed: draw again and go on reading.
  case interrupted
  /// There will be no more.
  case end
}

/// Where a ``Terminal`` reads and writes: the process's own streams, or a test's.
public protocol TerminalDevice: Sendable {
  /// Whether someone types at the input.
  var isInputTerminal: Bool { get }
  /// Whether someone looks at the output.
  var isOutputTerminal: Bool { get }
  /// Whether someone looks at standard error.
  var isErrorTerminal: Bool { get }
  /// How many columns the output has now; nil if it does not say.
  var columns: Int? { get }
  /// How many rows the output has now; nil if it does not say.
  var rows: Int? { get }

  /// Waits for input and returns it.
  func read() -> InputChunk
  /// Tells whether there is input within so many milliseconds.
  func hasInput(within milliseconds: Int) -> Bool
  /// Writes all bytes to the output.
  func write(_ bytes: [UInt8])
  /// Writes all bytes to standard error.
  func writeError(_ bytes: [UInt8])
  /// Asks for each key as it is typed, without echo; false if that cannot be had.
  func enterRawMode() -> Bool
  /// Goes back to lines that the system edits and echoes.
  func leaveRawMode()
  /// Stops the process until the shell lets it go on.
  func suspend()
  /// Notes whether an unfinished progress line stands on standard error.
  func noteProgress(_ isShown: Bool)
}

/// The process's standard streams.
struct StandardDevice: TerminalDevice {
  let isInputTerminal = Platform.isTerminal(Platform.standardInput)
  let isOutputTerminal = Platform.isTerminal(Platform.standardOutput)
  let isErrorTerminal = Platform.isTerminal(Platform.standardError)

  var columns: Int? { Platform.size(Platform.standardOutput)?.columns }
  var rows: Int? { Platform.size(Platform.standardOutput)?.rows }

  func read() -> InputChunk { Platform.read(from: Platform.standardInput) }

  func hasInput(within milliseconds: Int) -> Bool {
    Platform.hasInput(Platform.standardInput, within: milliseconds)
  }

  func write(_ bytes: [UInt8]) {
    guard !Platform.write(bytes, to: Platform.standardOutput) else { return }
    // The disk is full, say: what was asked for is not there, so no success may be told.
    writeError(Array("evolve: the output cannot be written\n".utf8))
    Platform.end(3)
  }

  func writeError(_ bytes: [UInt8]) {
    _ = Platform.write(bytes, to: Platform.standardError)
  }

  func enterRawMode() -> Bool { Platform.enterRawMode() }
  func leaveRawMode() { Platform.leaveRawMode() }
  func suspend() { Platform.suspend() }
  func noteProgress(_ isShown: Bool) { Platform.noteProgress(isShown) }
}
