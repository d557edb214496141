import Figures
import Testing

struct TextTests {
  @Test(arguments: [
    ("", 0), ("shop", 4), ("e\u{301}", 1), ("日本", 4), ("🌱", 2), ("🧑‍🌾", 2), ("☂\u{FE0F}", 2),
    ("☂", 1),
    ("ﾊ", 1), ("한", 2), ("\u{1B}[", 1), ("→│█", 3), ("🇩🇪", 2), ("\u{200B}", 0),
    ("1\u{FE0F}\u{20E3}", 2),
  ])
  func `display width counts columns of the terminal`(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("one  two", 20, ["one  two"]),
    ("  indented text here", 12, ["  indented", "  text here"]), ("", 5, [""]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("ab abcdefgh", 4, ["ab", "abcd", "efgh"]),
    ("a\n\nb", 5, ["a", "", "b"]), ("日本語", 5, ["日本", "語"]), ("end ", 9, ["end"]),
  ])
  func `text wraps at spaces and breaks only what is too long`(
    text: String,
    width: Int,
    lines: [String]
  ) {
    #expect(text.wrapped(to: width) == lines)
  }

  @Test func `a line of code keeps its indentation, and what follows from it has the same`() {
    #expect(StyledLine.code("  let one = two", in: 12).map(\.text) == ["    let one", "    = two"])
    #expect(StyledLine.code("   ", in: 12).map(\.text) == [""])
  }

  @Test func `wrapped lines keep the roles and the text before them`() {
    let line = StyledLine([Span("one "), Span("two three", .code)])
    let lines = line.wrapped(to: 9, first: "- ", rest: "  ")
    #expect(
      lines == [
        StyledLine([Span("- one "), Span("two", .code)]),
        StyledLine([Span("  "), Span("three", .code)]),
      ]
    )
  }

  @Test func `without Unicode words keep their letters as far as ASCII goes`() {
    let text = "Café “Größe” → 20 µs… 日"
    let lines = Layout(width: 60, unicode: false).lines(for: .text(text))
    #expect(lines.map(\.text) == [#"Cafe "Grosse" -> 20 us... ?"#])
  }
}
