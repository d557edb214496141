/// Pages of EventBridge's lists.
enum EventPage {
  /// Cuts a page out of a list.
  ///
  /// - Parameters:
  ///   - all: the whole list.
  ///   - token: from where on, as the page before said it.
  ///   - limit: how many at the most, 1 to 100.
  ///   - name: what an item is known by.
  /// - Returns: the page.
  /// - Throws: ``ServiceError`` for a number out of range, or a token that is none.
  static func page<Item>(
    of all: [Item],
    from token: String?,
    limit: Int?,
    name: (Item) -> String
  ) throws(ServiceError) -> Page<Item> {
    let range = EventBridgeQuotas.pageSize
    try ServiceError.check(limit, in: range, at: "limit")
    let size = limit ?? range.upperBound
    guard let page = Page(of: all, fromOpaque: token, atMost: size, name: name) else {
      throw .validation("Token is invalid.")
    }
    return page
  }
}
