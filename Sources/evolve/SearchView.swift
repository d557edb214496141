import Course
import Figures
import Terminal

/// Prints where words were found.
struct SearchView {
  let terminal: Terminal

  /// Prints the places, each with the way there.
  ///
  /// - Parameters:
  ///   - hits: the places.
  ///   - words: what was looked for.
  ///   - lesson: the lesson that is open, whose steps can be gone to at once.
  func print(_ hits: [SearchHit], of words: String, within lesson: String? = nil) {
    guard !hits.isEmpty else {
      terminal.print(.text("\"\(words)\" stands in no lesson."))
      return
    }
    for hit in hits {
      let way =
        hit.lesson == lesson ? "goto \(hit.number)" : "evolve goto \(hit.lesson) \(hit.number)"
      let title = StyledLine([
        Span(way, .code), Span("  \(hit.heading)", .emphasis),
      ])
      terminal.print(title.wrapped(to: terminal.width))
      if hit.excerpt == hit.heading { continue }
      let indent = StyledLine("    ")
      terminal.print(
        StyledLine(hit.excerpt, .muted).wrapped(to: terminal.width, first: indent, rest: indent)
      )
    }
  }
}
