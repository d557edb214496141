import JSON
import Testing

struct JSONParsingTests {
  @Test(
    arguments: [
      ("null", JSONValue.null), (" true ", true), ("false", false), ("\"\"", ""), ("-12", -12),
      ("[]", []), ("{}", [:]), ("[1,[2,{}]]", [1, [2, [:]]]),
      ("{\"a\":{\"b\":[null]}}", ["a": ["b": [nil]]]),
      ("\r\n\t{\"a\" : 1 ,\"b\": 2}\n", ["b": 2, "a": 1]), (#""\u00e9\ud83c\udf31\/\n""#, "é🌱/\n"),
      (#"{"a":1,"a":2}"#, ["a": 2]), ("0.5e+1", 5), ("\"🌱é\"", "🌱é"), (#""\u0000""#, "\u{0}"),
    ] as [(String, JSONValue)]
  )
  func `accepts what RFC 8259 allows`(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
    #expect(try JSONValue(parsing: Array(text.utf8)) == value)
  }

  struct Refusal: CustomTestStringConvertible {
    let text: String, place: String, problem: String, remedy: String
    init(_ text: String, _ place: String, _ problem: String, _ remedy: String) {
      (self.text, self.place, self.problem, self.remedy) = (text, place, problem, remedy)
    }
    var testDescription: String { text }
  }

  @Test(arguments: [
    Refusal("", "1:1", "value is missing", "such as"),
    Refusal("[1,]", "1:4", "comma stands after the last", "Remove the comma"),
    Refusal("{\"a\":1,}", "1:8", "comma stands after the last", "Remove the comma"),
    Refusal("[1 2]", "1:4", "list neither goes on nor ends; found 2", "comma before"),
    Refusal("{\"a\" 1}", "1:6", "colon is missing", "\"name\": value"),
    Refusal("{a: 1}", "1:2", "name is missing; found a", "double quotes"),
    Refusal("{'a': 1}", "1:2", "single quotes", "double quotes"),
    Refusal("{\"é🌱\": True}", "1:8", "found T where a value belongs", "true, false, null"),
    Refusal("[\n  1,\n  01\n]", "3:3", "begin with 0", "leading zeros"),
    Refusal("[-]", "1:3", "needs a digit", "digit"), Refusal("1.", "1:3", "needs a digit", "1.5e3"),
    Refusal("[+1]", "1:2", "does not begin like this", "Begin with a digit"),
    Refusal("[.5]", "1:2", "does not begin like this", "0.5"),
    Refusal("NaN", "1:1", "found N", "true"), Refusal("1e", "1:3", "needs a digit", "digit"),
    Refusal("\"a\tb\"", "1:3", "control character U+0009", "Write \\t"),
    Refusal("\"a", "1:3", "does not end", "double quote"),
    Refusal(#""\"#, "1:3", "does not end", "double quote"),
    Refusal(#""\x""#, "1:3", "no such escape", #"\\"#),
    Refusal(#""\u12g4""#, "1:6", "four hexadecimal digits", "all"),
    Refusal(#""\ud83c""#, "1:2", "surrogate", "both halves"),
    Refusal(#""\udf31\ud83c""#, "1:2", "surrogate", "both halves"),
    Refusal(#""\ud83c\u0041""#, "1:2", "surrogate", "both halves"),
    Refusal("{} {}", "1:4", "follows the end", "Remove"),
    Refusal("\u{FEFF}{}", "1:1", "byte-order mark", "without"),
    Refusal("[] // done", "1:4", "follows the end", "Remove"),
    Refusal("[ // none\n]", "1:3", "no comments", "Remove"),
    Refusal("tru", "1:1", "found t", "true"),
    Refusal("[", "1:2", "value is missing", "[]"), Refusal("{", "1:2", "name is missing", "name"),
    Refusal("[1", "1:3", "the text ends here", "]"), Refusal("]", "1:1", "found ]", "null"),
    Refusal("{\"a\":\r\n1\r\n\"b\":2}", "3:1", "neither goes on", "comma"),
    Refusal("\u{0}", "1:1", "the byte 0000", "null"), Refusal("[1}", "1:3", "found }", "]"),
  ])
  func `refuses all else and says where and what to write instead`(row: Refusal) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: row.text) }
    guard let error else { return }
    let place = "\(error.line):\(error.column)"
    let asWanted =
      place == row.place && error.problem.contains(row.problem) && error.remedy.contains(row.remedy)
    #expect(asWanted, "\(error)")
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: [0x5B, 0x22, 0xC3, 0x28, 0x22, 0x5D])
    }
    #expect(error?.problem == "the string is not valid UTF-8")
  }

  @Test func `a thousand levels are read and one more is refused`() throws {
    let deepest = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
    #expect(try JSONValue(parsing: deepest).text() == deepest)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + deepest + "]") }
    #expect(error?.column == 1_001)
  }

  @Test func `random bytes and damaged texts never crash and errors lie within the text`() {
    var generator = SeededGenerator(seed: 7)
    var generated = GeneratedJSON(generator: SeededGenerator(seed: 8))
    let alphabet = Array("{}[]\",:\\u0dD8eE+-.1tfn \n\r\u{301}é🌱".utf8) + [0, 0xFF, 0x80]
    var misplaced: [String] = []
    for round in 0..<6_000 {
      var bytes: [UInt8]
      if round.isMultiple(of: 2) {
        bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? 0
        }
      } else {
        bytes = Array(generated.value().text().utf8.prefix(300))
        for _ in 0..<3 where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      do {
        _ = try JSONValue(parsing: bytes)
      } catch {
        if !lies(error, within: bytes) { misplaced.append("\(bytes): \(error)") }
      }
    }
    #expect(misplaced == [])
  }

  private func lies(_ error: JSONError, within bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(error.line - 1) else { return false }
    let line = String(decoding: lines[error.line - 1], as: UTF8.self)
    return 1...line.count + 1 ~= error.column
  }
}
