import Testing

@testable import evolve

/// Endless lines in the runs of a lesson.
@Suite struct CutLinesTests {
  @Test(arguments: [
    ("", ""),
    ("{\n\n}\n", "{\n\n}\n"),
    (String(repeating: "é", count: 2_000), String(repeating: "é", count: 2_000)),
    (
      "{\n" + String(repeating: "é", count: 2_001) + "\n}",
      "{\n" + String(repeating: "é", count: 160) + "… (3682 bytes more)\n}"
    ),
  ])
  func `a line of more than 2,000 characters is cut, and says by how much`(
    _ whole: String,
    _ text: String
  ) {
    #expect(CutLines().cut(whole) == text)
  }
}
