import JSON
import Playground

/// Reads the two forms of a submission into entries, and the entries into answers.
struct SubmissionReader {
  /// One `key = value`, wherever it came from.
  private struct Entry {
    let key: String
    let isHeader: Bool
    var value: String
    let line: Int
    let column: Int
  }

  /// Beyond this many findings a file is noise.
  private static let patience = 20

  private let quiz: Quiz
  private var findings: FindingCollector
  private var entries: [Entry] = []
  private var attachments: [String] = []
  private var isHopeless: Bool { findings.findings.count >= Self.patience }

  init(quiz: Quiz, file: String) {
    self.quiz = quiz
    findings = FindingCollector(file: file)
  }

  // MARK: Lines

  mutating func readLines(_ lines: [Line]) {
    var index = 0
    while index < lines.count, !isHopeless {
      let line = lines[index]
      index += 1
      if line.isBlank || line.content.first == "#" { continue }
      guard line.indent == 0 else {
        findings.add(
          line.number,
          line.contentColumn,
          "this line is indented and belongs to no answer",
          "Write `q1 = b` at the beginning of a line, or a block below `q1 =`"
        )
        continue
      }
      guard var entry = head(of: line) else { continue }
      if entry.value.isEmpty {
        let block = Self.block(lines[index...])
        entry.value = block.text
        index += block.count
      }
      add(entry)
    }
  }

  /// Reads `key: value` of a header or `key = value` of an item.
  private mutating func head(of line: Line) -> Entry? {
    let key = line.text.prefix { $0 != "=" && $0 != ":" }
    guard key.endIndex < line.text.endIndex else {
      findings.add(
        line.number,
        1,
        "this line answers nothing",
        "Write `q1 = b`, one item a line"
      )
      return nil
    }
    let word = String(key.trimmed)
    let isHeader = SubmissionHeader.words.contains(word)
    if (line.text[key.endIndex] == ":") != isHeader {
      findings.add(
        line.number,
        key.count + 1,
        "`\(word.prefix(40))` is not followed by the right mark",
        isHeader ? "Write `\(word): …`" : "Write `q1 = b`, with an equals sign"
      )
      return nil
    }
    let value = line.text[line.text.index(after: key.endIndex)...].trimmed
    return Entry(key: word, isHeader: isHeader, value: String(value), line: line.number, column: 1)
  }

  /// The indented lines below an item, without the indentation they share.
  private static func block(_ lines: ArraySlice<Line>) -> (text: String, count: Int) {
    let whole = lines.prefix { $0.isBlank || $0.indent > 0 }
    guard let last = whole.lastIndex(where: { !$0.isBlank }) else { return ("", 0) }
    let block = whole[...last]
    let shared = block.filter { !$0.isBlank }.map {
      $0.text.prefix { $0 == " " || $0 == "\t" }.count
    }
    let text = block.map { String($0.text.dropFirst(shared.min() ?? 0)) }.joined(separator: "\n")
    return (text, block.count)
  }

  // MARK: JSON

  mutating func readJSON(_ source: SourceText) {
    let text = source.lines.map(\.text).joined(separator: "\n")
    var tokenizer = JSONTokenizer(text)
    do throws(JSONError) {
      _ = try tokenizer.next()
      while !isHopeless {
        let key = try tokenizer.next()
        if key.kind == .endObject {
          _ = try tokenizer.next()
          return
        }
        let (line, column) = place(of: key, in: source)
        let word = tokenizer.string(of: key)
        guard let value = try value(&tokenizer) else {
          findings.add(
            line,
            column,
            "the answer to `\(word)` is neither a text, a number, a truth nor a list",
            "Write \"\(word)\": \"b\" or a list such as [\"a\", \"c\"]"
          )
          continue
        }
        if value.unicodeScalars.contains(where: {
          $0.value < 0x20 && !"\n\r\t".unicodeScalars.contains($0)
        }) {
          findings.add(
            line,
            column,
            "the answer to `\(word)` holds a control character",
            "Take it out"
          )
          continue
        }
        let isHeader = SubmissionHeader.words.contains(word)
        add(Entry(key: word, isHeader: isHeader, value: value, line: line, column: column))
      }
    } catch {
      let line = min(error.line, source.lines.count)
      let column = min(error.column, source.lines[line - 1].text.count + 1)
      findings.add(line, column, error.problem, error.remedy)
    }
  }

  /// Where a token stands; its range counts bytes.
  private func place(of token: JSONToken, in source: SourceText) -> (line: Int, column: Int) {
    var offset = max(0, token.range.lowerBound - 1)
    for line in source.lines {
      let length = line.text.utf8.count + 1
      if offset < length {
        return (
          line.number, String(decoding: line.text.utf8.prefix(offset), as: UTF8.self).count + 1
        )
      }
      offset -= length
    }
    return (source.lines.count, 1)
  }

  /// A value as the line form would write it; nil for an object or a list of other things.
  private func value(_ tokenizer: inout JSONTokenizer) throws(JSONError) -> String? {
    var depth = 0
    var parts: [String]? = []
    var isList = false
    repeat {
      let token = try tokenizer.next()
      switch token.kind {
      case .beginArray where depth == 0:
        isList = true
        depth += 1
      case .beginArray, .beginObject:
        depth += 1
        parts = nil
      case .endArray, .endObject: depth -= 1
      case .string: parts?.append(tokenizer.string(of: token))
      case .number: parts?.append(tokenizer.number(of: token).literal)
      case .true: parts?.append("true")
      case .false: parts?.append("false")
      case .null where !isList: break
      case .null, .key, .end: parts = nil
      }
    } while depth > 0
    return parts?.joined(separator: ", ")
  }

  // MARK: Answers

  private mutating func add(_ entry: Entry) {
    if let twin = entries.first(where: { $0.key == entry.key }) {
      findings.add(
        entry.line,
        entry.column,
        "`\(entry.key)` is given twice, first on line \(twin.line)",
        "Keep one of the two"
      )
    } else if entry.isHeader || quiz.item(entry.key) != nil {
      entries.append(entry)
    } else {
      let ids = quiz.items.map(\.id)
      let nearest =
        Spelling.nearest(to: entry.key, among: ids).map { "Did you mean `\($0)`? " } ?? ""
      findings.add(
        entry.line,
        entry.column,
        "the quiz `\(quiz.header.id)` has no item `\(entry.key.prefix(40))`",
        nearest + "Its items are \(ids.joined(separator: ", "))"
      )
    }
  }

  mutating func finish(readFile: (String) throws -> String) -> Parsed<Submission> {
    var answers: [String: Response] = [:]
    for entry in entries where !entry.isHeader && !isHopeless {
      if let item = quiz.item(entry.key) {
        answers[entry.key] = answer(entry, to: item, readFile: readFile)
      }
    }
    let headers = readHeaders()
    if isHopeless {
      let last = findings.sorted[Self.patience - 1].position
      findings.add(last, "reading stops here, after \(Self.patience) mistakes", "Mend these first")
    }
    guard let learner = headers.learner else {
      return Parsed(value: nil, findings: findings.sorted)
    }
    let submission = Submission(
      learner: learner,
      name: headers.name,
      submitted: headers.submitted,
      answers: answers,
      attachments: attachments
    )
    return Parsed(value: submission, findings: findings.sorted)
  }

  // MARK: Headers

  private mutating func readHeaders() -> (learner: String?, name: String?, submitted: Timestamp?) {
    var values: [SubmissionHeader: String] = [:]
    var submitted: Timestamp?
    for entry in entries where entry.isHeader && !isHopeless {
      guard let header = SubmissionHeader(rawValue: entry.key), let value = value(of: entry)
      else { continue }
      values[header] = value
      switch header {
      case .learner, .name: break
      case .submitted:
        submitted = Timestamp(handedIn: value)
        if submitted == nil {
          findings.add(
            entry.line,
            entry.column,
            "`\(value)` is not a time",
            "Write `submitted: 2026-11-22T18:30`, or take the line out"
          )
        }
      case .sheet where value != quiz.sheet:
        findings.add(
          entry.line,
          entry.column,
          "the sheet `\(value)` was printed from another wording than `\(quiz.sheet)`",
          "Fill in a new one: letters may have changed"
        )
      case .sheet: break
      }
    }
    if !entries.contains(where: { $0.key == SubmissionHeader.learner.rawValue }), !isHopeless {
      findings.add(1, 1, "nobody is named", "Begin the submission with `learner: YOUR-ID`")
    }
    return (values[.learner], values[.name], submitted)
  }

  private mutating func value(of entry: Entry) -> String? {
    let isWhole = !entry.value.isEmpty && entry.value.count <= 200
    if isWhole, !entry.value.contains(where: \.isNewline) { return entry.value }
    findings.add(
      entry.line,
      entry.column,
      "`\(entry.key)` has no value, or a very long one",
      "Write it on one line, in at most 200 characters"
    )
    return nil
  }

  private mutating func answer(
    _ entry: Entry,
    to item: QuizItem,
    readFile: (String) throws -> String
  ) -> Response? {
    var text = entry.value
    if text.first == "@" {
      let name = String(text.dropFirst().trimmed)
      do {
        attachments.append(name)
        text = try readFile(name)
      } catch {
        let reason =
          (error as? FileFailure)?.reason ?? (error as? CourseError)?.problem ?? "\(error)"
        findings.add(
          entry.line,
          entry.column,
          "the file `\(name)` for `\(item.id)` cannot be read: \(reason)",
          "Put the file beside the submission, or write the answer as an indented block"
        )
        return nil
      }
    }
    do throws(ResponseError) {
      return try Response.parse(text, for: item)
    } catch {
      findings.add(
        entry.line,
        entry.column,
        "\(item.id), a question of type \(item.question.type): \(error.problem)",
        error.remedy
      )
      return nil
    }
  }
}
