import EventPattern
import JSON
import Simulation
import Synchronization

/// What rules ask for in the rows on patterns.
enum PatternKind: String, CaseIterable {
  case exact, prefix, suffix
  case ignoreCase = "ignore-case"
  case wildcard, numeric
  case anythingBut = "anything-but"
  case mixed
}

/// Orders of a shop as events of about 900 bytes, and rules that a few of them match.
///
/// One order in ten meets one of 100,000 rules. Only the first five rules with `anything-but` are
/// for nearly all orders; the others are for one customer each.
enum PatternSample {
  private static let eventCount = 2_000

  /// The events as texts.
  static let events: [[UInt8]] = {
    var stream = RandomStream(seed: 1, name: "orders")
    return (0..<eventCount).map { _ in Array(event(&stream).utf8) }
  }()

  /// Sets that have been made, by kind and size.
  private static let sets = Mutex<[String: PatternSet<Int>]>([:])

  /// Hands out a set of rules, which is made at the first time.
  static func withSet<R>(
    _ kind: PatternKind,
    of count: Int,
    _ body: (inout PatternSet<Int>) throws -> R
  ) throws -> R {
    let name = "\(kind) \(count)"
    var set = try sets.withLock { $0.removeValue(forKey: name) } ?? make(kind, of: count)
    defer { sets.withLock { $0[name] = set } }
    return try body(&set)
  }

  private static func make(_ kind: PatternKind, of count: Int) throws -> PatternSet<Int> {
    var stream = RandomStream(seed: 2, name: "rules")
    var set = PatternSet<Int>()
    for number in 0..<count {
      set[number] = try EventPattern(parsing: pattern(kind, number, &stream))
    }
    return set
  }

  // MARK: - Rules

  private static func pattern(
    _ kind: PatternKind,
    _ number: Int,
    _ stream: inout RandomStream
  ) -> String {
    let parcel = parcel(&stream)
    switch kind {
    case .exact:
      return #"{"source":["fernway.orders"],"detail":{"orderId":["\#(order(&stream))"]}}"#
    case .prefix: return #"{"detail":{"parcel":[{"prefix":"\#(parcel.prefix(5))"}]}}"#
    case .suffix: return #"{"detail":{"parcel":[{"suffix":"\#(parcel.suffix(5))"}]}}"#
    case .ignoreCase:
      let order = order(&stream).lowercased()
      return #"{"detail":{"orderId":[{"equals-ignore-case":"\#(order)"}]}}"#
    case .wildcard:
      let text = "\(parcel.prefix(4))*\(parcel.dropFirst(5).prefix(1))*"
      return #"{"detail":{"parcel":[{"wildcard":"\#(text)"}]}}"#
    case .numeric:
      let cents = stream.uniform(below: 100_000_000)
      return
        #"{"detail":{"total":[{"numeric":[">=",\#(amount(cents)),"<",\#(amount(cents + 100))]}]}}"#
    case .anythingBut:
      let rest = #""state":[{"anything-but":["cancelled","returned-\#(number)"]}]"#
      return number < 5
        ? #"{"detail":{\#(rest)}}"#
        : #"{"detail":{"customer":{"id":["\#(customer(&stream))"]},\#(rest)}}"#
    case .mixed:
      let kinds = PatternKind.allCases.dropLast()
      return pattern(kinds[number % kinds.count], number + 5, &stream)
    }
  }

  // MARK: - Events

  private static func order(_ stream: inout RandomStream) -> String {
    "A-\(1_000_000 + stream.uniform(below: 1_000_000))"
  }

  private static func customer(_ stream: inout RandomStream) -> String {
    "C-\(1_000_000 + stream.uniform(below: 1_000_000))"
  }

  /// Ten letters or digits.
  private static func parcel(_ stream: inout RandomStream) -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    return String((0..<10).map { _ in letters[stream.uniform(below: letters.count)] })
  }

  private static func amount(_ cents: Int) -> String {
    let rest = String(cents % 100)
    return "\(cents / 100).\(rest.count < 2 ? "0" : "")\(rest)"
  }

  private static func event(_ stream: inout RandomStream) -> String {
    let order = order(&stream)
    let items = (0..<3).map { _ -> String in
      let number = 10 + stream.uniform(below: 90)
      return #"{"sku":"RAKE-\#(number)","name":"Garden rake no. \#(number)","quantity":"#
        + #"\#(1 + stream.uniform(below: 9)),"price":\#(amount(stream.uniform(below: 10_000)))}"#
    }
    let customer = customer(&stream)
    let house = 10 + stream.uniform(below: 90)
    return """
      {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d\(1_000 + stream.uniform(below: 9_000))",\
      "detail-type":"OrderPlaced","source":"fernway.orders","account":"123456789012",\
      "time":"2026-03-07T10:15:30Z","region":"eu-central-1",\
      "resources":["arn:aws:dynamodb:eu-central-1:123456789012:table/orders"],\
      "detail":{"orderId":"\(order)","state":"placed","customer":{"id":"\(customer)",\
      "name":"Ada Greenfield","email":"ada.greenfield.\(house)@example.com","since":2019,\
      "address":{"street":"Rose Lane \(house)","city":"Fernway","postcode":"\(house)123"}},\
      "items":[\(items.joined(separator: ","))],"total":\(amount(stream.uniform(below: 100_000_000))),\
      "currency":"EUR","gift":false,"coupon":null,"parcel":"\(parcel(&stream))",\
      "delivery":{"carrier":"green-bikes","place":[53.\(house)123,9.\(house)456],"slot":"09:00-12:00"},\
      "note":"Please leave it by the shed, behind the \\"blue\\" gate."}}
      """
  }
}
