import EventPattern
import Testing

/// Refusals beyond the facts' table: the service's text, and where the mistake stands.
@Suite struct RefusalTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let pattern: String
    let place: String
    let reason: String

    init(_ pattern: String, _ place: String, _ reason: String) {
      self.pattern = pattern
      self.place = place
      self.reason = reason
    }

    var testDescription: String { pattern }

    static let values =
      "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    static let all = shapes + operators + numbers + syntax

    static let shapes: [Row] = [
      .init("", "1:1", "Filter is not an object"),
      .init("[]", "1:1", "Filter is not an object"),
      .init("\"a\"", "1:1", "Filter is not an object"),
      .init("{}", "1:1", "Empty objects are not allowed"),
      .init("{\n  \"a\": {}\n}", "2:8", "Empty objects are not allowed"),
      .init("{\"a\": []}", "1:7", "Empty arrays are not allowed"),
      .init("{\"ä\": 5}", "1:7", "\"ä\" must be an object or an array"),
      .init("{\"a\": {\"b\": null}}", "1:13", "\"b\" must be an object or an array"),
      .init(
        "{\"a\": [\n  [1]]}",
        "2:3",
        "Match value must be String, number, true, false, or null"
      ),
      .init(
        "{\"$or\": [{\"a\": [1]}]}",
        "1:2",
        "There must have at least 2 Objects in $or relationship."
      ),
      .init("{\"$or\": 5}", "1:9", "It must be an Array followed with $or."),
      .init(
        "{\"$or\": [{\"a\": [1]}, 5]}",
        "1:22",
        "Only JSON object is allowed in array of $or relationship."
      ),
      .init("{\"$or\": [{\"a\": [1]}, {}]}", "1:22", "Empty objects are not allowed"),
      .init(
        "{\"$or\": [{\"a\": {\"prefix\": [1]}}, {\"b\": [1]}]}",
        "1:17",
        "prefix is Ruler reserved fieldName which cannot be used inside $or."
      ),
      .init(
        "{\(Array(repeating: #""$or":[{"a":[1]},{"b":[2]}]"#, count: 10).joined(separator: ","))}",
        "1:254",
        "Rule is too complex - $or makes more than 1000 combinations"
      ),
    ]

    static let operators: [Row] = [
      .init("{\"a\": [{}]}", "1:8", "Match expression name not found"),
      .init("{\"a\": [{\"Prefix\": \"x\"}]}", "1:9", "Unrecognized match type Prefix"),
      .init("{\"a\": [{\"suffix\": null}]}", "1:19", "suffix match pattern must be a string"),
      .init("{\"a\": [{\"exactly\": 5}]}", "1:20", "exact match pattern must be a string"),
      .init("{\"a\": [{\"prefix\": {}}]}", "1:20", "Prefix expression name not found"),
      .init(
        "{\"a\": [{\"suffix\": {\"wildcard\": \"x\"}}]}",
        "1:20",
        "Unsupported suffix pattern: wildcard"
      ),
      .init(
        "{\"a\": [{\"prefix\": {\"equals-ignore-case\": 1}}]}",
        "1:42",
        "equals-ignore-case match pattern must be a string"
      ),
      .init(
        "{\"a\": [{\"exists\": 1}]}",
        "1:19",
        "exists match pattern must be either true or false."
      ),
      .init(
        "{\"a\": [{\"wildcard\": \"a**\"}]}",
        "1:21",
        "Consecutive wildcard characters at pos 2"
      ),
      .init(
        "{\"a\": [{\"wildcard\": \"ä**\"}]}",
        "1:21",
        "Consecutive wildcard characters at pos 3"
      ),
      .init("{\"a\": [{\"wildcard\": \"a\\\\\"}]}", "1:21", "Invalid escape character at pos 2"),
      .init(
        "{\"a\": [{\"wildcard\": \"*:*:*:*:*:event-bus/*\"}]}",
        "1:7",
        "Rule is too complex - try using fewer wildcard characters or fewer repeating character"
          + " sequences after a wildcard character"
      ),
      .init("{\"a\": [{\"anything-but\": {}}]}", "1:26", "Anything-But expression name not found"),
      .init(
        "{\"a\": [{\"anything-but\": null}]}",
        "1:25",
        "Value of anything-but must be an array or single string/number value."
      ),
      .init(
        "{\"a\": [{\"anything-but\": [\"x\", 1]}]}",
        "1:25",
        "Inside anything but list, either all values are number or string, mixed type is not"
          + " supported"
      ),
      .init(
        "{\"a\": [{\"anything-but\": {\"suffix\": [\"x\", 1]}}]}",
        "1:42",
        "prefix/suffix match pattern must be a string"
      ),
      .init(
        "{\"a\": [{\"anything-but\": {\"wildcard\": \"**\"}}]}",
        "1:38",
        "Consecutive wildcard characters at pos 1"
      ),
      .init(
        "{\"a\": [{\"anything-but\": {\"prefix\": []}}]}",
        "1:36",
        "Empty arrays are not allowed"
      ),
      .init(
        "{\"a\": [{\"anything-but\": \"x\", \"prefix\": \"y\"}]}",
        "1:30",
        "Too many elements in numeric expression"
      ),
      .init("{\"a\": [{\"cidr\": 5}]}", "1:17", "prefix match pattern must be a string"),
      .init("{\"a\": [{\"cidr\": \"10.0.0.0\"}]}", "1:17", "Malformed CIDR, one '/' required"),
      .init(
        "{\"a\": [{\"cidr\": \"10.0.0.0/-1\"}]}",
        "1:17",
        "Malformed CIDR, mask bits must not be negative"
      ),
      .init("{\"a\": [{\"cidr\": \"10.0.0.256/8\"}]}", "1:17", "Invalid IP address: 10.0.0.256"),
      .init("{\"a\": [{\"cidr\": \"::1/128\"}]}", "1:17", "IPv6 mask bits must be < 128"),
    ]

    static let numbers: [Row] = [
      .init("{\"a\": [{\"numeric\": 5}]}", "1:20", "Value of numeric must be an array."),
      .init("{\"a\": [{\"numeric\": [5]}]}", "1:21", "Invalid member in numeric match: 5"),
      .init("{\"a\": [{\"numeric\": [\"=\"]}]}", "1:24", "Value of equals must be numeric"),
      .init("{\"a\": [{\"numeric\": [\"=\", \"5\"]}]}", "1:26", "Value of equals must be numeric"),
      .init("{\"a\": [{\"numeric\": [\">\", 0, 5]}]}", "1:29", "Bad value in numeric range: 5"),
      .init(
        "{\"a\": [{\"numeric\": [\">\", 0, \"<\", 5, 6]}]}",
        "1:37",
        "Too many terms in numeric range expression"
      ),
      .init(
        "{\"a\": [{\"numeric\": [\"=\", 5, \"<\", 6]}]}",
        "1:29",
        "Too many elements in numeric expression"
      ),
      .init(
        "{\"a\": [{\"numeric\": [\"=\", 12345678901234567890]}]}",
        "1:26",
        "Cannot compare number : 12345678901234567890"
      ),
    ]

    static let syntax: [Row] = [
      .init("{\"a\": [yes]}", "1:8", "Unrecognized token 'yes': was expecting \(values)"),
      .init(
        "{\"a\": ['x']}",
        "1:8",
        "Unexpected character (''' (code 39)): expected a valid value \(values)"
      ),
      .init(
        "{a: [1]}",
        "1:2",
        "Unexpected character ('a' (code 97)): was expecting double-quote to start field name"
      ),
      .init(
        "{\"a\" [1]}",
        "1:6",
        "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and"
          + " value"
      ),
      .init(
        "{\"a\": [1] \"b\": [2]}",
        "1:11",
        "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"
      ),
      .init(
        "{\"a\": [\"x\" \"y\"]}",
        "1:12",
        "Unexpected character ('\"' (code 34)): was expecting comma to separate Array entries"
      ),
      .init(
        "{\"a\": [1],}",
        "1:11",
        "Unexpected character ('}' (code 125)): was expecting double-quote to start field name"
      ),
      .init("{\"a\": [1]", "1:10", "Unexpected end-of-input: expected close marker for Object"),
      .init("{\"a\": [1", "1:9", "Unexpected end-of-input: expected close marker for Array"),
      .init(
        "{\"a\": [1]} {",
        "1:12",
        "Unexpected character ('{' (code 123)): was expecting the end of the pattern"
      ),
    ]
  }

  @Test("A refusal says what the service says, and where", arguments: Row.all)
  func refusal(_ row: Row) {
    #expect(Self.refusal(of: row.pattern) == "\(row.place) \(row.reason)")
  }

  /// How far the services have read when they refuse, behind their text.
  static let places: [(pattern: String, tail: String)] = [
    // Recorded on AWS.
    (#"{"source":["test.event-pattern"],"detail":{"lenderId":"LenderA"}}"#, "line: 1, column: 56"),
    ("{\n  \"detail\": {\n    \"slug\": \"x\"\n  }\n}", "line: 3, column: 14"),
    // A list, an object and a number have been read, a string only begun.
    (#"{"a":[]}"#, "line: 1, column: 8"),
    (#"{"a":{}}"#, "line: 1, column: 8"),
    (#"{"a":12}"#, "line: 1, column: 8"),
    (#"{"a":[[1]]}"#, "line: 1, column: 8"),
    (#"{"ä":"x"}"#, "line: 1, column: 7"),
    (#"{"😀":"x"}"#, "line: 1, column: 8"),
    // With a name the beginning of its value.
    (#"{"a":[{"x":"y"}]}"#, "line: 1, column: 13"),
    (#"{"a":[{"x":123}]}"#, "line: 1, column: 15"),
    (#"{"a":[{"prefix":"a" , "suffix" : {}}]}"#, "line: 1, column: 35"),
    // The text of an operator is looked at when the next part has been read, or at once.
    (#"{"a":[{"numeric":["!",12]}]}"#, "line: 1, column: 25"),
    (#"{"a":[{"numeric":[">",1,"!",5]}]}"#, "line: 1, column: 28"),
    (#"{"a":[{"anything-but":{"prefix":""}}]}"#, "line: 1, column: 35"),
    (#"{"a":[{"numeric":[">",5,"<",1]}]}"#, "line: 1, column: 31"),
    // A breach of the grammar behind a name comes first.
    (#"{"a":[{"x":}]}"#, "line: 1, column: 13"),
    (#"{"a":[yes]}"#, "line: 1, column: 10"),
    (#"{"a":[1"#, "line: 1, column: 8"),
  ]

  @Test("A refusal tells how far the service has read", arguments: places)
  func place(_ row: (pattern: String, tail: String)) {
    #expect(
      Self.report(of: row.pattern).hasSuffix(
        "\n at [Source: (String)\"\(row.pattern)\"; \(row.tail)]"
      )
    )
  }

  @Test(
    "The whole of a refusal",
    arguments: [
      (
        #"{"a":[1"#,
        "Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"
          + "\"{\"a\":[1\"; line: 1, column: 6])\n at [Source: (String)\"{\"a\":[1\"; line: 1, column: 8]"
      ),
      (
        "{\"a\":5,\"b\":[\"" + String(repeating: "x", count: 600) + "\"]}",
        "\"a\" must be an object or an array\n at [Source: (String)\"{\"a\":5,\"b\":[\""
          + String(repeating: "x", count: 487) + "\"[truncated 116 chars]; line: 1, column: 7]"
      ),
      // What is checked without the parser has no place.
      (#"{"a":[{"wildcard":"a**"}]}"#, "Consecutive wildcard characters at pos 2"),
      (#"{"a":[{"cidr":"1.2.3.4"}]}"#, "Malformed CIDR, one '/' required"),
    ]
  )
  func whole(_ pattern: String, _ report: String) {
    #expect(Self.report(of: pattern) == report)
  }

  private static func report(of pattern: String) -> String {
    do {
      _ = try EventPattern(parsing: pattern)
      return "accepted"
    } catch {
      return error.report
    }
  }

  private static func refusal(of pattern: String) -> String {
    do {
      _ = try EventPattern(parsing: pattern)
      return "accepted"
    } catch {
      return "\(error.line):\(error.column) \(error.reason)"
    }
  }
}
