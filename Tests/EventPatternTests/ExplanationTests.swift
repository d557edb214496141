import EventPattern
import JSON
import Testing

/// What a learner reads when an event does not match.
@Suite struct ExplanationTests {
  struct Row: Sendable {
    let pattern: String
    let event: String
    let text: String
  }

  static let rows: [Row] = [
    Row(
      pattern: #"{"detail": {"state": ["run", {"prefix": "a"}]}}"#,
      event: #"{"detail": {"state": "init"}}"#,
      text: #"detail.state: is "init"; wanted "run" or {"prefix": "a"}"#
    ),
    Row(
      pattern: #"{"source": ["a"], "detail": {"n": [5]}}"#,
      event: #"{"source": "a", "detail": {"n": "5"}}"#,
      text: #"detail.n: is "5"; wanted 5 (a number in quotes is a string)"#
    ),
    Row(
      pattern: #"{"x": ["5"]}"#,
      event: #"{"x": [4, 5]}"#,
      text: #"x: is 4, 5; wanted "5" (a string never equals an integer)"#
    ),
    Row(
      pattern: #"{"state": ["Open"]}"#,
      event: #"{"state": "open"}"#,
      text: #"state: is "open"; wanted "Open""#
        + " (letter case counts; equals-ignore-case takes both)"
    ),
    Row(
      pattern: #"{"detail": {"orderId": [{"exists": true}]}}"#,
      event: #"{"detail": {"OrderID": "A-1"}}"#,
      text: #"detail.orderId: is not in the event; wanted {"exists": true}"#
        + " (the event has detail.OrderID; letter case counts)"
    ),
    Row(
      pattern: #"{"detail": [{"exists": true}]}"#,
      event: #"{"detail": {"a": 1}}"#,
      text: #"detail: is an object, not a value; wanted {"exists": true}"#
    ),
    Row(
      pattern: #"{"x": [null]}"#,
      event: #"{"x": []}"#,
      text: "x: is an empty list, not a value; wanted null"
    ),
    Row(
      pattern: #"{"e": {"first": ["Anna"], "last": ["Doe"]}}"#,
      event: #"{"e": [{"first": "Anna", "last": "Smith"}, {"first": "Jo", "last": "Doe"}]}"#,
      text: "e.first, e.last: each is met, but not all by the same element of a list"
    ),
    Row(
      pattern: #"{"$or": [{"a": [1]}, {"b": [2]}]}"#,
      event: #"{"b": 3}"#,
      text: "Combination 1 of 2:\n  a: is not in the event; wanted 1\n"
        + "Combination 2 of 2:\n  b: is 3; wanted 2"
    ),
  ]

  @Test("An explanation names path, finding and wish", arguments: rows)
  func explanation(_ row: Row) throws {
    let pattern = try EventPattern(parsing: row.pattern)
    let explanation = pattern.explain(try JSONValue(parsing: row.event))
    #expect(explanation.description == "The event does not match.\n" + row.text)
  }

  /// An alternative, a value that it does not take, and why.
  struct RefusalRow: Sendable {
    let alternative: String
    let value: String
    let reason: String

    init(_ alternative: String, _ value: String, _ reason: String) {
      self.alternative = alternative
      self.value = value
      self.reason = reason
    }

    static let all = [
      Self("null", "0", "is an integer, not null"), Self("true", "false", "is false"),
      Self("false", #""false""#, "is a string, not a boolean"),
      Self("5", "5.5", "is another number"),
      Self("5", "null", "is null, not a number"), Self(#""a""#, #""b""#, "is another text"),
      Self(#""a""#, "true", "is a boolean, not a string"),
      Self(#"{"prefix":"a"}"#, #""ba""#, "does not begin like this"),
      Self(#"{"suffix":"a"}"#, #""ab""#, "does not end like this"),
      Self(
        #"{"prefix":"a"}"#,
        "1",
        "is an integer, not a string: text operators take strings only"
      ),
      Self(#"{"equals-ignore-case":"a"}"#, #""b""#, "is another text in any letter case"),
      Self(
        #"{"suffix":{"equals-ignore-case":"a"}}"#,
        #""b""#,
        "does not end like this in any letter case"
      ),
      Self(#"{"wildcard":"a*z"}"#, #""bz""#, #"does not begin with "a""#),
      Self(#"{"wildcard":"a*z"}"#, #""ab""#, #"does not end with "z""#),
      Self(#"{"wildcard":"aa*aa"}"#, #""aaa""#, "is too short for both ends"),
      Self(#"{"wildcard":"*x*y*"}"#, #""yx""#, #"does not hold "x", then "y" in between"#),
      Self(#"{"wildcard":"a"}"#, #""b""#, "is another text"),
      Self(#"{"numeric":[">=",5,"<",9]}"#, "4", "is below 5"),
      Self(#"{"numeric":[">=",5,"<",9]}"#, "9.0", "is not below 9"),
      Self(#"{"numeric":[">",5]}"#, "5.0", "is not above 5"),
      Self(#"{"numeric":["<=",5]}"#, "6", "is above 5"),
      Self(#"{"numeric":["=",5]}"#, "6", "is another number"),
      Self(#"{"anything-but":["a","b"]}"#, #""b""#, "is excluded"),
      Self(#"{"anything-but":[1]}"#, "1.0", "is excluded"),
      Self(
        #"{"anything-but":{"prefix":["x","in"]}}"#,
        #""init""#,
        #"begins with "in", which is excluded"#
      ),
      Self(#"{"anything-but":{"wildcard":"*x*"}}"#, #""axb""#, "fits what is excluded"),
      Self(#"{"exists":false}"#, "0", "is there"),
      Self(#"{"cidr":"10.0.0.0/8"}"#, #""11.0.0.1""#, "is another IP address"),
      Self(#""10.0.0.1""#, #""ten""#, "is no IP address"),
    ]
  }

  @Test("Each alternative says why it does not take a value", arguments: RefusalRow.all)
  func refusal(_ row: RefusalRow) throws {
    let pattern = try EventPattern(parsing: #"{"v":[\#(row.alternative)]}"#)
    let explanation = pattern.explain(try JSONValue(parsing: #"{"v":\#(row.value)}"#))
    let refusals = explanation.combinations.flatMap(\.fields).flatMap(\.refusals)
    #expect(refusals.map(\.reason) == [row.reason])
    #expect(refusals.map(\.alternative) == [row.alternative])
  }
}
