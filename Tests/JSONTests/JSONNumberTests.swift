import JSON
import Testing

struct JSONNumberTests {
  @Test(arguments: [
    ["300", "300.0", "3e2", "3E+2", "30000e-2"], ["0", "-0", "0.0", "0e9", "-0.000"],
    ["-0.5", "-5e-1", "-0.50"], ["1e400", "10e399"],
    ["12345678901234567890", "12345678901234567890.0"],
  ])
  func `one amount is equal and hashes alike however it is written`(spellings: [String]) throws {
    let numbers = try spellings.map { try #require(JSONNumber(literal: $0)) }
    #expect(Set(numbers).count == 1)
    #expect(numbers.map(\.literal) == spellings)
  }

  @Test func `order is that of the amounts, beyond what Double can tell`() throws {
    let ascending = [
      "-1e400", "-12", "-1.5", "-1e-9", "0", "1e-400", "0.1", "0.10000000000000000001", "1", "9",
      "10", "9007199254740993", "9007199254740993.5", "1e400",
    ]
    let numbers = try ascending.map { try #require(JSONNumber(literal: $0)) }
    #expect(numbers.reversed().sorted().map(\.literal) == ascending)
    #expect(Set(numbers).count == ascending.count)
  }

  @Test(arguments: [
    ("300.0", 300), ("-3e2", -300), ("9223372036854775807", Int.max), ("-0", 0),
    ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("1.5", nil), ("1e99", nil),
    ("1e-1", nil), ("10e-1", 1), ("999999999999999999", 999_999_999_999_999_999),
  ])
  func `a whole number that fits is an integer`(literal: String, int: Int?) throws {
    #expect(try #require(JSONNumber(literal: literal)).int == int)
  }

  @Test(arguments: ["", "01", "+1", "1.", ".5", "1e", "0x1", "1 ", " 1", "NaN", "-", "1,2"])
  func `what JSON does not write is no number`(literal: String) {
    #expect(JSONNumber(literal: literal) == nil)
  }

  @Test func `numbers of Swift print with the fewest digits`() {
    let numbers = [JSONNumber(0.1), JSONNumber(300.0), JSONNumber(-7), JSONNumber(1e21)]
    #expect(numbers.map(\.literal) == ["0.1", "300.0", "-7", "1e+21"])
    #expect(JSONNumber(0.1).double == 0.1)
  }
}
