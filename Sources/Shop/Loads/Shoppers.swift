import Simulation

/// Makes up what the customers of one load want, one after the other.
///
/// The draws depend on the seed and the load's number alone, so that every architecture gets the
/// very same customers.
struct Shoppers {
  private let load: Int
  private let mix: Mix
  private var wishes: RandomStream
  private var baskets: RandomStream
  private var count = 0

  /// Creates the customers of a load.
  ///
  /// - Parameters:
  ///   - load: the load's number, from 1.
  ///   - mix: what they want.
  ///   - stream: the load's own stream; draws come from streams below it.
  init(of load: Int, _ mix: Mix, _ stream: RandomStream) {
    self.load = load
    self.mix = mix
    wishes = stream.stream("wishes")
    baskets = stream.stream("baskets")
  }

  /// What the next customer wants.
  ///
  /// Ids are kept short, so that strings hold them without a heap block of their own.
  mutating func next() -> ShopRequest {
    count += 1
    let id = "L\(load)-\(count)"
    switch Feature.allCases[wishes.pickIndex(weights: mix.percent)] {
    case .checkout: return .checkout(Order(id: id, lines: basket()))
    case .questions:
      return .question(Question(id: id, text: "Which soil does \(item().name) want?"))
    case .restock:
      return .restock(StockDelivery(id: id, item: item().name, quantity: 20))
    case .photos: return .photo(Photo(name: id))
    }
  }

  /// One kind of item or, for three customers in ten, two; one to three of each.
  private mutating func basket() -> [Order.Line] {
    let items = Catalogue.fernway.items
    let first = baskets.uniform(below: items.count)
    var lines = [Order.Line(items[first].name, quantity: baskets.uniform(in: 1...3))]
    if baskets.bernoulli(.percent(30)) {
      let second = (first + 1 + baskets.uniform(below: items.count - 1)) % items.count
      lines.append(Order.Line(items[second].name, quantity: baskets.uniform(in: 1...3)))
    }
    return lines
  }

  private mutating func item() -> Item {
    let items = Catalogue.fernway.items
    return items[baskets.uniform(below: items.count)]
  }
}
