import Figures
import Terminal
import Testing

struct MarkdownTests {
  @Test(arguments: [
    ("# Title", ["Title", "====="]), ("## Sub", ["Sub", "---"]), ("### Sub #tag", ["Sub #tag"]),
    ("#no", ["#no"]),
    ("one\ntwo\n\nthree", ["one two", "", "three"]), ("- a\n- b\n  more", ["- a", "- b more"]),
    ("- a\n\n  second\n- b", ["- a", "", "  second", "", "- b"]), ("1. a\n2) b", ["1. a", "2. b"]),
    ("- a\n  - b\n  - c", ["- a", "", "  - b", "  - c"]), ("> quoted\n> text", ["| quoted text"]),
    ("```swift\nlet a = 1\n\n  b\n```\nafter", ["    let a = 1", "", "      b", "", "after"]),
    ("a <!-- hidden --> b\n<!-- gone\nstill gone -->\nc", ["a  b c"]),
    ("```\n<!-- kept -->\n```", ["    <!-- kept -->"]), ("```\nopen", ["    open"]),
    ("a\n---\nb", ["a", "", "------------------------------", "", "b"]),
    ("|a|n|\n|-|-:|\n|x|10|\n|yy|2|", ["a    n", "------", "x   10", "yy   2"]),
    ("a | b", ["a | b"]), ("", []), ("\n\n", []), ("text\r\nmore\r\n", ["text more"]),
    ("see [the docs](https://x.y) now", ["see the docs (https://x.y) now"]),
    ("**bold** *it* _it_ `co*de*` \\*no\\*", ["bold it it `co*de*` *no*"]),
    ("snake_case_name 2 * 3 * 4 **open", ["snake_case_name 2 * 3 * 4", "**open"]),
    ("[x](", ["[x]("]), ("`open", ["`open"]),
    ("*a **b** c*", ["a b c"]), ("a word → end", ["a word -> end"]),
  ])
  func `blocks are laid out plainly`(text: String, lines: [String]) {
    let layout = Layout(width: 30, unicode: false)
    #expect(Markdown(text).lines(in: layout).map(\.text) == lines)
  }

  @Test func `Unicode and roles where they may be used`() {
    let lines = Markdown("# T\n- **b** `c`\n\n> q").lines(in: Layout(width: 30, unicode: true))
    #expect(
      lines == [
        StyledLine("T", .heading), StyledLine("═", .muted), StyledLine(),
        StyledLine([Span("• "), Span("b", .emphasis), Span(" "), Span("`c`", .code)]), StyledLine(),
        StyledLine([Span("│ ", .muted), Span("q")]),
      ]
    )
  }

  @Test(arguments: [true, false])
  func `any text is laid out and no line is too wide`(unicode: Bool) throws {
    let pieces = [
      "# ", "## x", "- ", "  - ", "1. ", "> ", "```", "~~~", "`", "**", "*", "_", "[", "](", ")",
      "|", "|-|-|", "a|b", "\n",
      "\n\n", "    ", "words and words ", String(repeating: "x", count: 50), "日本語", "🌱", "<!--",
      "-->", "---", "\\",
      "\t", "\r\n", "\u{1B}[31m", "e\u{301}",
    ]
    var generator = SeededGenerator(seed: 9)
    for round in 0..<1_500 {
      let count = Int.random(in: 0...24, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let layout = Layout(width: 20 + round % 101, unicode: unicode)
      for line in Markdown(text).lines(in: layout) {
        let holds = line.width <= layout.width && !line.text.contains("\u{1B}")
        try #require(holds, "width \(layout.width), \(line.width): \(line.text)")
      }
    }
  }
}
