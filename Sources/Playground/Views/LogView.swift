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
    let lines = window.records.compactMap { record -> Line? in
      guard component == nil || record.component == component,
        let text = Self.text(of: record)
      else { return nil }
      return Line(record: record, text: text)
    }
    let shown = lines.suffix(Self.limit)
    json = .array(
      shown.map { line in
        ["component": .string(line.record.component), "line": .string(line.text)]
      }
    )
    guard !shown.isEmpty else {
      let text =
        component.map { "\($0) has written nothing." } ?? "No function has written anything."
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

  private static func text(of record: TraceRecord) -> String? {
    guard let event = record.event as? LambdaEvent else { return nil }
    switch event {
    case .threw:
      return ThrownError(event, at: record.instant)?.lines.joined(separator: " ")
        .split(whereSeparator: \.isNewline).joined(separator: " ")
    case .invokeStarted(_, let id, let version, _):
      return "START RequestId: \(id) Version: \(version)"
    case .logged(_, _, let line), .extensionLogged(_, _, let line): return line
    case .initEnded(_, let phase, let duration, let status, let errorType):
      guard status != "success" else { return nil }
      return "INIT_REPORT Init Duration: \(duration.milliseconds.decimal(2)) ms  Phase: \(phase)"
        + "  Status: \(status)" + (errorType.map { "  Error Type: \($0)" } ?? "")
    case .extensionReported(_, let report): return text(of: report)
    case .invokeEnded(_, let report): return text(of: report)
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
