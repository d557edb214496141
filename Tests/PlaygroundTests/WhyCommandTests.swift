import Figures
import Playground
import Testing

/// `why` names the field, what was found, and why each alternative does not take it.
@Suite struct WhyCommandTests {
  struct Row: Sendable {
    let line: String
    let lines: [String]
  }

  static let rows: [Row] = [
    Row(
      line: #"why '{"detail":{"state":["run",{"prefix":"a"}]}}' '{"detail":{"state":"init"}}'"#,
      lines: [
        "The pattern does not match the event.",
        #"detail.state is "init", which nothing takes:"#,
        #"  "run": "init" is another text."#,
        #"  {"prefix":"a"}: "init" does not begin like this."#,
      ]
    ),
    Row(
      line: #"why '{"n":[{"numeric":[">",5,"<=",9]}]}' '{"n":[5,10,"7",1,2]}'"#,
      lines: [
        "The pattern does not match the event.",
        #"n is 5, 10, "7" and 2 more, which nothing takes:"#,
        #"  {"numeric":[">",5,"<=",9]}: 5 is not above 5; 10 is above 9; "7" is a string,"#
          + " not a number: a number in quotes is a string; 2 more.",
      ]
    ),
    Row(
      line: #"why '{"source":["a"],"detail":{"id":[{"exists":true}]}}' '{"source":"a"}'"#,
      lines: [
        "The pattern does not match the event.",
        #"detail.id is not in the event; wanted {"exists":true}."#,
      ]
    ),
    Row(
      line: #"why '{"$or":[{"a":[1],"b":[1]},{"c":[{"anything-but":"x"}]}]}' '{"c":"x"}'"#,
      lines: [
        "The pattern does not match the event.",
        "Combination 2 of 2:",
        #"  c is "x", which nothing takes:"#,
        #"    {"anything-but":"x"}: "x" is excluded."#,
        "Combination 1 of 2:",
        "  a is not in the event; wanted 1.",
        "  b is not in the event; wanted 1.",
      ]
    ),
    Row(
      line: #"why placed '{"source":"Shop"}'"#,
      lines: [
        "Rule placed does not match the event.",
        #"source is "Shop", which nothing takes:"#,
        #"  "shop": "Shop" is another text: letter case counts; equals-ignore-case takes both."#,
      ]
    ),
    Row(
      line: #"why placed '{"source":"shop"}' --bus default"#,
      lines: ["Rule placed matches the event.", #"source: "shop" takes "shop"."#]
    ),
    Row(
      line: #"why off '{"a":1}'"#,
      lines: [
        "Rule off matches the event.", "a: 1 takes 1.", "It is disabled, and so sends nothing.",
      ]
    ),
  ]

  private static func ready() -> Session {
    session(
      #"events put-rule --name placed --event-pattern '{"source":["shop"]}'"#,
      #"events put-rule --name off --state DISABLED --event-pattern '{"a":[1]}'"#
    )
  }

  @Test("why names field, finding and each refusal", arguments: rows)
  func explanation(_ row: Row) {
    let outcome = Self.ready().execute(row.line)
    #expect(outcome.output?.figures == [.text(row.lines.joined(separator: "\n"))])
  }

  @Test("What cannot be explained is refused with a place and a remedy")
  func refusals() {
    let session = Self.ready()
    let usage = "Write why RULE|SUBSCRIPTION|PATTERN EVENT [--bus BUS] [--as KIND]."
    let refused = [
      #"why '{"a":1}' '{}'"#, #"why '{"a":[{"wildcard":"x*"}]}' '{}' --as mapping"#,
      #"why '{"a":[1]}' '{"a"}'"#, "why plced '{}'", "why placed '{}' --bus others",
      "why placed '{}' --as body", #"why '{"a":[1]}' '{}' --bus default"#, "why placed",
    ]
    #expect(
      refused.map { session.execute($0).error?.description } == [
        #"The pattern is not valid: line 1, column 6: "a" must be an object or an array. Put the"#
          + " value in a list: [1].",
        "The pattern is not valid: line 1, column 8: Unrecognized match type wildcard. Write one"
          + " of prefix, suffix, equals-ignore-case, anything-but, numeric, exists.",
        #"The event is not JSON: line 1, column 5: a colon is missing after the name; found }."#
          + #" Write "name": value."#,
        "There is no rule plced on the bus default. Did you mean placed?",
        "There is no rule placed on the bus others. Put one with events put-rule, or write a"
          + " pattern in its place.",
        "--as goes with a pattern only. \(usage)",
        "--bus goes with a rule's name only. \(usage)",
        "The event is missing. \(usage)",
      ]
    )
  }

  @Test("An explanation fits into 40 columns", arguments: rows)
  func narrow(_ row: Row) {
    let figures = Self.ready().execute(row.line).output?.figures ?? []
    let layout = Layout(width: 40, unicode: false)
    let widths = figures.flatMap { layout.lines(for: $0) }.map { line in
      line.spans.reduce(0) { $0 + $1.text.count }
    }
    #expect(widths.allSatisfy { $0 <= 40 } && !widths.isEmpty)
  }
}
