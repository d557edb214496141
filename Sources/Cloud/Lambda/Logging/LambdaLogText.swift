import Simulation

/// The lines of an entry in the text format; fields are separated by tabs.
///
/// Source: Lambda developer guide, "Working with Lambda function logs", 2026.
struct LambdaLogText {
  let entry: LambdaLogEntry

  var lines: [String] {
    switch entry.event {
    case .initStarted:
      [
        "INIT_START Runtime Version: \(entry.configuration.runtimeVersion)\t"
          + "Runtime Version ARN: \(entry.configuration.runtimeVersionARN)"
      ]
    case .initEnded(_, let phase, let duration, let status, let errorType):
      [
        "INIT_REPORT Init Duration: \(duration.logMilliseconds) ms\tPhase: \(phase)\t"
          + "Status: \(status)" + (errorType.map { "\tError Type: \($0)" } ?? "")
      ]
    case .extensionReported(_, let report): [Self.line(report)]
    case .invokeStarted(_, let id, let version, _):
      ["START RequestId: \(id) Version: \(version.number)"]
    case .logged(_, _, let line), .extensionLogged(_, _, let line): [line]
    case .threw: entry.thrownError?.lines ?? []
    case .invokeEnded(_, let report):
      ["END RequestId: \(report.requestID)", Self.report(report)]
    default: []
    }
  }

  private static func line(_ report: ExtensionReport) -> String {
    let events = report.events.map(\.rawValue).joined(separator: ",")
    return "EXTENSION\tName: \(report.name)\tState: \(report.state.rawValue)\tEvents: [\(events)]"
      + (report.errorType.map { "\tError Type: \($0)" } ?? "")
  }

  /// The REPORT line of a request.
  static func report(_ report: InvocationReport) -> String {
    var line =
      "REPORT RequestId: \(report.requestID)\tDuration: \(report.duration.logMilliseconds) ms\t"
      + "Billed Duration: \(report.billedMilliseconds) ms\tMemory Size: \(report.memorySize) MB\t"
      + "Max Memory Used: \(report.maxMemoryUsed) MB\t"
    if let duration = report.initDuration {
      line += "Init Duration: \(duration.logMilliseconds) ms\t"
    }
    // An error that the function threw is its own affair; only the platform's are told here.
    if report.status == .timeout { line += "Status: timeout" }
    if report.status == .error, let type = report.errorType {
      line += "Status: error\tError Type: \(type)"
    }
    return line
  }
}
