import JSON
import Simulation

/// The objects of an entry in the JSON format, as far as the level lets them through.
///
/// Source: Lambda developer guide, "Lambda Telemetry API Event schema reference" and "System log
/// level event mapping", 2026.
struct LambdaLogJSON {
  private typealias Level = LoggingConfiguration.SystemLevel

  let entry: LambdaLogEntry

  var objects: [JSONObject] {
    switch entry.event {
    case .initStarted(_, let phase): platform(.info, "platform.initStart", initStart(phase))
    case .initEnded(_, let phase, let duration, let status, let errorType):
      initEnd(phase, duration, status, errorType)
    case .extensionReported(_, let report):
      platform(report.errorType == nil ? .info : .warn, "platform.extension", Self.record(report))
    case .invokeStarted(_, let id, let version, _):
      platform(
        .info,
        "platform.start",
        ["requestId": .string(id), "version": .string(version.number)]
      )
    case .invokeResponded(_, let id, let duration, let status, let errorType):
      runtimeDone(id, duration, status, errorType)
    case .logged(_, let id, let line): [application(line, request: id)]
    case .threw: entry.thrownError.map { [$0.object] } ?? []
    case .extensionLogged(_, _, let line):
      [["time": .string(time), "type": "extension", "record": .string(line)]]
    case .invokeEnded(_, let report): end(report)
    default: []
    }
  }

  private func initStart(_ phase: String) -> JSONObject {
    [
      "initializationType": .string(entry.initialization.rawValue), "phase": .string(phase),
      "runtimeVersion": .string(entry.configuration.runtimeVersion),
      "runtimeVersionArn": .string(entry.configuration.runtimeVersionARN),
      "functionName": .string(entry.configuration.functionName),
      "functionVersion": .string(entry.version),
    ]
  }

  private func initEnd(
    _ phase: String,
    _ duration: Duration,
    _ status: String,
    _ errorType: String?
  ) -> [JSONObject] {
    let hasFailed = status != "success"
    var record: JSONObject = [
      "initializationType": .string(entry.initialization.rawValue), "phase": .string(phase),
      "status": .string(status),
    ]
    if let errorType { record["errorType"] = .string(errorType) }
    let done = platform(hasFailed ? .warn : .debug, "platform.initRuntimeDone", record)
    record["metrics"] = ["durationMs": .number(Self.milliseconds(duration))]
    let level: Level =
      hasFailed ? .warn : entry.initialization == .onDemand ? .debug : .info
    return done + platform(level, "platform.initReport", record)
  }

  private func runtimeDone(
    _ requestID: String,
    _ duration: Duration,
    _ status: InvocationReport.Status,
    _ errorType: String?
  ) -> [JSONObject] {
    var record: JSONObject = [
      "requestId": .string(requestID), "status": .string(status.rawValue),
    ]
    if let errorType { record["errorType"] = .string(errorType) }
    record["metrics"] = ["durationMs": .number(Self.milliseconds(duration))]
    return platform(status == .success ? .debug : .warn, "platform.runtimeDone", record)
  }

  private func end(_ report: InvocationReport) -> [JSONObject] {
    let level: Level = report.status == .success ? .info : .warn
    let last = platform(level, "platform.report", Self.record(of: report))
    // With extensions, the runtime was done when the answer was there.
    if report.postRuntimeExtensionsDuration != nil { return last }
    return runtimeDone(report.requestID, report.duration, report.status, report.errorType) + last
  }

  private var time: String { entry.time }

  /// The object, if its level is kept.
  private func platform(_ level: Level, _ type: String, _ record: JSONObject) -> [JSONObject] {
    let levels = Level.allCases
    let kept = entry.configuration.logging.systemLevel ?? .info
    guard let rank = levels.firstIndex(of: level), let least = levels.firstIndex(of: kept),
      rank >= least
    else { return [] }
    return [["time": .string(time), "type": .string(type), "record": .object(record)]]
  }

  private func application(_ line: String, request id: String) -> JSONObject {
    var object: JSONObject = [
      "timestamp": .string(time), "level": "INFO", "message": .string(line),
    ]
    if !id.isEmpty { object["requestId"] = .string(id) }
    return object
  }

  private static func record(_ report: ExtensionReport) -> JSONObject {
    var record: JSONObject = [
      "name": .string(report.name), "state": .string(report.state.rawValue),
      "events": .array(report.events.map { .string($0.rawValue) }),
    ]
    if let type = report.errorType { record["errorType"] = .string(type) }
    return record
  }

  private static func record(of report: InvocationReport) -> JSONObject {
    var metrics: JSONObject = [
      "durationMs": .number(milliseconds(report.duration)),
      "billedDurationMs": .number(JSONNumber(Int(report.billedMilliseconds))),
      "memorySizeMB": .number(JSONNumber(report.memorySize)),
      "maxMemoryUsedMB": .number(JSONNumber(report.maxMemoryUsed)),
    ]
    if let duration = report.initDuration {
      metrics["initDurationMs"] = .number(milliseconds(duration))
    }
    var record: JSONObject = [
      "requestId": .string(report.requestID), "metrics": .object(metrics),
      "status": .string(report.status.rawValue),
    ]
    if let type = report.errorType { record["errorType"] = .string(type) }
    return record
  }

  private static func milliseconds(_ duration: Duration) -> JSONNumber {
    JSONNumber(literal: duration.logMilliseconds) ?? JSONNumber(0)
  }
}
