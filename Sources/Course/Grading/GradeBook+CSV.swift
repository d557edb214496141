import JSON

extension GradeBook {
  /// The grades as a table, one line for each learner and each file that was not graded (RFC 4180).
  ///
  /// Lines end with CR LF, numbers have a decimal point whatever the locale. A text that a
  /// spreadsheet would take for a formula gets an apostrophe in front.
  public var csv: String {
    let head =
      ["learner", "name", "file", "submitted", "points", "possible", "percent", "passed"]
      + quiz.items.flatMap { [$0.id, "\($0.id) answer"] } + ["problem"]
    var lines = [head.map(Self.cell)]
    for graded in submissions { lines.append(row(of: graded)) }
    let blanks = Array(repeating: "", count: quiz.items.count * 2)
    for file in rejected {
      let problem = file.findings.map(\.description).joined(separator: "\n")
      let cells = [file.learner ?? "", "", file.file, "", "", "", "", ""] + blanks + [problem]
      lines.append(cells.map { Self.cell(Self.harmless($0)) })
    }
    return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private func row(of graded: GradedSubmission) -> [String] {
    var cells = [graded.learner, graded.submission.name ?? "", graded.file].map(Self.harmless)
    cells += [
      graded.submission.submitted?.description ?? "", Self.number(graded.points),
      "\(graded.possible)", Self.number(graded.percent),
      graded.passes(quiz.header.pass) ? "yes" : "no",
    ]
    for (item, answer) in zip(quiz.items, graded.answers) {
      cells.append(answer.score.map(Self.number) ?? "")
      let text = answer.response?.text(for: item) ?? ""
      if case .number = answer.response {
        cells.append(text)
      } else {
        cells.append(Self.harmless(text))
      }
    }
    return (cells + [""]).map(Self.cell)
  }

  private static func number(_ value: Double) -> String { rounded(value).literal }

  /// A text in quotes where a comma, a quote or a line end asks for it.
  private static func cell(_ text: String) -> String {
    let special: Set<UInt8> = [0x22, 0x2C, 0x0A, 0x0D]
    guard
      text.utf8.contains(where: { special.contains($0) }) || text.utf8.first == 0x20
        || text.utf8.last == 0x20
    else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func harmless(_ text: String) -> String {
    text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } == true ? "'" + text : text
  }
}
