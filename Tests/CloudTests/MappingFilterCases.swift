import Cloud
import JSON
import Testing

/// Which messages filter criteria keep.
///
/// One row, one fact of `lambda-invocation.md`, section 6.1. What is not kept is deleted, and the
/// function is not run on it.
struct MappingFilterCases {
  struct Row: Sendable, CustomTestStringConvertible {
    let patterns: [String]
    let body: String
    let isKept: Bool
    var testDescription: String { "\(patterns) on \(body)" }

    init(_ patterns: String..., body: String, kept: Bool) {
      self.patterns = patterns
      self.body = body
      isKept = kept
    }
  }

  @Test(arguments: operators + kinds + alternatives)
  func `the criteria keep`(row: Row) throws {
    let fate = MappingCase(row.testDescription, []) { bench in
      try await bench.deploy()
      let patterns = row.patterns.map { ["Pattern": .string($0)] as JSONValue }
      try await bench.map(["FilterCriteria": ["Filters": .array(patterns)]])
      try await bench.send([row.body])
      try await bench.sleep("2s")
      return [await bench.places(), "seen \(bench.logged("seen ").count)"]
    }
    let actual = try fate.actual()
    #expect(actual == ["deleted 1, given up 0, there 0", "seen \(row.isKept ? 1 : 0)"])
  }

  private static func item(_ alternatives: String, _ value: String, _ kept: Bool) -> Row {
    Row(#"{"body":{"item":[\#(alternatives)]}}"#, body: #"{"item":\#(value)}"#, kept: kept)
  }

  static let operators = [
    item(#""rake""#, #""rake""#, true),
    item(#""rake""#, #""hoe""#, false),
    item(#""rake","hoe""#, #""hoe""#, true),
    item("null", "null", true),
    item("null", #""null""#, false),
    item(#""""#, #""""#, true),
    item(#""""#, #"" ""#, false),
    item(#"{"equals-ignore-case":"RAKE"}"#, #""rAke""#, true),
    item(#"{"equals-ignore-case":"RAKE"}"#, #""rakes""#, false),
    item(#"{"numeric":[">=",100,"<",200]}"#, "100", true),
    item(#"{"numeric":[">=",100,"<",200]}"#, "200", false),
    item(#"{"numeric":["=",3.0]}"#, "3", true),
    item(#"{"exists":true}"#, "7", true),
    item(#"{"exists":false}"#, "7", false),
    Row(#"{"body":{"item":[{"exists":false}]}}"#, body: #"{"other":1}"#, kept: true),
    item(#"{"anything-but":["rake","hoe"]}"#, #""spade""#, true),
    item(#"{"anything-but":["rake","hoe"]}"#, #""hoe""#, false),
    item(#"{"prefix":"ra"}"#, #""rake""#, true),
    item(#"{"prefix":"ra"}"#, #""brake""#, false),
    item(#"{"suffix":"ke"}"#, #""rake""#, true),
    item(#"{"suffix":"ke"}"#, #""raked""#, false),
    Row(#"{"body":{"$or":[{"a":[1]},{"b":[2]}]}}"#, body: #"{"a":7,"b":2}"#, kept: true),
    Row(#"{"body":{"$or":[{"a":[1]},{"b":[2]}]}}"#, body: #"{"a":2,"b":1}"#, kept: false),
    Row(#"{"body":{"a":["1"],"b":["2"]}}"#, body: #"{"a":"1","b":"2"}"#, kept: true),
    Row(#"{"body":{"a":["1"],"b":["2"]}}"#, body: #"{"a":"1"}"#, kept: false),
    Row(#"{"body":{"a":{"b":[true]}}}"#, body: #"{"a":{"b":true}}"#, kept: true),
  ]

  static let kinds = [
    Row(#"{"body":["rake"]}"#, body: "rake", kept: true),
    Row(#"{"body":["rake"]}"#, body: "hoe", kept: false),
    Row(#"{"body":[{"prefix":"ra"}]}"#, body: "rake", kept: true),
    Row(#"{"body":{"item":["rake"]}}"#, body: "rake", kept: false),
    Row(#"{"body":{"item":["rake"]}}"#, body: #"{"item":"rake""#, kept: false),
    Row(#"{"body":[{"prefix":"{"}]}"#, body: #"{"item":"rake"}"#, kept: false),
    Row(#"{"eventSource":["aws:sqs"]}"#, body: "rake", kept: true),
    Row(#"{"eventSource":["aws:sqs"]}"#, body: #"{"item":"rake"}"#, kept: true),
  ]

  static let alternatives = [
    Row(#"{"body":["a"]}"#, #"{"body":["b"]}"#, body: "b", kept: true),
    Row(#"{"body":["a"]}"#, #"{"body":["b"]}"#, body: "c", kept: false),
    Row(#"{"body":["a"]}"#, #"{"body":{"n":[1]}}"#, body: #"{"n":1}"#, kept: true),
  ]
}
