/// A marked region of a source file, which a lesson shows and never copies.
///
/// In a lesson it is written `<!-- code Sources/Shop/Stages/Queued.swift#worker -->`. In the source
/// the region stands between two comments on lines of their own:
///
/// ```swift
/// // snippet: worker
/// …
/// // snippet end
/// ```
///
/// Regions do not nest, and a name occurs once in a file. The two comments are not shown, and the
/// indentation that all lines share is taken off.
public struct CodeReference: Sendable, Hashable {
  /// The file, relative to the course's directory.
  public let path: String
  /// The name of the region.
  public let region: String
  /// Where the reference stands.
  public let position: SourcePosition

  init?(_ text: Substring, at position: SourcePosition) {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, isSlug(String(parts[1])) else { return nil }
    let folders = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard !folders.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else { return nil }
    path = String(parts[0])
    region = String(parts[1])
    self.position = position
  }
}

/// The lines of a region, as they are shown.
public struct CodeExcerpt: Sendable, Hashable {
  /// The file, relative to the course's directory.
  public let path: String
  /// The number of the first line in that file.
  public let firstLine: Int
  /// The lines, without the indentation that all share.
  public let lines: [String]

  /// Cuts a region out of a source file.
  ///
  /// - Throws: what is wrong with the region's marks, or which regions there are instead.
  init(_ reference: CodeReference, in source: SourceText) throws(CourseError) {
    var open: String?
    var names: [String] = []
    var found: [Line] = []
    for line in source.lines {
      if let name = Self.opening(line) {
        guard open == nil, !names.contains(name) else {
          throw CourseError(
            problem: "\(source.file):\(line.number): the region `\(name)` is marked twice"
              + " or begins inside another",
            remedy: "End each region with `// snippet end`, and give each a name of its own"
          )
        }
        names.append(name)
        open = name
      } else if line.content == "// snippet end" {
        open = nil
      } else if open == reference.region {
        found.append(line)
      }
    }
    guard names.contains(reference.region) else {
      let known = names.isEmpty ? "none" : names.map { "`\($0)`" }.joined(separator: ", ")
      throw CourseError(
        problem: "\(reference.path) has no region `\(reference.region)`",
        remedy: "Mark it with `// snippet: \(reference.region)` and `// snippet end`;"
          + " regions there: \(known)"
      )
    }
    guard open != reference.region, let first = found.first else {
      throw CourseError(
        problem: "the region `\(reference.region)` of \(reference.path) is empty or not ended",
        remedy: "Write `// snippet end` below its last line"
      )
    }
    let shared = found.filter { !$0.isBlank }.map(\.indent).min() ?? 0
    path = reference.path
    firstLine = first.number
    lines = found.map { String($0.text.dropFirst(shared)) }
  }

  private static func opening(_ line: Line) -> String? {
    let mark = "// snippet:"
    guard line.content.hasPrefix(mark) else { return nil }
    return String(line.content.dropFirst(mark.count).trimmed)
  }
}
