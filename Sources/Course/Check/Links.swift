import Playground

/// The links to files in a Markdown text.
struct Links {
  private struct Link {
    let target: String
    let position: SourcePosition

    /// The file that it leads to, relative to the course's directory; nil for another host and for
    /// a place within the page.
    var file: String? {
      let path = target.prefix { $0 != "#" }
      if path.isEmpty || path.contains(":") { return nil }
      let folder = position.file.lastIndex(of: "/").map { String(position.file[...$0]) } ?? ""
      return folder + String(path)
    }

    /// The heading that it leads to, as code hosts spell it; nil for a whole file.
    var anchor: String? {
      guard !target.contains(":"), let mark = target.firstIndex(of: "#") else { return nil }
      return String(target[target.index(after: mark)...])
    }
  }

  private var links: [Link] = []

  /// Finds `[text](target)` outside of fences and code spans.
  init(of source: SourceText) {
    var fence: (mark: Character, length: Int)?
    for line in source.lines {
      if let open = fence {
        if line.closes(mark: open.mark, length: open.length) { fence = nil }
        continue
      }
      if let opening = line.fenceOpening {
        fence = (opening.mark, opening.length)
        continue
      }
      var rest = line.text[...]
      while let start = rest.firstRange(of: "](") {
        rest = rest[start.upperBound...]
        guard let end = rest.firstIndex(of: ")") else { break }
        let before = line.text[..<start.lowerBound]
        if before.count(where: { $0 == "`" }).isMultiple(of: 2) {
          let position = SourcePosition(
            file: source.file,
            line: line.number,
            column: line.column(of: rest.startIndex)
          )
          links.append(Link(target: String(rest[..<end]), position: position))
        }
      }
    }
  }

  /// The files that the links lead to, relative to the course's directory.
  var files: [String] { links.compactMap(\.file) }

  /// The links whose file is not there.
  func findings(in directory: String) -> [Finding] {
    links.compactMap { link -> Finding? in
      let file = link.file ?? (link.anchor == nil ? nil : link.position.file)
      guard let file else { return nil }
      let target = joined(directory, file)
      if FileAccess.isFile(target) || FileAccess.isDirectory(target) {
        return link.anchor.flatMap { Self.finding(anchor: $0, of: link, in: target) }
      }
      return Finding(
        at: link.position,
        problem: "the link leads to `\(link.target)`, which is not there",
        remedy: "Write a path from the directory of this file"
      )
    }
  }

  /// What is wrong with an anchor; nil when a heading of the file answers to it.
  private static func finding(anchor: String, of link: Link, in target: String) -> Finding? {
    guard let source = try? SourceText(path: target, shownAs: target) else { return nil }
    let headings = source.lines.filter { $0.text.hasPrefix("#") }.map { heading(of: $0.text) }
    guard !headings.contains(anchor) else { return nil }
    let nearest = Spelling.nearest(to: anchor, among: headings).map { "Did you mean `#\($0)`?" }
    return Finding(
      at: link.position,
      problem: "no heading answers to `#\(anchor)`",
      remedy: nearest ?? "Write the heading in small letters, with hyphens for spaces"
    )
  }

  /// A heading as code hosts make an anchor of it.
  private static func heading(of line: String) -> String {
    String(
      line.drop { $0 == "#" }.trimmed.lowercased().compactMap { letter -> Character? in
        if letter == " " { return "-" }
        return letter.isLetter || letter.isNumber || letter == "-" || letter == "_" ? letter : nil
      }
    )
  }
}

/// The files among lessons and quizzes that are neither, and to which nothing leads.
struct UnusedFiles {
  let library: Library

  init(in library: Library) { self.library = library }

  var findings: [Finding] {
    let pages = library.lessons.map(\.file) + library.quizzes.map(\.file)
    let linked = pages.flatMap { file in
      (try? library.source(file)).map { Links(of: $0).files } ?? []
    }
    let used = Set((pages + linked).map(Self.plain))
    return ["lessons", "quizzes"].flatMap { folder -> [Finding] in
      let names = (try? FileAccess.names(in: joined(library.directory, folder))) ?? []
      return names.map { "\(folder)/\($0)" }.filter { file in
        // A page with mistakes in its front matter is reported for those.
        !used.contains(file) && !file.hasSuffix(".md")
      }.map {
        Finding(
          at: SourcePosition(file: $0, line: 1, column: 1),
          problem: "nothing leads to this file",
          remedy: "Link to it from a lesson, or take it away"
        )
      }
    }
  }

  /// The path without `.` and with each `..` taken up.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
