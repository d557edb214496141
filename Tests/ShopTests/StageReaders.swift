import Cloud
import Shop
import Simulation
import Synchronization

/// How many messages every queue has had, and how long they stayed, as its events tell.
final class QueueLedgers: Sendable {
  private struct State {
    var arrivals: [String: SimulationInstant] = [:]
    var counts: [String: Int] = [:]
    var stays: [String: Double] = [:]
  }

  private let state = Mutex(State())

  init(reading simulation: Simulation) {
    simulation.trace.read(SQSEvent.self) { [self] instant, queue, event in
      note(event, queue, instant)
    }
  }

  private func note(_ event: SQSEvent, _ queue: String, _ instant: SimulationInstant) {
    state.withLock { state in
      switch event {
      case .sent(let id, _, _): state.arrivals[id] = instant
      case .deleted(let id):
        guard let arrival = state.arrivals.removeValue(forKey: id) else { return }
        state.counts[queue, default: 0] += 1
        state.stays[queue, default: 0] += arrival.duration(to: instant).seconds
      default: break
      }
    }
  }

  /// How many messages have left a queue, and how many seconds they spent there together.
  subscript(queue: String) -> (count: Int, seconds: Double) {
    state.withLock { ($0.counts[queue] ?? 0, $0.stays[queue] ?? 0) }
  }
}

/// Customers whose orders are known, and the books that a shop must have which has carried out
/// those that it accepted, and nothing else.
final class KnownCustomers: Sendable {
  private struct State {
    var orders: [String: Order] = [:]
    var accepted: Set<String> = []
  }

  private let fernway: Fernway
  private let state = Mutex(State())

  init(of shop: OpenShop) {
    fernway = shop.fernway
    shop.simulation.trace.read(ShopEvent.self) { [self] _, _, event in
      guard case .orderAccepted(let order) = event else { return }
      state.withLock { _ = $0.accepted.insert(order) }
    }
  }

  /// Sends orders, one a second on average; some twice at once, some again a minute or two later.
  func order(_ count: Int, seed: UInt64) {
    let simulation = fernway.simulation
    simulation.spawn(on: fernway) { [self] fernway in
      var chance = RandomStream(seed: seed, name: "known customers")
      for number in 1...count {
        try await simulation.sleep(for: chance.uniform(in: .zero...Duration.seconds(2)))
        let items = Catalogue.fernway.items
        let item = items[chance.uniform(below: items.count)].name
        let line = Order.Line(item, quantity: chance.uniform(in: 1...5))
        let order = Order(id: "K-\(number)", lines: [line])
        state.withLock { $0.orders[order.id] = order }
        var delays = [Duration.zero]
        if chance.bernoulli(.percent(5)) { delays.append(.zero) }
        if chance.bernoulli(.percent(10)) {
          delays.append(chance.uniform(in: Duration.seconds(30)...(.seconds(150))))
        }
        for delay in delays {
          simulation.spawn(on: fernway) { fernway in
            try await simulation.sleep(for: delay)
            _ = try await fernway.send(.checkout(order))
          }
        }
      }
    }
  }

  /// The books after the accepted orders.
  var books: Books {
    let (orders, accepted) = state.withLock { ($0.orders, $0.accepted) }
    var inventory = Inventory(of: .fernway, each: Inventory.openingStock)
    var ledger = Ledger()
    var books = Books()
    for id in accepted.sorted() {
      guard let order = orders[id], (try? inventory.reserve(order)) != nil,
        let total = try? Catalogue.fernway.total(of: order)
      else { continue }
      inventory.dispatch(order)
      ledger.post(.payment(of: id, total))
      books.warehouseTasks[id] = 1
    }
    books.stock = inventory.levels
    books.ledger = ledger.totals
    books.postings = ledger.count
    return books
  }
}

/// Breaks things at drawn times, and heals them again.
struct Havoc {
  let seed: UInt64

  /// Strikes `shop` again and again for some time; everything is healed soon after.
  func strike(_ shop: OpenShop, for duration: Duration) {
    let (simulation, cloud, stage) = (shop.simulation, shop.cloud, shop.fernway.stage)
    let components = cloud.topology.components.filter { $0.kind != .client }.map(\.name)
    let seed = seed
    simulation.spawn(on: shop.fernway) { _ in
      var chance = RandomStream(seed: seed, name: "havoc")
      let end = simulation.now.advanced(by: duration)
      while simulation.now < end {
        try await simulation.sleep(for: chance.uniform(in: Duration.seconds(5)...(.seconds(40))))
        let lasting = chance.uniform(in: Duration.seconds(5)...(.seconds(60)))
        let component = components[chance.uniform(below: components.count)]
        switch chance.uniform(below: 6) {
        case 0 where !stage.crashable.isEmpty:
          let victim = stage.crashable[chance.uniform(below: stage.crashable.count)]
          try await stage.crash(victim, for: chance.bernoulli(.percent(50)) ? lasting : nil)
        case 1: cloud.faults.fail(component, .next(3), .afterEffects)
        case 2: cloud.faults.fail(component, .each(.percent(20)), .beforeEffects)
        case 3: cloud.faults.fail("payment-provider", .all)
        case 4: cloud.faults.slow(component, by: 300)
        default:
          let zone = Zones.all[chance.uniform(below: 3)]
          try await cloud.lose(zone: zone)
          try await simulation.sleep(for: lasting)
          try await cloud.restore(zone: zone)
        }
        try await simulation.sleep(for: lasting)
        cloud.faults.heal(component)
        cloud.faults.heal("payment-provider")
      }
    }
  }
}
