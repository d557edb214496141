public import Simulation

/// What happens to orders and to the shop's customers: the source of every business metric.
///
/// ``Fernway`` records what customers see and what follows from it, the stage what becomes of
/// orders. What happens to money is the payment provider's own event.
public enum ShopEvent: TraceEvent {
  // MARK: Recorded by Fernway, for its customers

  /// A customer sends an order for the first time.
  case orderOffered(order: String)
  /// A customer sends something else than a new order: another feature, or an order once more.
  case requested(feature: Feature, id: String)
  /// The customer has got an answer, a yes or a no.
  case answered(feature: Feature, id: String, after: Duration)
  /// The customer has got an error, or her connection broke.
  case unanswered(feature: Feature, id: String, reason: String, after: Duration)
  /// The customer has waited long enough and left; the shop may go on with the request.
  case gaveUp(feature: Feature, id: String, after: Duration)
  /// The shop's business said no to an order.
  case orderRejected(order: String, reason: Rejection)
  /// The shop's machinery failed before the order was accepted.
  case orderFailed(order: String, reason: String)
  /// An accepted order is paid, posted, with the warehouse, and its receipt is sent.
  case orderCompleted(order: String)

  // MARK: Recorded by the stage

  /// The shop has taken the order and will carry it out.
  case orderAccepted(order: String)
  /// An accepted order was given up in good order, because its card was declined.
  case orderCancelled(order: String)
  /// An accepted order is not complete, and nothing is left that would go on with it.
  case orderLost(order: String, reason: String)
  /// The order's payment is in the ledger.
  case ledgerPosted(order: String)
  /// The warehouse knows of the order.
  case warehouseNotified(order: String)
  /// The order's receipt has been sent.
  case receiptSent(order: String)
  /// A question is with customer service.
  case questionStored(question: String)
  /// A delivery is on the shelf.
  case restocked(delivery: String)
  /// A photo has been made small.
  case thumbnailMade(photo: String)
}
