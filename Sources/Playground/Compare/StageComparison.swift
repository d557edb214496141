import Cloud
public import Figures
public import JSON
import Shop
import Simulation

/// Stages side by side: what each design did with the same load, the same faults and the same seed.
public struct StageComparison: Sendable {
  /// The version of ``json``'s form; it grows when a name changes its meaning or goes.
  public static let version = 1

  private let runs: [StageRun]

  /// Puts what came of the stages side by side.
  ///
  /// - Parameter runs: at least one, all with the same load, faults and seed.
  public init(of runs: [StageRun]) {
    precondition(!runs.isEmpty, "a comparison needs at least one stage")
    self.runs = runs
  }

  // MARK: For a reader

  /// The comparison as figures: one table with a column for each stage where that fits, else one
  /// table for each stage; then a sentence for each stage, and charts over time.
  public func figures(width: Int) -> [Figure] {
    [.text(title)] + tables(width: width).map { .table($0) }
      + [.text(([sameInAll].compactMap { $0 } + legend).joined(separator: "\n"))]
      + [.text(sentences.joined(separator: "\n"))]
      + [ChartView.Quantity.latency, .backlog, .capacity].compactMap(chart)
  }

  private var title: String {
    let run = runs[0].report.run
    let stages = runs.map(\.report.run.stage).joined(separator: ", ")
    let struck = run.faults.isEmpty ? "" : "\nFaults: \(run.faults.joined(separator: "; "))."
    return "\(stages) under \(run.loads.joined(separator: ", ")), seed \(run.seed).\(struck)"
  }

  /// The lines in which at least one stage differs; all of them when there is one stage only.
  private var telling: [ComparisonRow] {
    ComparisonRow.all.filter { !isSame($0) }
  }

  private func isSame(_ row: ComparisonRow) -> Bool {
    runs.count > 1 && Set(runs.map(row.text)).count == 1
  }

  /// The lines that say the same of all stages, in one sentence; those that say nothing are left
  /// out.
  private var sameInAll: String? {
    let same = ComparisonRow.all.filter(isSame).map { "\($0.name) \($0.text(runs[0]))" }
    let said = same.filter { !$0.hasSuffix(" -") }
    return said.isEmpty ? nil : "The same in all: \(said.joined(separator: ", "))."
  }

  /// What the words mean that do not explain themselves.
  private var legend: [String] {
    let meanings = [
      ("p50", "p50, p95, p99: what half, 95 % and 99 % of the times did not exceed."),
      (
        "blast",
        "Blast radius: the share of requests that failed while a fault lasted and until the stage"
          + " answered as before."
      ),
      ("unacknowledged", "Unacknowledged: the customer gave up before the answer came."),
    ]
    let names = telling.map(\.name)
    return meanings.filter { word, _ in names.contains { $0.contains(word) } }.map(\.1)
  }

  private func tables(width: Int) -> [Table] {
    let shown = telling
    let cells = shown.map { row in runs.map { row.text($0) } }
    let names = shown.map(\.name)
    let columns = runs.indices.map { index in
      cells.map { $0[index].count }.reduce(runs[index].report.run.stage.count, max)
    }
    // Names of rows may wrap between their words.
    let words = names.flatMap { $0.split(separator: " ").map(\.count) }
    let needed = max(12, words.max() ?? 0) + columns.reduce(0) { $0 + 2 + $1 }
    let all = shown.indices
    func column(_ run: StageRun) -> Table.Column { .init(run.report.run.stage, .trailing) }
    if needed <= width {
      let rows = all.map { row in [Span(names[row])] + cells[row].map { Span($0) } }
      return [Table(title: "Side by side", columns: ["what"] + runs.map(column), rows: rows)]
    }
    return runs.enumerated().map { index, run in
      let rows = all.map { [Span(names[$0]), Span(cells[$0][index])] }
      return Table(columns: ["what", column(run)], rows: rows)
    }
  }

  private func chart(_ quantity: ChartView.Quantity) -> Figure? {
    let series = runs.map { run -> Chart.Series in
      let series = run.report.figures.series(until: run.report.end)
      let hasInstances = run.report.figures.capacity != nil
      let curve = ChartView.curves(quantity, series, hasInstances: hasInstances)[0]
      let unit = quantity == .capacity ? ", \(curve.name)" : ""
      return Chart.Series(
        run.report.run.stage + unit,
        points: ChartView.points(curve.values, series, from: .start)
      )
    }
    guard series.contains(where: { !$0.points.isEmpty }) else { return nil }
    return .chart(
      Chart(
        title: "\(quantity.title), since the load began",
        yAxis: quantity.axis,
        style: quantity.style,
        series: series
      )
    )
  }

  /// What each stage's figures say, in one sentence each.
  public var sentences: [String] {
    runs.map { "\($0.report.run.stage): \(ComparisonSentence(about: $0).text)" }
  }

  // MARK: As data

  /// The comparison as data: `version`, `comparison` with what all runs share, and `runs` with each
  /// stage's ``RunReport`` and what only a comparison has: `idle_night` and `sentence`.
  public var json: JSONValue {
    let run = runs[0].report.run
    return [
      "version": .number(JSONNumber(Self.version)),
      "comparison": [
        "stages": .array(runs.map { .string($0.report.run.stage) }),
        "load": .array(run.loads.map { .string($0) }),
        "faults": .array(run.faults.map { .string($0) }),
        "seed": .string(String(run.seed)),
      ],
      "runs": .array(runs.map(Self.json)),
    ]
  }

  private static func json(_ run: StageRun) -> JSONValue {
    guard case .object(var object) = run.report.json else { return .null }
    object["idle_night"] = [
      "hours": .number(JSONNumber(CompareRequest.night.seconds / 3_600)),
      "currency": "USD",
      "total": .string(run.idleNight.total.decimal),
    ]
    object["sentence"] = .string(ComparisonSentence(about: run).text)
    return .object(object)
  }
}
