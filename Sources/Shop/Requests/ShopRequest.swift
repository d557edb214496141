/// One of the four things that the shop does for the world outside.
public enum Feature: String, Hashable, Sendable, CaseIterable {
  /// Orders: check stock, take payment, post to the ledger, tell the warehouse, send a receipt.
  case checkout
  /// Questions to customer service.
  case questions
  /// Deliveries to stock.
  case restock
  /// Photos, made small.
  case photos
}

/// What a customer's device, a till or a lorry's driver asks of the shop.
public enum ShopRequest: Hashable, Sendable {
  /// To buy something.
  case checkout(Order)
  /// To have a question answered.
  case question(Question)
  /// To book in a delivery.
  case restock(StockDelivery)
  /// To show a photo.
  case photo(Photo)

  /// The feature that serves the request.
  public var feature: Feature {
    switch self {
    case .checkout: .checkout
    case .question: .questions
    case .restock: .restock
    case .photo: .photos
    }
  }

  /// The id of the order, question or delivery, or the photo's name.
  public var id: String {
    switch self {
    case .checkout(let order): order.id
    case .question(let question): question.id
    case .restock(let delivery): delivery.id
    case .photo(let photo): photo.name
    }
  }
}

/// What the shop answers.
public enum ShopResponse: Hashable, Sendable {
  /// It has been done, or the shop has promised to do it.
  case done
  /// The shop's business says no.
  case rejected(Rejection)
  /// The shop's machinery has failed; the HTTP status and its text.
  case failed(status: Int, String)
}
