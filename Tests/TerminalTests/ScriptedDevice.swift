import Synchronization
import Terminal

/// A terminal made of paper: types what a test wrote down and keeps what is printed.
final class ScriptedDevice: TerminalDevice {
  private struct State {
    var input: [InputChunk]
    var output: [UInt8] = []
    var errors: [UInt8] = []
    /// How much was printed when the input was last waited for.
    var outputAtLastRead = 0
    var isRaw = false
    var rawCount = 0
    var suspensions = 0
  }

  let isInputTerminal: Bool
  let isOutputTerminal: Bool
  let isErrorTerminal: Bool
  let columns: Int?
  let rows: Int?
  private let state: Mutex<State>

  init(_ input: [InputChunk], isTerminal: Bool = true, columns: Int? = 80, rows: Int? = nil) {
    state = Mutex(State(input: input))
    isInputTerminal = isTerminal
    isOutputTerminal = isTerminal
    isErrorTerminal = isTerminal
    self.columns = isTerminal ? columns : nil
    self.rows = isTerminal ? rows : nil
  }

  /// Each piece arrives by itself, as from fingers.
  convenience init(typing keys: [String], columns: Int = 80, rows: Int? = nil) {
    self.init(keys.map { .bytes(Array($0.utf8)) }, columns: columns, rows: rows)
  }

  func read() -> InputChunk {
    state.withLock {
      $0.outputAtLastRead = $0.output.count
      return $0.input.isEmpty ? .end : $0.input.removeFirst()
    }
  }

  func hasInput(within milliseconds: Int) -> Bool { false }
  func write(_ bytes: [UInt8]) { state.withLock { $0.output += bytes } }
  func writeError(_ bytes: [UInt8]) { state.withLock { $0.errors += bytes } }
  func leaveRawMode() { state.withLock { $0.isRaw = false } }
  func suspend() { state.withLock { $0.suspensions += 1 } }
  func noteProgress(_ isShown: Bool) {}

  func enterRawMode() -> Bool {
    state.withLock {
      $0.isRaw = true
      $0.rawCount += 1
      return isInputTerminal
    }
  }

  var output: String { String(decoding: state.withLock { $0.output }, as: UTF8.self) }
  var errors: String { String(decoding: state.withLock { $0.errors }, as: UTF8.self) }
  var isRaw: Bool { state.withLock { $0.isRaw } }
  var rawCount: Int { state.withLock { $0.rawCount } }
  var suspensions: Int { state.withLock { $0.suspensions } }

  /// What the screen shows at the end, or when the input was last waited for.
  func screen(atLastRead: Bool = false) -> Screen {
    let bytes = state.withLock { atLastRead ? Array($0.output[..<$0.outputAtLastRead]) : $0.output }
    var screen = Screen(width: columns ?? 80)
    screen.show(String(decoding: bytes, as: UTF8.self))
    return screen
  }

  func terminal(_ environment: [String: String] = [:]) -> Terminal {
    let usual = ["TERM": "xterm", "LANG": "en_GB.UTF-8"].merging(environment) { $1 }
    return Terminal(device: self) { usual[$0] }
  }
}
