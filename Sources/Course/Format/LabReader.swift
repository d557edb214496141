import Playground

/// Makes a lab out of its fences: `lab`, `run`, `check`, `solution`, `mutant`.
struct LabReader {
  /// What asks: "a question of type `lab`".
  let asker: String
  let line: Int

  func read(_ content: SectionContent, into findings: inout FindingCollector) -> Lab? {
    func only(_ word: String, _ example: String) -> Fence? {
      let found = content.labFences.filter { $0.word == word }
      if found.isEmpty {
        findings.add(line, 1, "\(asker) has no `\(word)` fence", "Write \(example)")
      }
      for extra in found.dropFirst() {
        findings.add(extra.line, 1, "\(asker) has a second `\(word)` fence", "Take one out")
      }
      return found.first
    }
    let starter = only("lab", "```lab file=queue.json with what the learner begins with")
    let checks = only("check", "```check with a line `a | 1 | - | orders.lost == 0 | message`")
    let solution = only("solution", "```solution with a file that passes all checks")
    if content.scripts.count != 1 {
      findings.add(
        line,
        1,
        "\(asker) has \(content.scripts.count) run fences and takes 1",
        "Write one ```run seed=7 that names the learner's file, as in `@queue.json`"
      )
    }
    guard let starter, let checks, let solution, let script = content.scripts.first else {
      return nil
    }
    let read = self.checks(in: checks, into: &findings)
    let mutants = content.labFences.filter { $0.word == "mutant" }.compactMap {
      mutant($0, of: read, into: &findings)
    }
    if !content.labFences.contains(where: { $0.word == "mutant" }) {
      findings.add(
        line,
        1,
        "\(asker) has no `mutant` fence",
        "Write ```mutant fails=\(read.first?.id ?? "a") with a file that is wrong in that way"
      )
    }
    let file = file(of: starter, into: &findings)
    if !script.text.contains(file) {
      findings.add(
        script.position,
        "the run never names the learner's file",
        "Use `@\(file)` where the file is to be read"
      )
    }
    return Lab(
      file: file,
      starter: starter.text,
      script: script,
      checks: read,
      solution: solution.text,
      mutants: mutants,
      position: findings.position(starter.line)
    )
  }

  /// The name in `file=queue.json`.
  private func file(of fence: Fence, into findings: inout FindingCollector) -> String {
    let value = Self.value(of: "file", in: fence, example: "file=queue.json", into: &findings)
    guard let value else { return "answer" }
    if !ScriptFile.isName(value.text) {
      findings.add(
        fence.line,
        value.column,
        "`\(value.text)` is not a file's name",
        "Use letters, digits, dots and hyphens, such as `queue.json`"
      )
    }
    return value.text
  }

  /// The value of the one option that a fence takes.
  private static func value(
    of key: String,
    in fence: Fence,
    example: String,
    into findings: inout FindingCollector
  ) -> (text: String, column: Int)? {
    guard fence.options.count == 1, let option = fence.options.first,
      option.text.hasPrefix(key + "="), option.text.count > key.count + 1
    else {
      findings.add(
        fence.line,
        fence.options.first?.column ?? 1,
        "a fence `\(fence.word)` takes one option, `\(key)`",
        "Write ```\(fence.word) \(example)"
      )
      return nil
    }
    return (String(option.text.dropFirst(key.count + 1)), option.column)
  }

  // MARK: Checks

  private static let form =
    "Write `a | 1 | - | orders.lost == 0 | An order is lost`: id, points, needs, assertion, message"

  private func checks(in fence: Fence, into findings: inout FindingCollector) -> [Lab.Check] {
    var checks: [Lab.Check] = []
    for line in fence.body where !line.isBlank && line.content.first != "#" {
      let cells = line.text.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
      guard cells.count == 5, cells.allSatisfy({ !$0.trimmed.isEmpty }) else {
        findings.add(
          line.number,
          line.contentColumn,
          "this check has no five filled cells",
          Self.form
        )
        continue
      }
      if let check = check(cells.map(\.trimmed), line, after: checks, into: &findings) {
        checks.append(check)
      }
    }
    if checks.isEmpty { findings.add(fence.line, 1, "there is no check", Self.form) }
    return checks
  }

  private func check(
    _ cells: [Substring],
    _ line: Line,
    after earlier: [Lab.Check],
    into findings: inout FindingCollector
  ) -> Lab.Check? {
    func place(_ cell: Substring) -> SourcePosition {
      findings.position(line.number, line.column(of: cell.startIndex))
    }
    let id = String(cells[0])
    guard isSlug(id), !earlier.contains(where: { $0.id == id }) else {
      findings.add(
        place(cells[0]),
        "`\(id)` is not the id of a check, or there are two",
        "Use small letters, digits and hyphens, each id once"
      )
      return nil
    }
    guard let points = Int(cells[1]), (1...100).contains(points) else {
      findings.add(
        place(cells[1]),
        "`\(cells[1])` is not a number of points",
        "Write a whole number from 1 to 100"
      )
      return nil
    }
    var needs: [String] = []
    if cells[2] != "-" {
      needs = cells[2].split(separator: ",").map { String($0.trimmed) }
      for need in needs where !earlier.contains(where: { $0.id == need }) {
        findings.add(
          place(cells[2]),
          "there is no check `\(need)` above this one",
          "Name checks that come before, or write `-`"
        )
      }
    }
    return Lab.Check(
      id: id,
      points: points,
      needs: needs,
      assertion: Condition(text: String(cells[3]), position: place(cells[3])),
      message: String(cells[4])
    )
  }

  // MARK: Mutants

  private func mutant(
    _ fence: Fence,
    of checks: [Lab.Check],
    into findings: inout FindingCollector
  ) -> Lab.Mutant? {
    let value = Self.value(of: "fails", in: fence, example: "fails=a", into: &findings)
    guard let value else { return nil }
    let fails = value.text.split(separator: ",").map(String.init)
    for id in fails where !checks.contains(where: { $0.id == id }) {
      let ids = checks.map(\.id)
      findings.add(
        fence.line,
        value.column,
        "there is no check `\(id)`",
        (Spelling.nearest(to: id, among: ids).map { "Did you mean `\($0)`? " } ?? "")
          + "The checks are \(ids.joined(separator: ", "))"
      )
    }
    return Lab.Mutant(text: fence.text, fails: fails, position: findings.position(fence.line))
  }
}
