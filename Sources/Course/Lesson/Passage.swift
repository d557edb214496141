/// A stretch of a lesson or of a question: what the learner reads, in order.
public struct Passage: Sendable, Hashable {
  /// One piece of what is read.
  public enum Part: Sendable, Hashable {
    /// Markdown, with the line of the file on which it begins.
    case markdown(String, line: Int)
    /// Code of the package, shown from where it lives.
    case code(CodeReference)
    /// A script of the command language.
    case script(RunScript)
    /// A file that scripts can read.
    case file(ScriptFile)
  }

  /// The pieces, without hints and without notes.
  public var parts: [Part] = []
  /// Hints by level: where to look, what to notice, nearly the answer.
  public var hints: [Hint] = []
  /// What only an instructor sees.
  public var notes: [InstructorNote] = []

  /// The Markdown of the passage alone.
  public var markdown: String {
    parts.compactMap { part -> String? in
      guard case .markdown(let text, _) = part else { return nil }
      return text
    }.joined(separator: "\n\n")
  }
}

/// One step of help, shown when it is asked for.
public struct Hint: Sendable, Hashable {
  /// From 1; each level says more than the one before.
  public let level: Int
  /// What the hint is about: "where to look".
  public let title: String
  /// The help, in Markdown.
  public let text: String
  /// Where it stands.
  public let position: SourcePosition

  init?(opening: Substring, body: [String], at position: SourcePosition) {
    let head = opening.filter { $0 != " " && $0 != "\t" }
    guard head.hasPrefix("<details><summary>Hint"), opening.hasSuffix("</summary>"),
      let start = opening.firstRange(of: "Hint")
    else { return nil }
    let content = opening[start.upperBound...].dropLast("</summary>".count)
    let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let level = Int(parts[0].trimmed), (1...9).contains(level) else {
      return nil
    }
    self.level = level
    title = String(parts[1].trimmed)
    text = withoutBlankEnds(body).joined(separator: "\n")
    self.position = position
  }
}

/// What an instructor says or asks at one point, and how long it takes.
public struct InstructorNote: Sendable, Hashable {
  /// The minutes that the room needs for it.
  public let minutes: Int
  /// The note, in Markdown.
  public let text: String
  /// Where it stands.
  public let position: SourcePosition

  init?(_ comment: Substring, at position: SourcePosition) {
    let parts = comment.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let time = parts[0].trimmed
    let text = parts[1].split(separator: "\n").map { String($0.trimmed) }
    guard time.last == "m", let minutes = Int(time.dropLast()), (0...240).contains(minutes),
      text.contains(where: { !$0.isEmpty })
    else { return nil }
    self.minutes = minutes
    self.text = withoutBlankEnds(text).joined(separator: "\n")
    self.position = position
  }
}

/// The lines without empty ones at both ends.
func withoutBlankEnds(_ lines: [String]) -> [String] {
  guard let first = lines.firstIndex(where: { !$0.trimmed.isEmpty }),
    let last = lines.lastIndex(where: { !$0.trimmed.isEmpty })
  else { return [] }
  return Array(lines[first...last])
}
