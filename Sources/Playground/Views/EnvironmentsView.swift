import Cloud
import Figures
import JSON
import Simulation

/// The execution environments that exist now.
struct EnvironmentsView {
  /// How many are shown at most.
  static let limit = 60

  private struct Row {
    let function: String
    let life: EnvironmentLife
    let isProvisioned: Bool
    /// The function and its version, as a qualified name writes them.
    var name: String { "\(function):\(life.version)" }
  }

  private let rows: [Row]
  private let now: SimulationInstant
  private let function: String?

  init(of world: World, function: String?) throws(CommandError) {
    let lambda = world.cloud.lambda
    let provisioned = try world.run { await lambda.provisionedEnvironments }
    now = world.now
    self.function = function
    rows = world.lifelines.lines()
      .filter { function == nil || $0.component == function }
      .flatMap { line in
        line.numbers.values.sorted().compactMap { line.environments[$0] }.map { life in
          Row(
            function: line.component,
            life: life,
            isProvisioned: provisioned.contains(life.id)
          )
        }
      }
  }

  var figures: [Figure] {
    guard !rows.isEmpty else {
      let whose = function.map { "\($0) has" } ?? "No function has"
      return [.text("\(whose) \(function == nil ? "an" : "no") environment now.")]
    }
    let shown = rows.prefix(Self.limit)
    var names: [String] = []
    for row in shown where !names.contains(row.name) { names.append(row.name) }
    let tables = names.map { name in Figure.table(table(name, shown.filter { $0.name == name })) }
    let leftOut = rows.count - shown.count
    return tables + (leftOut > 0 ? [.text("\(leftOut) more are left out; name a function.")] : [])
  }

  private func table(_ name: String, _ rows: [Row]) -> Table {
    Table(
      title: "\(name) at \(now.clock)",
      columns: [
        "environment", "zone", "kept", "state", Table.Column("served", .trailing),
        Table.Column("age", .trailing), "made because",
      ],
      rows: rows.map { row in
        [
          Span("#\(row.life.number) \(row.life.shortID)"), Span(row.life.zone),
          Span(row.isProvisioned ? "ready" : "on demand"), state(of: row.life),
          Span("\(row.life.served)"), Span(now.duration(since: row.life.wanted).clock),
          Span(row.life.reason.rawValue),
        ]
      }
    )
  }

  private func state(of life: EnvironmentLife) -> Span {
    let since = " since \(life.since.clock)"
    return switch life.state {
    case .creating: Span("being created" + since, .warning)
    case .initialising: Span("initialising" + since, .warning)
    case .busy: Span("busy with request \(life.request?.number ?? 0)" + since, .good)
    case .frozen: Span("frozen" + since, .muted)
    case .reset: Span("ended by force" + since, .bad)
    case .shuttingDown: Span("shutting down" + since, .warning)
    case .gone: Span("gone" + since, .muted)
    }
  }

  var json: JSONValue {
    .array(
      rows.map { row in
        var object: JSONObject = [
          "function": .string(row.function), "version": .string(row.life.version),
          "environment": .string(row.life.id), "number": .number(JSONNumber(row.life.number)),
          "zone": .string(row.life.zone),
          "initialization_type": .string(
            row.isProvisioned ? "provisioned-concurrency" : "on-demand"
          ),
          "state": .string(row.life.state.name), "requests": .number(JSONNumber(row.life.served)),
          "reason": .string(row.life.reason.rawValue),
          "since_ms": Self.milliseconds(row.life.since.duration(since: .start)),
          "age_ms": Self.milliseconds(now.duration(since: row.life.wanted)),
        ]
        if let request = row.life.request { object["request"] = .string(request.id) }
        return .object(object)
      }
    )
  }

  private static func milliseconds(_ duration: Duration) -> JSONValue {
    .number(JSONNumber(duration.milliseconds))
  }
}

extension EnvironmentLife.State {
  /// The state in a word.
  fileprivate var name: String {
    switch self {
    case .creating: "creating"
    case .initialising: "initialising"
    case .busy: "busy"
    case .frozen: "frozen"
    case .reset: "reset"
    case .shuttingDown: "shutting down"
    case .gone: "gone"
    }
  }
}
