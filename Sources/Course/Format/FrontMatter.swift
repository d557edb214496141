/// The `key: value` lines between the two `---` lines at the head of a file.
struct FrontMatter {
  private struct Entry {
    let value: String
    let line: Int
    let column: Int
  }

  private var entries: [String: Entry] = [:]
  /// The index of the first line after the front matter.
  private(set) var end = 0

  /// Reads the front matter, and reports what is wrong with its form and its keys.
  init(lines: [Line], keys: Vocabulary, into findings: inout FindingCollector) {
    guard let first = lines.first, first.text.withoutTrailingSpace == "---" else {
      findings.add(
        1,
        1,
        "the front matter is missing",
        "Begin the file with a line `---`, then `id: …`"
      )
      return
    }
    for line in lines.dropFirst() {
      if line.text.withoutTrailingSpace == "---" {
        end = line.number
        return
      }
      if line.text.hasPrefix("#") {
        break
      }
      read(line, keys: keys, into: &findings)
    }
    let last = lines.first { $0.text.hasPrefix("#") }.map { $0.number - 1 } ?? lines.count
    findings.add(
      1,
      1,
      "the front matter is not closed",
      "Write a line `---` below its last `key: value` line"
    )
    end = last
  }

  private mutating func read(
    _ line: Line,
    keys: Vocabulary,
    into findings: inout FindingCollector
  ) {
    if line.isBlank { return }
    guard let colon = line.text.firstIndex(of: ":") else {
      findings.add(
        line.number,
        line.contentColumn,
        "this line of the front matter has no colon",
        "Write `key: value`"
      )
      return
    }
    let key = String(line.text[..<colon].trimmed)
    let value = line.text[line.text.index(after: colon)...].trimmed
    if let complaint = keys.complaint(about: key) {
      findings.add(line.number, line.contentColumn, complaint.problem, complaint.remedy)
    } else if let earlier = entries[key] {
      findings.add(
        line.number,
        line.contentColumn,
        "`\(key)` is given twice, first on line \(earlier.line)",
        "Keep one of the two"
      )
    } else if value.isEmpty {
      findings.add(
        line.number,
        line.contentColumn,
        "`\(key)` has no value",
        "Write one after the colon, or take the line out"
      )
      entries[key] = Entry(value: "", line: line.number, column: line.contentColumn)
    } else {
      entries[key] = Entry(
        value: String(value),
        line: line.number,
        column: line.column(of: value.startIndex)
      )
    }
  }

  /// Where a key's value stands; the first line when the key is absent.
  func position(of key: String, in findings: FindingCollector) -> SourcePosition {
    entries[key].map { findings.position($0.line, $0.column) } ?? findings.position(1)
  }

  /// The value of a key; a missing one is reported unless it may be absent.
  func text(
    _ key: String,
    optional: Bool = false,
    into findings: inout FindingCollector
  ) -> String? {
    guard let entry = entries[key] else {
      if !optional && end > 0 {
        findings.add(1, 1, "the front matter lacks `\(key)`", "Add a line `\(key): …`")
      }
      return nil
    }
    return entry.value.isEmpty ? nil : entry.value
  }

  /// The value of a key that names something.
  func slug(
    _ key: String,
    optional: Bool = false,
    into findings: inout FindingCollector
  ) -> String? {
    guard let value = text(key, optional: optional, into: &findings) else { return nil }
    guard isSlug(value) else {
      findings.add(
        position(of: key, in: findings),
        "`\(value)` is not a name for `\(key)`",
        "Use small letters, digits and hyphens, such as `one-box`"
      )
      return nil
    }
    return value
  }

  /// The whole number of a key.
  func number(
    _ key: String,
    in range: ClosedRange<Int>,
    optional: Bool = false,
    into findings: inout FindingCollector
  ) -> Int? {
    guard let value = text(key, optional: optional, into: &findings) else { return nil }
    guard let number = Int(value), range.contains(number) else {
      findings.add(
        position(of: key, in: findings),
        "`\(key): \(value)` is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        "Write digits only"
      )
      return nil
    }
    return number
  }

  /// The words of a key's comma list, each with its place.
  func list(
    _ key: String,
    optional: Bool = false,
    into findings: inout FindingCollector
  ) -> [(word: String, position: SourcePosition)] {
    guard let value = text(key, optional: optional, into: &findings), let entry = entries[key]
    else { return [] }
    var words: [(word: String, position: SourcePosition)] = []
    for part in value.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.trimmed
      let start = word.isEmpty ? part.startIndex : word.startIndex
      let column = entry.column + value.distance(from: value.startIndex, to: start)
      let position = findings.position(entry.line, column)
      if word.isEmpty {
        findings.add(position, "`\(key)` has an empty entry", "Take the extra comma out")
      } else if words.contains(where: { $0.word == word }) {
        findings.add(position, "`\(key)` names `\(word)` twice", "Keep one of the two")
      } else {
        words.append((String(word), position))
      }
    }
    return words
  }
}
