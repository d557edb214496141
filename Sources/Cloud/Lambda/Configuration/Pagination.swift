/// One page of a list, and where the next one begins.
struct Page<Item> {
  let items: [Item]
  /// `nil` on the last page.
  let nextMarker: String?
}

extension Page: Sendable where Item: Sendable {}

extension Page {
  /// Cuts a page out of a list.
  ///
  /// - Parameters:
  ///   - all: the whole list.
  ///   - marker: from where on, as the page before said it; `nil` for the beginning.
  ///   - count: how many at the most.
  ///   - range: what may be asked for.
  ///   - most: how many there are at the most, whatever is asked for.
  ///   - name: what an item is known by, which is what a marker holds.
  /// - Throws: ``ServiceError`` for a count out of range, or a marker that is none.
  init(
    of all: [Item],
    from marker: String?,
    atMost count: Int?,
    allowed range: ClosedRange<Int> = 1...10_000,
    most: Int = LambdaQuotas.pageSize,
    name: (Item) -> String
  ) throws(ServiceError) {
    try FunctionConfiguration.check("maxItems", count, range)
    var start = 0
    if let marker {
      guard let bytes = Base64.decode(marker),
        let found = all.firstIndex(where: { Array(name($0).utf8) == bytes })
      else { throw .invalidParameter("The provided marker is not valid: \(marker)") }
      start = found
    }
    let end = min(all.count, start + min(count ?? most, most))
    items = Array(all[start..<end])
    nextMarker = end < all.count ? Base64.encode(Array(name(all[end]).utf8)) : nil
  }
}
