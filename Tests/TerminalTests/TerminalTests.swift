import Figures
import Terminal
import Testing

struct TerminalTests {
  @Test(arguments: [
    ([:], true, true, true), (["NO_COLOR": "1"], false, true, true),
    (["NO_COLOR": ""], true, true, true),
    (["TERM": "dumb"], false, true, false), (["ACCESSIBLE": "1"], true, true, false),
    (["ACCESSIBLE": "0"], true, true, true), (["LC_ALL": "C"], true, false, true),
    (["LANG": "C", "LC_CTYPE": "de_DE.utf8"], true, true, true), (["LANG": ""], true, false, true),
  ])
  func `the environment says what may be used`(
    environment: [String: String],
    colour: Bool,
    unicode: Bool,
    redraw: Bool
  ) {
    let traits = ScriptedDevice([]).terminal(environment).traits
    #expect(
      traits.hasColour == colour && traits.hasUnicode == unicode && traits.canRedraw == redraw
    )
  }

  @Test(
    arguments: [
      (true, 132, "40", 132), (true, nil, "40", 40), (true, nil, nil, 80), (false, 132, "40", 40),
      (false, 132, nil, 80), (false, nil, "none", 80), (false, nil, "-3", 80),
    ] as [(Bool, Int?, String?, Int)]
  )
  func `the width is the terminal's, else that of COLUMNS, else 80`(
    isTerminal: Bool,
    columns: Int?,
    variable: String?,
    width: Int
  ) {
    let device = ScriptedDevice([], isTerminal: isTerminal, columns: columns)
    let environment = variable.map { ["COLUMNS": $0] } ?? [:]
    #expect(device.terminal(environment).width == width)
  }

  @Test func `roles become colours at a terminal and nothing in a pipe`() {
    let line = StyledLine([Span("a", .good), Span("b"), Span("c", .series(7))])
    let screen = ScriptedDevice([])
    screen.terminal().print(line)
    #expect(screen.output == "\u{1B}[32ma\u{1B}[0mb\u{1B}[35mc\u{1B}[0m\n")
    let pipe = ScriptedDevice([], isTerminal: false)
    pipe.terminal().print([line, StyledLine()])
    #expect(pipe.output == "abc\n\n")
  }

  @Test func `progress overwrites itself and gives way to output`() {
    let device = ScriptedDevice([])
    let terminal = device.terminal()
    terminal.progress("10 %")
    terminal.progress(String(repeating: "long ", count: 40))
    #expect(device.errors.hasPrefix("\r10 %\u{1B}[K\rlong") && !device.errors.contains("\n"))
    terminal.print("done")
    #expect(device.errors.hasSuffix("\r\u{1B}[K") && device.output == "done\n")
  }

  @Test func `progress is silent in a pipe and where the cursor may not move back`() {
    let pipe = ScriptedDevice([], isTerminal: false)
    pipe.terminal().progress("10 %")
    let accessible = ScriptedDevice([])
    accessible.terminal(["ACCESSIBLE": "1"]).progress("10 %")
    #expect(pipe.errors + accessible.errors == "")
  }

  @Test(arguments: [
    (["n"], true, Key.character("n")), (["\r"], true, .enter), (["\u{1B}"], true, .escape),
    (["\u{1B}[B"], true, .down), (["ä"], true, .character("ä")), ([], true, .endOfInput),
    (["\u{1B}[99~", "n"], true, .character("n")), (["\u{1A}", "n"], true, .character("n")),
    (["next\n"], false, .character("n")), (["\n"], false, .enter), ([], false, .endOfInput),
  ])
  func `one key is read at once, or as the first of a line`(
    keys: [String],
    isTerminal: Bool,
    key: Key
  ) {
    let device = ScriptedDevice(keys.map { .bytes(Array($0.utf8)) }, isTerminal: isTerminal)
    #expect(device.terminal().readKey() == key)
    #expect(!device.isRaw)
  }

  @Test func `what is typed ahead is kept for the next question`() {
    let device = ScriptedDevice(typing: ["nfirst\rsecond\r"])
    let terminal = device.terminal()
    var editor = LineEditor(terminal)
    #expect(terminal.readKey() == .character("n"))
    let answers = (0..<2).map { _ in editor.readLine(prompt: "") }
    #expect(answers == [.line("first"), .line("second")])
  }

  @Test func `deferred interruptions begin and end unrequested`() {
    let seen = Interruption.deferred { Interruption.isRequested }
    #expect(!seen && !Interruption.isRequested)
  }
}
