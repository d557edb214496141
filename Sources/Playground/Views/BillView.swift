import Cloud
import Figures
import JSON
import Simulation

/// What has been used so far and what it costs, with the dates of the prices.
struct BillView {
  /// The lines shown, those of one component together, in the order of first use.
  private let lines: [Bill.Line]
  private let total: Money

  /// Reads the bill.
  ///
  /// - Parameters:
  ///   - world: where it was run up.
  ///   - component: whose lines are shown; `nil` for all of them.
  init(of world: World, component: String? = nil) {
    let bill = world.bill
    let shown = component.map { [$0] } ?? bill.components
    lines = shown.flatMap { name in bill.lines.filter { $0.component == name } }
    total = component.map { bill.total(of: $0) } ?? bill.total
  }

  var figures: [Figure] {
    guard !lines.isEmpty else {
      return [.text("Nothing has been used yet, so the bill is empty.")]
    }
    let table = Table(
      title: "Bill so far",
      columns: [
        "component", "for", Table.Column("used", .trailing), "price",
        Table.Column("costs", .trailing),
      ],
      rows: lines.map(Self.row) + [
        [Span("total", .emphasis), "", "", "", Span(total.description, .emphasis)]
      ]
    )
    return [.table(table), .text(Self.sources(of: lines))]
  }

  private static func row(_ line: Bill.Line) -> [Span] {
    let mark = line.price.isConfirmed ? "" : " *"
    return [
      Span(line.component), Span(line.price.usage), Span(line.used),
      Span("$\(line.price.amount.decimal) per \(line.price.unit)\(mark)"),
      Span(line.amount.description),
    ]
  }

  /// Says how old the prices are and where they come from.
  static func sources(of lines: [Bill.Line]) -> String {
    var seen: [String] = []
    for line in lines {
      let source = "\(line.price.source), \(line.price.asOf)"
      if !seen.contains(source) { seen.append(source) }
    }
    var text =
      "List prices of us-east-1 on demand, without free tier, tax or data transfer: "
      + seen.joined(separator: "; ") + "."
    if lines.contains(where: { !$0.price.isConfirmed }) {
      text += "\n* No stored copy of a source confirms this figure."
    }
    return text
  }

  /// The bill as data, money as decimal strings of dollars.
  var json: JSONValue {
    [
      "currency": "USD",
      "total": .string(total.decimal),
      "lines": .array(
        lines.map { line in
          [
            "component": .string(line.component),
            "usage": .string(line.price.usage),
            "quantity": .number(JSONNumber(line.pricedQuantity)),
            "unit": .string(line.price.unit),
            "price": .string(line.price.amount.decimal),
            "price_as_of": .string(line.price.asOf),
            "amount": .string(line.amount.decimal),
          ]
        }
      ),
    ]
  }
}

extension Bill.Line {
  /// The quantity for a reader: `12 min`, `1204 requests`, `0.42 GB-s`.
  var used: String {
    if price.unit == "hour" { return Duration.milliseconds(quantity).readable }
    let bundles = [("million ", 1_000_000.0), ("100,000 ", 100_000), ("1,000 ", 1_000)]
    for (word, count) in bundles where price.unit.hasPrefix(word) {
      let amount = pricedQuantity * count
      let unit = price.unit.dropFirst(word.count)
      return "\(amount.decimal(1)) \(amount == 1 ? Self.one(of: unit) : String(unit))"
    }
    return "\(pricedQuantity.decimal(pricedQuantity < 0.1 ? 6 : 3)) \(price.unit)"
  }

  private static func one(of things: Substring) -> String {
    if things.hasSuffix("ies") { return things.dropLast(3) + "y" }
    return String(things.dropLast(things.hasSuffix("shes") ? 2 : things.hasSuffix("s") ? 1 : 0))
  }

  /// Whether the line is paid for time that passes, used or not.
  var runsByTheClock: Bool {
    price.unit == "hour" || price.unit == "GB-month"
  }
}
