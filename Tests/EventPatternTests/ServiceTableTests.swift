import EventPattern
import JSON
import Testing

/// What the services are known to answer, row by row.
@Suite struct ServiceTableTests {
  @Test("EventBridge matches and refuses as Event Ruler does", arguments: PatternCase.all)
  func eventBridge(_ row: PatternCase) throws {
    #expect(try Self.outcome(of: row) == Self.expected(row))
  }

  private static func outcome(of row: PatternCase) throws -> String {
    let pattern: EventPattern
    do {
      pattern = try EventPattern(parsing: row.pattern)
    } catch {
      return error.reason
    }
    switch row.outcome {
    case .match(let event), .noMatch(let event):
      return pattern.matches(try JSONValue(parsing: event)) ? "match" : "no"
    case .refused: return "accepted"
    }
  }

  private static func expected(_ row: PatternCase) -> String {
    switch row.outcome {
    case .match: "match"
    case .noMatch: "no"
    case .refused(let reason): reason
    }
  }

  // MARK: - SNS

  /// A policy with the scope `MessageAttributes` and a message's attributes.
  struct PolicyCase: Sendable {
    let policy: String
    let attributes: [MessageAttribute]
    let isDelivered: Bool

    init(_ policy: String, _ attributes: [String], _ isDelivered: Bool) {
      self.policy = policy
      self.attributes = attributes.map { text in
        let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
        return MessageAttribute(name: parts[0], dataType: parts[1], value: parts[2])
      }
      self.isDelivered = isDelivered
    }

    /// The table of section 4 of the facts on SNS, then the attribute types' own rules.
    static let all: [PolicyCase] = [
      .init(#"{"store":["example_corp"]}"#, ["store String example_corp"], true),
      .init(#"{"store":["example_corp"]}"#, ["store String Example_Corp"], false),
      .init(#"{"store":["example_corp"]}"#, [], false),
      .init(
        #"{"store":["a"],"event":[{"anything-but":"cancelled"}]}"#,
        ["store String a", "event String placed"],
        true
      ),
      .init(
        #"{"store":["a"],"event":[{"anything-but":"cancelled"}]}"#,
        ["store String a"],
        false
      ),
      .init(
        #"{"event":[{"anything-but":["x","y"]}]}"#,
        [#"event String.Array ["x","z"]"#],
        true
      ),
      .init(
        #"{"event":[{"anything-but":["x","y"]}]}"#,
        [#"event String.Array ["x","y"]"#],
        false
      ),
      .init(#"{"price":[{"numeric":[">=",100]}]}"#, ["price Number 100.00"], true),
      .init(#"{"price":[{"numeric":[">=",100]}]}"#, ["price String 100"], false),
      .init(
        #"{"customer_interests":["rugby","football","baseball"]}"#,
        [#"customer_interests String.Array ["soccer","rugby"]"#],
        true
      ),
      .init(#"{"k":[{"exists":false}]}"#, ["other Number 1"], true),
      .init(#"{"k":[{"exists":false}]}"#, [], true),
      .init(#"{"k":["a",{"prefix":"b"}]}"#, ["k String bx"], true),
      .init(#"{"k":[5]}"#, ["k Number 5.0"], true),
      .init(#"{"k":[true]}"#, ["k String true"], false),
      .init(#"{"k":[true,null]}"#, ["k String.Array [null]"], true),
      .init(#"{"k":[{"exists":true}]}"#, ["k Binary AAEC"], false),
      .init(#"{"k":["a"]}"#, ["k String.custom a"], true),
      .init(#"{"ball":[{"wildcard":"*ball"}]}"#, ["ball String football"], true),
      .init(#"{"ip":[{"cidr":"10.0.0.0/24"}]}"#, ["ip String 10.0.0.255"], true),
      .init(#"{"$or":[{"a":["1"]},{"b":["2"]}]}"#, ["b String 2"], true),
    ]
  }

  @Test("A filter policy delivers by attributes as SNS does", arguments: PolicyCase.all)
  func attributePolicy(_ row: PolicyCase) throws {
    let pattern = try EventPattern(parsing: row.policy, dialect: .snsMessageAttributes)
    let event = try #require(MessageAttribute.event(of: row.attributes))
    #expect(pattern.matches(event) == row.isDelivered)
  }

  @Test(
    "An attribute that does not fit its type filters the message out",
    arguments: [
      MessageAttribute(name: "n", dataType: "Number", value: "ten"),
      MessageAttribute(name: "l", dataType: "String.Array", value: "a, b"),
      MessageAttribute(name: "l", dataType: "String.Array", value: #"{"a": 1}"#),
    ]
  )
  func unreadableAttribute(_ attribute: MessageAttribute) {
    #expect(MessageAttribute.event(of: [attribute]) == nil)
  }
}
