import EventPattern
import Testing

/// What each service allows, and what it says otherwise.
@Suite struct DialectTests {
  /// A pattern, the dialects that it is read in, and why they refuse it; nil if they take it.
  struct Row: Sendable, CustomTestStringConvertible {
    let pattern: String
    let dialects: [Dialect]
    let reason: String?

    init(_ pattern: String, _ dialects: [Dialect], _ reason: String?) {
      self.pattern = pattern
      self.dialects = dialects
      self.reason = reason
    }

    var testDescription: String { String(pattern.prefix(80)) }

    static let sns: [Dialect] = [.snsMessageBody, .snsMessageAttributes]
    static let mapping: [Dialect] = [.eventSourceMapping]
    static let bus: [Dialect] = [.eventBridge, .eventBridgeArchive]

    static let all: [Row] = [
      // Section 6.1 of the facts on Lambda's invocation.
      .init(#"{"a":["x",null,""]}"#, Dialect.allCases, nil),
      .init(#"{"a":[{"prefix":"x"},{"suffix":"y"},{"exists":false}]}"#, Dialect.allCases, nil),
      .init(#"{"a":[{"equals-ignore-case":"x"},{"numeric":["<",1]}]}"#, Dialect.allCases, nil),
      .init(#"{"a":[{"anything-but":["x","y"]},{"anything-but":1}]}"#, Dialect.allCases, nil),
      .init(#"{"$or":[{"a":[1]},{"b":[2]}]}"#, Dialect.allCases, nil),
      .init(#"{"a":[{"wildcard":"x*"}]}"#, mapping, "Unrecognized match type wildcard"),
      .init(#"{"a":[{"cidr":"10.0.0.0/8"}]}"#, mapping, "Unrecognized match type cidr"),
      .init(
        #"{"a":[{"anything-but":{"prefix":"x"}}]}"#,
        mapping,
        "Unsupported anything-but pattern: prefix"
      ),
      .init(#"{"a":[{"prefix":{"equals-ignore-case":"x"}}]}"#, bus + mapping, nil),
      // Section 4 of the facts on SNS.
      .init(
        #"{"a":[{"prefix":{"equals-ignore-case":"x"}}]}"#,
        sns,
        "prefix match pattern must be a string"
      ),
      .init(#"{"a":[{"anything-but":{"suffix":"x"}},{"wildcard":"x*"}]}"#, sns + bus, nil),
      .init(
        #"{"a":[{"anything-but":{"equals-ignore-case":"x"}}]}"#,
        sns,
        "Unsupported anything-but pattern: equals-ignore-case"
      ),
      .init(#"{"a":[{"numeric":[">",5,"<",5]}]}"#, sns, "Bottom must be less than top"),
      .init(#"{"a":[]}"#, sns, "Empty arrays are not allowed"),
      .init(
        #"{"a":[{"prefix":"a","suffix":"b"}]}"#,
        sns,
        "Only one key allowed in match expression"
      ),
      .init(#"{"a":[{"x":1}]}"#, sns, "Unrecognized match type x"),
      .init(
        #"{"a":{"b":["x"]}}"#,
        [.snsMessageAttributes],
        "Filter policy scope MessageAttributes does not support nested filter policy"
      ),
      .init(#"{"a":{"b":["x"]}}"#, [.snsMessageBody], nil),
      .init(#"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1]}"#, sns, nil),
      .init(
        #"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}"#,
        sns,
        "Filter policy can not have more than 5 keys"
      ),
      .init(#"{"a":[\#(list(15))],"b":[\#(list(10))]}"#, sns, nil),
      .init(
        #"{"a":[\#(list(15))],"b":[\#(list(11))]}"#,
        sns,
        "Filter policy is too complex"
      ),
      // Each list counts its depth: 36 × 4 is allowed, 38 × 4 is not.
      .init(#"{"a":{"b":{"c":{"d":[\#(list(36))]}}}}"#, [.snsMessageBody], nil),
      .init(
        #"{"a":{"b":{"c":{"d":[\#(list(38))]}}}}"#,
        [.snsMessageBody],
        "Filter policy is too complex"
      ),
      .init(#"{"a":[{"wildcard":"*a*b*"}]}"#, sns, nil),
      .init(#"{"a":[{"wildcard":"*a*b*c*"}]}"#, sns, "Filter policy is too complex"),
      .init(#"{"a":{"b":{"c":{"d":[\#(wildcards(4))]}}}}"#, [.snsMessageBody], nil),
      .init(
        #"{"a":{"b":{"c":{"d":[\#(wildcards(5))]}}}}"#,
        [.snsMessageBody],
        "Filter policy is too complex"
      ),
      // Sizes.
      .init(padded(2_048), [.eventBridge, .eventBridgeArchive, .eventSourceMapping] + sns, nil),
      .init(
        padded(2_049),
        [.eventBridge],
        "Pattern is too long: 2049 characters, at most 2048 are allowed"
      ),
      .init(padded(4_096), [.eventBridgeArchive, .eventSourceMapping], nil),
      .init(
        padded(4_097),
        [.eventBridgeArchive, .eventSourceMapping],
        "Pattern is too long: 4097 characters, at most 4096 are allowed"
      ),
      .init(
        padded(262_145),
        sns,
        "Pattern is too long: 262145 bytes, at most 262144 are allowed"
      ),
    ]

    private static func list(_ count: Int) -> String {
      (0..<count).map(String.init).joined(separator: ",")
    }

    private static func wildcards(_ count: Int) -> String {
      (0..<count).map { #"{"wildcard":"*/K\#($0)/*"}"# }.joined(separator: ",")
    }

    private static func padded(_ length: Int) -> String {
      let frame = #"{"a":[""]}"#
      return #"{"a":["\#(String(repeating: "x", count: length - frame.count))"]}"#
    }
  }

  @Test("Each service takes what it allows and refuses the rest in its words", arguments: Row.all)
  func dialect(_ row: Row) {
    let reasons = row.dialects.map { Self.reason(row.pattern, $0) }
    #expect(reasons == row.dialects.map { _ in row.reason })
  }

  private static func reason(_ pattern: String, _ dialect: Dialect) -> String? {
    do {
      _ = try EventPattern(parsing: pattern, dialect: dialect)
      return nil
    } catch {
      return error.reason
    }
  }
}
