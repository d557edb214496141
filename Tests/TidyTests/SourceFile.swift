import FoundationEssentials
import Testing

/// One Swift file of this package, as the rules of this target see it.
struct SourceFile: Sendable, CustomTestStringConvertible {
  /// The path below the package's root.
  let path: String
  let lines: [String]

  var testDescription: String { path }
  /// The target that the file belongs to.
  var target: String { String(path.split(separator: "/")[1]) }

  /// The package's root: three folders above this file.
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// Every Swift file below `folder`, in the order of their paths.
  static func all(in folder: String) throws -> [SourceFile] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOfFile: "\(root)/\(folder)/\(path)", encoding: .utf8)
      return SourceFile(
        path: "\(folder)/\(path)",
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      )
    }
  }

  /// The lines without comments and without the insides of string literals, from line 1.
  var code: [(number: Int, text: String)] {
    var isInLongString = false
    return lines.enumerated().map { index, line in
      let delimiters = line.components(of: "\"\"\"")
      if delimiters % 2 == 1 {
        isInLongString.toggle()
        return (index + 1, "")
      }
      return (index + 1, isInLongString ? "" : line.withoutCommentAndStrings)
    }
  }

  /// The modules that the file imports, with the line of each.
  var imports: [(number: Int, module: String)] {
    code.compactMap { number, text in
      let words = text.split(separator: " ")
      guard let word = words.firstIndex(of: "import"), word + 1 < words.count,
        words[..<word].allSatisfy({ ["public", "internal", "private", "@testable"].contains($0) })
      else { return nil }
      return (number, String(words[word + 1]))
    }
  }
}

extension String {
  fileprivate func components(of separator: String) -> Int {
    ranges(of: separator).count
  }

  /// The line's code: what stands before `//`, with every string literal emptied.
  fileprivate var withoutCommentAndStrings: String {
    var kept = ""
    var isInString = false
    var previous: Character?
    for character in self {
      if character == "\"", previous != "\\" { isInString.toggle() }
      if !isInString, character == "/", previous == "/" { return String(kept.dropLast()) }
      if !isInString || character == "\"" { kept.append(character) }
      previous = previous == "\\" && character == "\\" ? nil : character
    }
    return kept
  }
}
