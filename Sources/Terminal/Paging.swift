import Figures
import Synchronization

/// How much of a screen is still free while output is shown by pages.
struct Page {
  var rowsLeft: Int
  /// Whether the reader wants the rest at once.
  var isEndless = false
}

extension Terminal {
  /// Does `work` and stops whenever it has filled the screen, until the reader wants more.
  ///
  /// Only where somebody looks and the cursor may be moved back; elsewhere everything is printed as
  /// it comes. Nothing that was printed is ever left out.
  ///
  /// - Returns: What `work` returns.
  /// - Throws: What `work` throws.
  public func paged<R, E: Error>(_ work: () throws(E) -> R) throws(E) -> R {
    guard traits.isInteractive, traits.canRedraw, let rows = pageRows else { return try work() }
    let before = page.withLock { page in
      defer { page = page ?? Page(rowsLeft: rows) }
      return page
    }
    defer { page.withLock { $0 = before } }
    return try work()
  }

  /// The rows of a page: those of the window, but for the line that asks for more.
  private var pageRows: Int? { device.rows.map { max(1, $0 - 1) } }

  /// Prints lines page by page, when that was asked for; false when it was not.
  func printPaged(_ lines: [StyledLine]) -> Bool {
    var rest = lines[...]
    while let page = page.withLock({ $0 }), !page.isEndless {
      let shown = rest.prefix(page.rowsLeft)
      write(shown)
      rest = rest.dropFirst(shown.count)
      self.page.withLock { $0?.rowsLeft -= shown.count }
      guard !rest.isEmpty else { return true }
      askForMore()
    }
    guard page.withLock({ $0 != nil }) else { return false }
    write(rest)
    return true
  }

  /// How more is asked for: in as many words as the line has room for.
  private static let questions = [
    "-- more: Enter shows the next page, a all of it --", "-- more: Enter next page, a all --",
    "-- more --",
  ]

  /// Waits at the foot of a page.
  private func askForMore() {
    let question = Self.questions.first { $0.count < width } ?? "--"
    device.write(Array(rendered(StyledLine(question, .muted)).utf8))
    let rows = pageRows
    switch readKey() {
    case .character("a"), .character("A"), .endOfInput, .control("d"):
      page.withLock { $0?.isEndless = true }
    case .down: page.withLock { $0?.rowsLeft = 1 }
    default: page.withLock { $0?.rowsLeft = rows ?? .max }
    }
    device.write(Array(("\r" + Escape.clearLine).utf8))
  }
}
