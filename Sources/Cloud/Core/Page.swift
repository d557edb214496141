/// One page of a list, and where the next one begins.
struct Page<Item> {
  let items: [Item]
  /// What the first item of the next page is known by, in the form in which the service tells it;
  /// `nil` on the last page.
  let nextToken: String?
}

extension Page: Sendable where Item: Sendable {}

extension Page {
  /// Cuts a page out of a list; `nil` when no item is known by `first`.
  ///
  /// - Parameters:
  ///   - all: the whole list.
  ///   - first: what the page's first item is known by; `nil` for the list's beginning.
  ///   - count: how many items at the most.
  ///   - name: what an item is known by.
  init?(of all: [Item], from first: String?, atMost count: Int, name: (Item) -> String) {
    var start = 0
    if let first {
      guard let found = all.firstIndex(where: { name($0) == first }) else { return nil }
      start = found
    }
    let end = min(all.count, start + count)
    items = Array(all[start..<end])
    nextToken = end < all.count ? name(all[end]) : nil
  }

  /// Cuts a page out of a list whose tokens are the names in Base64, so that nobody leans on them;
  /// `nil` when no page before can have told the token.
  init?(of all: [Item], fromOpaque token: String?, atMost count: Int, name: (Item) -> String) {
    var first: String?
    if let token {
      guard let bytes = Base64.decode(token) else { return nil }
      first = String(decoding: bytes, as: UTF8.self)
    }
    guard let page = Self(of: all, from: first, atMost: count, name: name) else { return nil }
    items = page.items
    nextToken = page.nextToken.map { Base64.encode(Array($0.utf8)) }
  }
}
