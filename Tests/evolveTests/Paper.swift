import Synchronization
import Terminal

@testable import evolve

/// A terminal made of paper: reads what a test wrote down, and keeps what is printed.
final class Paper: TerminalDevice {
  private struct State {
    var input: [[UInt8]]
    var output: [UInt8] = []
    var errors: [UInt8] = []
  }

  let isInputTerminal: Bool
  let isOutputTerminal: Bool
  let isErrorTerminal = false
  let columns: Int?
  let rows: Int? = nil
  private let state: Mutex<State>

  init(_ input: [String], isTerminal: Bool, columns: Int?) {
    state = Mutex(State(input: input.map { Array($0.utf8) }))
    isInputTerminal = isTerminal
    isOutputTerminal = isTerminal
    self.columns = columns
  }

  func read() -> InputChunk {
    state.withLock { $0.input.isEmpty ? .end : .bytes($0.input.removeFirst()) }
  }

  func hasInput(within milliseconds: Int) -> Bool { false }
  func write(_ bytes: [UInt8]) { state.withLock { $0.output += bytes } }
  func writeError(_ bytes: [UInt8]) { state.withLock { $0.errors += bytes } }
  func enterRawMode() -> Bool { isInputTerminal }
  func leaveRawMode() {}
  func suspend() {}
  func noteProgress(_ isShown: Bool) {}

  var output: String { String(decoding: state.withLock { $0.output }, as: UTF8.self) }
  var errors: String { String(decoding: state.withLock { $0.errors }, as: UTF8.self) }
}

/// What came of one call of the executable.
struct Visit {
  let status: ExitCode
  let output: String
  let errors: String

  /// Calls `evolve` with a terminal or a pipe, on the package's own course.
  ///
  /// - Parameters:
  ///   - arguments: the words behind `evolve`.
  ///   - input: keys at a terminal, one each; the whole input of a pipe.
  ///   - isTerminal: whether somebody sits at it.
  ///   - width: the columns.
  ///   - variables: environment variables besides the usual ones.
  init(
    _ arguments: [String],
    input: [String] = [],
    isTerminal: Bool = false,
    width: Int = 80,
    variables: [String: String] = [:]
  ) {
    let paper = Paper(input, isTerminal: isTerminal, columns: isTerminal ? width : nil)
    let usual = ["TERM": "xterm", "LANG": "en_GB.UTF-8", "COLUMNS": "\(width)"]
    let environment = usual.merging(variables) { $1 }
    let terminal = Terminal(device: paper) { environment[$0] }
    status = Evolve.run(arguments, on: terminal)
    output = paper.output
    errors = paper.errors
  }

  /// The lines that are wider than `width`, without the terminal's control sequences and without
  /// the members of JSON answers, which are printed as they are.
  func lines(over width: Int) -> [String] {
    output.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "")
      .split(whereSeparator: \.isNewline).map(String.init)
      .filter { $0.count > width && $0.prefixMatch(of: /\s+"/) == nil }
  }
}
