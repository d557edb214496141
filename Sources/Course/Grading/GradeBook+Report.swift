public import Figures
import JSON

extension GradeBook {
  /// The grades and their summary for a reader.
  public var figures: [Figure] {
    let summary = GradeSummary(of: self)
    var figures: [Figure] = [.text(headline(summary))]
    if !submissions.isEmpty {
      figures += [.table(learners), .table(items(summary)), .text(Self.legend)]
      if submissions.count < ItemStatistics.enough {
        figures.append(
          .text(
            "Too few: \(submissions.count.counting("answer says", "answers say")) little about an item;"
              + " \(ItemStatistics.enough) are needed for the flags."
          )
        )
      }
      figures.append(.table(objectives(summary)))
      if !summary.misconceptions.isEmpty { figures.append(.table(misconceptions(summary))) }
    }
    let alike = lookalikes
    if !alike.isEmpty {
      let lines = alike.map { $0.joined(separator: " and ") }
      figures.append(
        .text((["Look alike, and are graded apart:"] + lines).joined(separator: "\n"))
      )
    }
    let repeated = submissions.filter { !$0.earlier.isEmpty }
    if !repeated.isEmpty { figures.append(.text(Self.words(on: repeated))) }
    if !broken.isEmpty {
      let lines = broken.map { "\($0.item): \($0.problem)." }
      figures.append(
        .text((["Not graded, through no fault of a learner's:"] + lines).joined(separator: "\n"))
      )
    }
    if let words = rejectedWords { figures.append(.text(words)) }
    return figures
  }

  /// The files that were not graded, each with its lines and reasons; nil when there are none.
  public var rejectedWords: String? {
    guard !rejected.isEmpty else { return nil }
    let graded = Set(submissions.map(\.learner))
    let lines = rejected.flatMap { file -> [String] in
      let known = file.learner.flatMap { graded.contains($0) ? $0 : nil }
      let note = known.map { ["  (another file of \($0) is graded)"] } ?? []
      return file.findings.map(\.description) + note
    }
    let count = rejected.count.counting("file was", "files were")
    return (["\(count) not graded:"] + lines).joined(separator: "\n")
  }

  /// Learners whose ids differ in nothing but case and spaces: perhaps one who was mistyped.
  private var lookalikes: [[String]] {
    let plain = Dictionary(grouping: submissions.map(\.learner)) { id in
      String(id.lowercased().filter { !$0.isWhitespace })
    }
    return plain.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private func headline(_ summary: GradeSummary) -> String {
    let count = submissions.count
    guard let mean = meanPercent else { return "\(quiz.header.title): nothing is graded." }
    let learners = count.counting("learner")
    let refused =
      rejected.isEmpty
      ? "" : " \(rejected.count.counting("more file")) could not be read, see below;"
    return "\(quiz.header.title): \(learners) graded,\(refused) \(passed) passed"
      + " (pass mark \(quiz.header.pass) %), mean \(Self.number(mean)) %"
      + (count < ItemStatistics.enough
        ? "." : ", alpha \(Self.number(summary.alpha, places: 2)).")
  }

  private static let legend =
    "n: who reached the item. Facility: the mean score in percent. Discr.: how it goes with the rest"
    + " of the score, from -100 to 100; Eff.: the same, as a share of what is possible. D: the best"
    + " 27 % less the weakest 27 %. Alpha (Cronbach's): how far all items measure one thing, up to 1."

  private static func words(on repeated: [GradedSubmission]) -> String {
    let shown = repeated.prefix(10).map { "\($0.learner): \($0.file)" }
    let more = repeated.count > 10 ? ["and \(repeated.count - 10) more"] : []
    return (["Handed in more than once; the latest counts:"] + shown + more)
      .joined(separator: "\n")
  }

  // MARK: Tables

  private var learners: Table {
    Table(
      title: "Learners",
      columns: [
        "Learner", "Name", .init("Points", .trailing), .init("Percent", .trailing), "", "File",
      ],
      rows: submissions.map { graded in
        let passes = graded.passes(quiz.header.pass)
        return [
          Span(graded.learner), Span(graded.submission.name ?? ""),
          Span("\(Self.number(graded.points)) of \(graded.possible)"),
          Span("\(Self.number(graded.percent)) %"),
          passes ? Span("passed", .good) : Span("not passed", .bad), Span(graded.file, .muted),
        ]
      }
    )
  }

  private func items(_ summary: GradeSummary) -> Table {
    Table(
      title: "Items",
      columns: ["Item", .init("n", .trailing)]
        + ["Facility", "Discr.", "Eff.", "D"].map { .init($0, .trailing) } + ["Flags"],
      rows: summary.items.map { item in
        // With few answers these say more about chance than about the item.
        let isEnough = item.count >= ItemStatistics.enough
        return [
          Span(item.item), Span("\(item.count)"), Span(Self.percent(item.facility)),
          Span(Self.number(isEnough ? item.discrimination : nil, places: 0)),
          Span(Self.number(isEnough ? item.efficiency : nil, places: 0)),
          Span(Self.percent(isEnough ? item.upperLower : nil)),
          Span(item.flags.map(\.words).joined(separator: "; "), .warning),
        ]
      }
    )
  }

  private func objectives(_ summary: GradeSummary) -> Table {
    Table(
      title: "Objectives",
      columns: [
        "Objective", "Items", .init("n", .trailing), .init("Mean", .trailing),
        .init("Passed", .trailing), "What",
      ],
      rows: summary.objectives.map { line in
        [
          Span(line.objective), Span(line.items.joined(separator: ", ")), Span("\(line.count)"),
          Span(Self.percent(line.mean)), Span("\(line.passed)"),
          Span(Objective.named(line.objective)?.text ?? "", .muted),
        ]
      }
    )
  }

  private func misconceptions(_ summary: GradeSummary) -> Table {
    Table(
      title: "Misconceptions",
      columns: ["Belief", .init("Learners", .trailing), "Items"],
      rows: summary.misconceptions.map { line in
        [
          Span(line.misconception), Span("\(line.count)"),
          Span(line.items.joined(separator: ", ")),
        ]
      }
    )
  }

  // MARK: Numbers

  /// A number with few decimals; a dash for none.
  private static func number(_ value: Double?, places: Int = 1) -> String {
    guard let value else { return "-" }
    let scale: Double = [1, 10, 100][places]
    return rounded((value * scale).rounded() / scale).literal
  }

  private static func percent(_ share: Double?) -> String {
    number(share.map { $0 * 100 }, places: 0)
  }
}
