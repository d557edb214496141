import Figures
import Terminal
import Testing

struct LineEditorTests {
  private static let left = "\u{1B}[D", right = "\u{1B}[C", up = "\u{1B}[A", down = "\u{1B}OB"

  @Test(arguments: [
    (["h", "i", "\r"], "hi"), (["ab", left, "X", "\r"], "aXb"),
    (["ab", left, left, left, "X\r"], "Xab"),
    (["abc", "\u{1}", "X", "\u{5}", "Y", "\r"], "XabcY"),
    (["abc", "\u{1B}[H", "X", "\u{1B}[4~", "Y\r"], "XabcY"),
    (["abc def", "\u{17}", "\r"], "abc "), (["abc", left, "\u{B}", "\r"], "ab"),
    (["abc", left, "\u{15}", "\r"], "c"), (["abc", left, "\u{7F}", "\r"], "ac"),
    (["abc", left, "\u{1B}[3~", "\r"], "ab"), (["abc", left, "\u{4}", "\r"], "ab"),
    (["🌱🧑‍🌾", "\u{7F}", "\r"], "🌱"), (["e", "\u{301}", "x", "\u{7F}", "\u{7F}", "\r"], ""),
    (["日本", left, right, "語", "\r"], "日本語"), (["a", "\u{1B}", "b", "\u{1B}[99Z", "\r"], "ab"),
    (["a\u{1B}[1;5Cb", "\r"], "ab"), (["no newline"], "no newline"),
  ])
  func `keys edit the line`(keys: [String], line: String) {
    let device = ScriptedDevice(typing: keys)
    var editor = LineEditor(device.terminal())
    #expect(editor.readLine(prompt: "> ") == .line(line))
    #expect(device.rawCount == 1 && !device.isRaw)
  }

  @Test(arguments: [
    (["ab\u{3}"], LineEditor.Answer.abandoned), (["\u{4}"], .end), ([], .end),
    (["ab", "\u{1A}", "c\r"], .line("abc")),
  ])
  func `control keys end, abandon and suspend`(keys: [String], answer: LineEditor.Answer) {
    let device = ScriptedDevice(typing: keys)
    var editor = LineEditor(device.terminal())
    #expect(editor.readLine(prompt: "> ") == answer)
    #expect(!device.isRaw && device.suspensions == (keys.contains("\u{1A}") ? 1 : 0))
  }

  @Test func `history is walked with the arrows and keeps the line being written`() {
    let keys = [
      "one\r", "two\r", "two\r", Self.up, Self.up, "!\r", "new", Self.up, Self.down, "er\r",
    ]
    let device = ScriptedDevice(typing: keys)
    var editor = LineEditor(device.terminal())
    let answers = (0..<5).map { _ in editor.readLine(prompt: "> ") }
    #expect(answers == ["one", "two", "two", "one!", "newer"].map { .line($0) })
    #expect(editor.history == ["one", "two", "one!", "newer"])
  }

  @Test func `tab completes what is common and lists what is left`() {
    let words = ["monolith", "monorail", "tiered"]
    let device = ScriptedDevice(typing: ["deploy m", "\t", "\t", "l\t", "now\r"], columns: 30)
    var editor = LineEditor(device.terminal()) { text in
      text.hasPrefix("deploy ") ? words : ["deploy"]
    }
    #expect(editor.readLine(prompt: "> ") == .line("deploy monolith now"))
    #expect(
      device.screen().rows == ["> deploy mono", "monolith  monorail", "> deploy monolith now"]
    )
  }

  @Test(arguments: [
    (["abc"], 10, ["> abc"], 0, 5), (["abcdefgh"], 10, ["> abcdefgh"], 1, 0),
    (["abcdefghi"], 10, ["> abcdefgh", "i"], 1, 1),
    (["abcdefghij", "\u{1}"], 10, ["> abcdefgh", "ij"], 0, 2),
    (["abcdefghij", "\u{1}", "\u{B}"], 10, [">"], 0, 2),
    (["日本語日", "本"], 9, ["> 日本語", "日本"], 1, 4), (["a\u{1}\u{5}", "\u{C}"], 10, ["> a"], 0, 3),
  ])
  func `long lines wrap, and the cursor is where the next character goes`(
    keys: [String],
    width: Int,
    rows: [String],
    row: Int,
    column: Int
  ) {
    let device = ScriptedDevice(typing: keys, columns: width)
    var editor = LineEditor(device.terminal())
    _ = editor.readLine(prompt: StyledLine("> "))
    let screen = device.screen(atLastRead: true)
    #expect(screen.rows == rows && screen.row == row && screen.column == column, "\(screen)")
  }

  @Test func `whatever is typed, the screen shows the prompt and the line`() throws {
    let keys = [
      "a", "b c", "日", "🌱", "e\u{301}", Self.left, Self.right, Self.up, Self.down, "\u{1}", "\u{5}",
      "\u{B}",
      "\u{15}", "\u{17}", "\u{7F}", "\u{1B}[3~", "\t", "\u{0}", "word ", "\u{1B}[1;2R",
    ]
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let width = Int.random(in: 6...30, using: &generator)
      let typed = (0..<60).map { _ in keys.randomElement(using: &generator) ?? "" } + ["\r"]
      let device = ScriptedDevice(typing: typed, columns: width)
      var editor = LineEditor(device.terminal(["NO_COLOR": "1"]))
      guard case .line(let line) = editor.readLine(prompt: ">> ") else { continue }
      var wanted = Screen(width: width)
      wanted.show(">> " + line)
      try #require(device.screen().rows == wanted.rows, "\(typed)")
    }
  }

  @Test(arguments: [["ACCESSIBLE": "1"], ["TERM": "dumb"]])
  func `without a moving cursor the system edits the line`(environment: [String: String]) {
    let device = ScriptedDevice(typing: ["hello\r\n"])
    var editor = LineEditor(device.terminal(environment))
    #expect(editor.readLine(prompt: "> ") == .line("hello"))
    #expect(device.output == "> " && device.rawCount == 0)
  }

  @Test func `a pipe is read line by line and no prompt is printed`() {
    let device = ScriptedDevice(
      [
        .bytes(Array("one\r\ntw".utf8)), .interrupted,
        .bytes([0x6F, 0x0A, 0xFF, 0x0A] + Array("end".utf8)),
      ],
      isTerminal: false
    )
    var editor = LineEditor(device.terminal())
    let answers = (0..<5).map { _ in editor.readLine(prompt: "> ") }
    #expect(answers == [.line("one"), .line("two"), .line("\u{FFFD}"), .line("end"), .end])
    #expect(device.output == "")
  }
}

/// A small seeded source of random numbers (SplitMix64), so that every failure repeats.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
