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
}
