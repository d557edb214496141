import Cloud
import Figures
import JSON
import Simulation

/// What functions wrote, and what the platform wrote around it, as CloudWatch Logs shows it.
struct LogView {
  /// How many lines are shown at most.
  static let limit = 60

  let figures: [Figure]
  let json: JSONValue

  private struct Line {
    let record: TraceRecord
    let text: String
  }

  init(of world: World, component: String?) {
    let window = TraceWindow(of: world)
    // The environments that may not write to their logs, and what their roles lack for it.
    var withheld: [String: String] = [:]
    var missing: String?
    let lines = window.records.compactMap { record -> Line? in
      guard component == nil || record.component == component else { return nil }
      switch record.event as? LambdaLogEvent {
      case .withheld(let environment, let action):
        withheld[environment] = action
        missing = action
      case .resumed(let environment): withheld[environment] = nil
      case nil: break
      }
      guard let (environment, text) = Self.text(of: record), withheld[environment] == nil else {
        return nil
      }
      return Line(record: record, text: text)
    }
    let shown = lines.suffix(Self.limit)
    json = .array(
      shown.map { line in
        ["component": .string(line.record.component), "line": .string(line.text)]
      }
    )
    guard !shown.isEmpty else {
      let because = missing.map { ": its role does not allow \($0)" } ?? ""
      let text =
        component.map { "\($0) has written nothing\(because)." }
        ?? "No function has written anything."
      figures = window.figures(.text(text))
      return
    }
    let table = Table(
      columns: [Table.Column("time", .trailing), "component", "line"],
      rows: shown.map { line in
        [Span("\(line.record.instant)", .muted), Span(line.record.component), Span(line.text)]
      }
    )
    figures = window.figures(.table(table), leftOut: lines.count - shown.count)
  }

  /// The line of a record, and the environment that writes it.
  private static func text(of record: TraceRecord) -> (environment: String, text: String)? {
    guard let event = record.event as? LambdaEvent else { return nil }
    switch event {
    case .threw(let environment, _, _, _, _):
      let error = ThrownError(event, at: record.instant)?.lines.joined(separator: " ")
      return error.map { text in
        (environment, text.split(whereSeparator: \.isNewline).joined(separator: " "))
      }
    case .invokeStarted(let environment, let id, let version, _):
      return (environment, "START RequestId: \(id) Version: \(version.number)")
    case .logged(let environment, _, let line), .extensionLogged(let environment, _, let line):
      return (environment, line)
    case .initEnded(let environment, let phase, let duration, let status, let errorType):
      guard status != "success" else { return nil }
      let text =
        "INIT_REPORT Init Duration: \(duration.milliseconds.decimal(2)) ms  Phase: \(phase)"
        + "  Status: \(status)" + (errorType.map { "  Error Type: \($0)" } ?? "")
      return (environment, text)
    case .extensionReported(let environment, let report): return (environment, text(of: report))
    case .invokeEnded(let environment, let report): return (environment, text(of: report))
    default: return nil
    }
  }

  private static func text(of report: ExtensionReport) -> String {
    let events = report.events.map(\.rawValue).joined(separator: ",")
    return "EXTENSION  Name: \(report.name)  State: \(report.state.rawValue)  Events: [\(events)]"
      + (report.errorType.map { "  Error Type: \($0)" } ?? "")
  }

  private static func text(of report: InvocationReport) -> String {
    var parts = [
      "REPORT RequestId: \(report.requestID)",
      "Duration: \(report.duration.milliseconds.decimal(2)) ms",
      "Billed Duration: \(report.billedMilliseconds) ms",
      "Memory Size: \(report.memorySize) MB",
      "Max Memory Used: \(report.maxMemoryUsed) MB",
    ]
    if let start = report.initDuration {
      parts.append("Init Duration: \(start.milliseconds.decimal(2)) ms")
    }
    if report.status != .success { parts.append("Status: \(report.status.rawValue)") }
    return parts.joined(separator: "  ")
  }
}
