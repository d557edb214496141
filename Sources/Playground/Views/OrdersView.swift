import Figures
import JSON
import Shop
import Simulation

extension OrderCounts {
  /// The counts with their names, in the order in which they add up.
  var named: [(name: String, count: Int)] {
    [
      ("offered", offered), ("rejected", rejected), ("failed", failed), ("open", open),
      ("accepted", accepted), ("completed", completed), ("cancelled", cancelled),
      ("pending", pending), ("lost", lost), ("unacknowledged", unacknowledged),
    ]
  }
}

/// How many orders there are of each outcome, and what became of the latest.
struct OrdersView {
  private let counts: OrderCounts
  private let latest: [OrderLog.Entry]

  init(of deployment: Deployment, in world: World) {
    counts = deployment.fernway.metrics.orders
    latest = world.orders.entries.suffix(20)
  }

  var figures: [Figure] {
    [.table(Self.table(counts)), .table(list)].filter { _ in counts.offered > 0 }
      + (counts.offered > 0 ? [] : [.text("Nobody has ordered yet.")])
  }

  /// The counts as a table of one row for each outcome.
  static func table(_ counts: OrderCounts) -> Table {
    let meanings = [
      "offered": "orders that customers have sent",
      "rejected": "the shop's business said no",
      "failed": "its machinery failed before it could decide",
      "open": "still being decided on",
      "accepted": "taken: the sum of the four below",
      "completed": "carried out in full",
      "cancelled": "given up in good order",
      "pending": "under way",
      "lost": "taken, and nothing will go on with them",
      "unacknowledged": "customers who gave up before the answer",
    ]
    return Table(
      title: "Orders",
      columns: ["outcome", .init("orders", .trailing), "that is"],
      rows: counts.named.map { name, count in
        let role: Role = name == "lost" && count > 0 ? .bad : .plain
        return [Span(name), Span("\(count)", role), Span(meanings[name] ?? "", .muted)]
      }
    )
  }

  private var list: Table {
    Table(
      title: "The latest",
      columns: ["order", .init("sent at", .trailing), "customer", "order is"],
      rows: latest.map { order in
        [
          Span(order.id), Span("\(order.offered)"), Span(order.answer ?? "waits"),
          Span(order.state),
        ]
      }
    )
  }

  /// The counts as data.
  static func json(_ counts: OrderCounts) -> JSONValue {
    .object(JSONObject(counts.named.map { ($0.name, .number(JSONNumber($0.count))) }))
  }

  var json: JSONValue {
    [
      "counts": Self.json(counts),
      "latest": .array(
        latest.map { order in
          [
            "id": .string(order.id),
            "sent_ms": .milliseconds(order.offered),
            "state": .string(order.state),
            "customer": .string(order.answer ?? "waits"),
          ]
        }
      ),
    ]
  }
}

/// What one load has brought.
struct LoadSummary {
  let figure: Figure
  let json: JSONValue

  init(load: Load, from before: OrderCounts, to after: OrderCounts, in session: Session) {
    // What became of earlier orders meanwhile does not count against this load's.
    let changes = zip(before.named, after.named).map { ($0.name, max(0, $1.count - $0.count)) }
    let parts = changes.filter { $0.1 != 0 }.map { "\($0.1) \($0.0)" }
    let orders = parts.isEmpty ? "no orders" : parts.joined(separator: ", ")
    figure = .text("\(load) is over, \(session.now) since the start.\nOrders: \(orders).")
    json = [
      "load": .string("\(load)"),
      "now_ms": .milliseconds(session.now),
      "orders": .object(JSONObject(changes.map { ($0.0, .number(JSONNumber($0.1))) })),
    ]
  }
}
