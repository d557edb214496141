import Cloud
import Figures
import Simulation

/// The latest records of a world, and what there is to say about those that are gone.
struct TraceWindow {
  let records: [TraceRecord]
  /// Said beneath a view that cannot show everything; `nil` when nothing is missing.
  let note: String?

  init(of world: World) {
    let records = world.simulation.trace.records
    self.records = records
    let gone = world.simulation.trace.count - records.count
    note = records.first.flatMap { first in
      gone > 0
        ? "Only the latest \(records.count.counting("record is", "records are")) kept, from"
          + " \(first.instant) on; \(gone.counting("earlier one is", "earlier ones are")) gone."
        : nil
    }
  }

  /// `figure` with the note beneath it, and with how many rows were left out.
  func figures(_ figure: Figure, leftOut: Int = 0) -> [Figure] {
    var notes: [String] = []
    if leftOut > 0 { notes.append("\(leftOut) earlier lines are left out.") }
    if let note { notes.append(note) }
    return notes.isEmpty ? [figure] : [figure, .text(notes.joined(separator: "\n"))]
  }
}

extension TraceRecord {
  /// The details in one line, but for those that say nothing: `attempt=2 after=1 min`.
  ///
  /// - Parameter name: a detail to leave out, because it is known.
  /// - Returns: the line.
  func detailText(without name: String? = nil) -> String {
    event.details.filter { !$0.value.isEmpty && $0.name != name }
      .map { "\($0.name)=\(Self.short($0.value))" }.joined(separator: " ")
  }

  /// A detail as a reader wants it: durations in words, and nothing longer than a line.
  static func short(_ value: String) -> String {
    if value.hasSuffix(" seconds"), let seconds = Double(value.dropLast(8)) {
      return Measurement(seconds * 1_000, .milliseconds).description
    }
    if let id = shortID(value) { return id }
    let line = value.prefix { !$0.isNewline }
    return line.count > 80 ? "\(line.prefix(77))..." : String(line)
  }

  /// The beginning of an id that is too long to read: of a UUID, or of an environment's log stream.
  private static func shortID(_ value: String) -> String? {
    let id = value.drop { $0 != "]" }.dropFirst()
    let digits = id.isEmpty ? value[...] : id
    guard digits.utf8.count >= 32, digits.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
      return nil
    }
    return String(digits.prefix(8))
  }

  /// Whether the record speaks of `word`: in its component, its name or its details.
  func mentions(_ word: String) -> Bool {
    let word = word.lowercased()
    if component.lowercased() == word || event.name.contains(word) { return true }
    return event.details.contains { Self.names(word, in: $0.value.lowercased()) }
  }

  /// Tells whether a text has the word as a whole, or a long id that begins with it.
  private static func names(_ word: String, in text: String) -> Bool {
    guard text.contains(word) else { return false }
    return text.split { !$0.isLetter && !$0.isNumber && !"-_.".contains($0) }.contains { part in
      part == word || (word.count >= 8 && part.hasPrefix(word))
    }
  }
}
