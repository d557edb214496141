extension Int {
  /// The number with what it counts: `1 line`, `2 lines`.
  ///
  /// - Parameters:
  ///   - one: what one of them is called.
  ///   - many: what others are called; with an s at the end if nothing is said.
  /// - Returns: the words.
  public func counting(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
