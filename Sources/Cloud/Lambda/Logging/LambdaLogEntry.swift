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
  let initialization: InitializationType

  /// The entry of an event; nil when nothing is written about it.
  init?(
    _ event: LambdaEvent,
    at instant: SimulationInstant,
    of environment: ExecutionEnvironment
  ) {
    let logging = environment.configuration.logging
    guard Self.isWritten(event, environment.initialization, logging) else { return nil }
    self.event = event
    self.instant = instant
    configuration = environment.configuration
    version = environment.version
    initialization = environment.initialization
  }

  /// Whether anything is written about an event.
  ///
  /// Levels count with the JSON format alone: those of the platform's lines are as the developer
  /// guide's "System log level event mapping" has them; the function's own lines and the
  /// extensions' are all of level `INFO`, errors that it throws of level `ERROR`.
  private static func isWritten(
    _ event: LambdaEvent,
    _ initialization: InitializationType,
    _ logging: LoggingConfiguration
  ) -> Bool {
    let isJSON = logging.format == .json
    let hidesInfo = isJSON && logging.systemLevel == .warn
    switch event {
    case .initStarted(_, "init"), .invokeStarted: return !hidesInfo
    case .initEnded(_, _, _, let status, _):
      // INIT is reported when it fails; when it succeeds, the first REPORT tells its duration. Ahead
      // of any request there is no such line.
      if status != "success" { return true }
      if initialization == .provisionedConcurrency { return !hidesInfo }
      return isJSON && logging.systemLevel == .debug
    case .invokeResponded: return isJSON
    case .invokeEnded(_, let report): return !hidesInfo || report.status != .success
    case .extensionReported(_, let report): return !hidesInfo || report.errorType != nil
    case .logged, .extensionLogged:
      guard isJSON, let level = logging.applicationLevel else { return true }
      return [.trace, .debug, .info].contains(level)
    case .threw(_, _, _, _, let runtime):
      return !runtime.hasPrefix("provided") && (!isJSON || logging.applicationLevel != .fatal)
    default: return false
    }
  }

  /// The request that the entry is about; `nil` when it is about the environment.
  var requestID: String? {
    switch event {
    case .invokeStarted(_, let id, _, _), .logged(_, let id, _), .threw(_, let id, _, _, _): id
    case .invokeResponded(_, let id, _, _, _): id
    case .invokeEnded(_, let report): report.requestID
    default: nil
    }
  }

  /// When, in ISO 8601.
  var time: String {
    let milliseconds = Cloud.epochSeconds * 1_000 + instant.nanoseconds / 1_000_000
    return Timestamp.iso8601(milliseconds: milliseconds)
  }

  /// The error that the entry is about; `nil` when it is about something else.
  var thrownError: ThrownError? { ThrownError(event, at: instant) }

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
