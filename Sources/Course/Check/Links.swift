/// The links to files in a Markdown text.
struct Links {
  private struct Link {
    let target: String
    let position: SourcePosition
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

  /// The links whose file is not there.
  ///
  /// Links to other hosts and within the page are not followed.
  func findings(in directory: String) -> [Finding] {
    links.compactMap { link -> Finding? in
      let path = link.target.prefix { $0 != "#" }
      if path.isEmpty || path.contains(":") { return nil }
      let file = link.position.file
      let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      let target = joined(directory, folder + String(path))
      if FileAccess.isFile(target) || FileAccess.isDirectory(target) { return nil }
      return Finding(
        at: link.position,
        problem: "the link leads to `\(path)`, which is not there",
        remedy: "Write a path from the directory of this file"
      )
    }
  }
}
