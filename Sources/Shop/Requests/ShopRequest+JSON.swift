public import JSON

// How the shop's messages look on every wire: HTTP bodies, queue messages, events. One form for all
// architectures, so that they can be compared.

extension Order {
  /// The order as a message.
  public var json: JSONValue {
    [
      "id": .string(id),
      "customer": .string(customer),
      "card": .string(card.rawValue),
      "lines": .array(lines.map(\.json)),
    ]
  }

  /// Reads an order from a message; `nil` when it is none.
  public init?(json: JSONValue) {
    guard let id = json["id"]?.stringValue, let items = json["lines"]?.arrayValue,
      let customer = json["customer"]?.stringValue, let card = json["card"]?.stringValue
    else { return nil }
    let lines = items.compactMap(Line.init(json:))
    guard lines.count == items.count else { return nil }
    self.init(
      id: id,
      lines: lines,
      customer: customer,
      card: Card(rawValue: card)
    )
  }
}

extension Order.Line {
  /// The line as part of a message.
  public var json: JSONValue { ["item": .string(item), "quantity": .number(JSONNumber(quantity))] }

  /// Reads a line from a message; `nil` when it is none.
  public init?(json: JSONValue) {
    guard let item = json["item"]?.stringValue, let quantity = json["quantity"]?.intValue else {
      return nil
    }
    self.init(item, quantity: quantity)
  }
}

extension Question {
  /// The question as a message.
  public var json: JSONValue {
    ["id": .string(id), "customer": .string(customer), "text": .string(text)]
  }

  /// Reads a question from a message; `nil` when it is none.
  public init?(json: JSONValue) {
    guard let id = json["id"]?.stringValue, let customer = json["customer"]?.stringValue,
      let text = json["text"]?.stringValue
    else { return nil }
    self.init(id: id, customer: customer, text: text)
  }
}

extension StockDelivery {
  /// The delivery as a message.
  public var json: JSONValue {
    ["id": .string(id), "item": .string(item), "quantity": .number(JSONNumber(quantity))]
  }

  /// Reads a delivery from a message; `nil` when it is none.
  public init?(json: JSONValue) {
    guard let id = json["id"]?.stringValue, let item = json["item"]?.stringValue,
      let quantity = json["quantity"]?.intValue
    else { return nil }
    self.init(id: id, item: item, quantity: quantity)
  }
}

extension Photo {
  /// What is said of the photo in a message; the picture itself is elsewhere.
  public var json: JSONValue {
    [
      "name": .string(name),
      "bytes": .number(JSONNumber(bytes)),
      "width": .number(JSONNumber(width)),
      "height": .number(JSONNumber(height)),
    ]
  }

  /// Reads a photo from a message; `nil` when it is none.
  public init?(json: JSONValue) {
    guard let name = json["name"]?.stringValue, let bytes = json["bytes"]?.intValue,
      let width = json["width"]?.intValue, let height = json["height"]?.intValue,
      (1...1_000_000).contains(width), (1...1_000_000).contains(height)
    else { return nil }
    self.init(name: name, bytes: bytes, width: width, height: height)
  }
}

extension Rejection {
  /// The reason as a message.
  public var json: JSONValue {
    switch self {
    case .nothingOrdered, .cardDeclined: ["reason": .string(code)]
    case .unknownItem(let item), .outOfStock(let item):
      ["reason": .string(code), "item": .string(item)]
    case .badQuantity(let item, let quantity):
      [
        "reason": .string(code),
        "item": .string(item),
        "quantity": .number(JSONNumber(quantity)),
      ]
    }
  }

  /// Reads a reason from a message; `nil` when it is none.
  public init?(json: JSONValue) {
    let item = json["item"]?.stringValue ?? ""
    let quantity = json["quantity"]?.intValue ?? 0
    let all: [Rejection] = [
      .nothingOrdered, .cardDeclined, .unknownItem(item), .outOfStock(item: item),
      .badQuantity(item: item, quantity: quantity),
    ]
    guard let match = all.first(where: { $0.code == json["reason"]?.stringValue }) else {
      return nil
    }
    self = match
  }
}
