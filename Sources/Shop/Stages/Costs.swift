/// How much processor time of one vCPU the shop's own work takes: the same in every architecture.
///
/// Assumptions, in the range of a common web framework.
enum Costs {
  /// Checking an order and working out its total.
  static let checkOrder = Duration.milliseconds(4)
  /// Writing a receipt.
  static let writeReceipt = Duration.milliseconds(3)
  /// Making a photo small.
  static let shrinkPhoto = Duration.milliseconds(250)
}
