import JSON
import Simulation

/// What an execution environment writes to its log stream at one moment.
///
/// It keeps the event and writes its lines when somebody reads them, because most logs are never
/// read.
struct LambdaLogEntry: LogEntry {
  let event: LambdaEvent
  let instant: SimulationInstant
  let configuration: FunctionConfiguration
  let version: String

  /// The entry of an event; nil when nothing is written about it.
  ///
  /// Levels count with the JSON format alone: below `INFO` the platform's lines are left out but
  /// for those about what went wrong. The function's own lines here are all of level `INFO`.
  init?(
    _ event: LambdaEvent,
    at instant: SimulationInstant,
    of configuration: FunctionConfiguration,
    version: String
  ) {
    let isJSON = configuration.logging.format == .json
    let hidesSystem = isJSON && configuration.logging.systemLevel == .warn
    switch event {
    case .initStarted(_, "init"), .invokeStarted:
      if hidesSystem { return nil }
    case .initEnded(_, _, _, let status):
      // INIT is reported when it fails; when it succeeds, the first REPORT tells its duration.
      if status == "success" { return nil }
    case .invokeEnded(_, let report):
      if hidesSystem, report.status == .success { return nil }
    case .logged:
      let level = configuration.logging.applicationLevel
      if isJSON, level == .warn || level == .error || level == .fatal { return nil }
    default: return nil
    }
    self.event = event
    self.instant = instant
    self.configuration = configuration
    self.version = version
  }

  var lines: [LogLine] {
    let messages =
      configuration.logging.format == .json
      ? LambdaLogJSON(entry: self).objects.map { JSONValue.object($0).text() }
      : LambdaLogText(entry: self).lines
    return messages.map { LogLine(at: instant, $0) }
  }
}

extension FunctionConfiguration {
  /// The runtime as INIT_START names it: `python3.13` → `python:3.13.v1`.
  ///
  /// Simplified: every runtime is in its first version.
  var runtimeVersion: String {
    guard let digit = runtime.firstIndex(where: \.isNumber), !runtime.hasPrefix("provided") else {
      return runtime.split(separator: ".").joined(separator: ":") + ".v1"
    }
    let number = runtime[digit...].split(separator: ".").filter { $0 != "x" }
    return "\(runtime[..<digit]):\(number.joined(separator: ".")).v1"
  }

  /// The ARN of that version; the hash stands for what AWS has built.
  var runtimeVersionARN: String {
    let hash = Hexadecimal.text(of: SHA256.digest(of: Array(runtime.utf8)))
    return "arn:aws:lambda:us-east-1::runtime:\(hash)"
  }
}

extension Duration {
  /// Milliseconds with two decimals, as log lines write them: `133.61`.
  var logMilliseconds: String {
    let hundredths = (nanoseconds + 5_000) / 10_000
    return "\(hundredths / 100).\(Timestamp.padded(hundredths % 100, 2))"
  }
}
