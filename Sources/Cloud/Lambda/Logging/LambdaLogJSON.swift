import JSON
import Simulation

/// The objects of an entry in the JSON format.
///
/// Source: Lambda developer guide, "Lambda Telemetry API Event schema reference", 2026.
struct LambdaLogJSON {
  let entry: LambdaLogEntry

  var objects: [JSONObject] {
    switch entry.event {
    case .initStarted(_, let phase):
      [
        platform(
          "platform.initStart",
          [
            "initializationType": "on-demand", "phase": .string(phase),
            "runtimeVersion": .string(entry.configuration.runtimeVersion),
            "runtimeVersionArn": .string(entry.configuration.runtimeVersionARN),
            "functionName": .string(entry.configuration.functionName),
            "functionVersion": .string(entry.version),
          ]
        )
      ]
    case .initEnded(_, let phase, let duration, let status):
      [
        platform(
          "platform.initReport",
          [
            "initializationType": "on-demand", "phase": .string(phase),
            "status": .string(status),
            "metrics": ["durationMs": .number(Self.milliseconds(duration))],
          ]
        )
      ]
    case .invokeStarted(_, let id, let version, _):
      [platform("platform.start", ["requestId": .string(id), "version": .string(version)])]
    case .logged(_, let id, let line): [application(line, request: id)]
    case .invokeEnded(_, let report): [platform("platform.report", Self.record(of: report))]
    default: []
    }
  }

  private var time: String {
    let milliseconds = Cloud.epochSeconds * 1_000 + entry.instant.nanoseconds / 1_000_000
    return Timestamp.iso8601(milliseconds: milliseconds)
  }

  private func platform(_ type: String, _ record: JSONObject) -> JSONObject {
    ["time": .string(time), "type": .string(type), "record": .object(record)]
  }

  private func application(_ line: String, request id: String) -> JSONObject {
    [
      "timestamp": .string(time), "level": "INFO", "message": .string(line),
      "requestId": .string(id),
    ]
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
