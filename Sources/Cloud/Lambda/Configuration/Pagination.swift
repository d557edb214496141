extension Page {
  /// Cuts a page out of a list of Lambda's.
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
    let size = min(count ?? most, most)
    guard let page = Self(of: all, fromOpaque: marker, atMost: size, name: name) else {
      throw .invalidParameter("The provided marker is not valid: \(marker ?? "")")
    }
    self = page
  }
}
