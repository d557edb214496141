import JSON
public import Simulation

/// What a runtime writes to the log about an error that the function threw, before it tells the
/// platform.
///
/// Source: AWS's runtime interface clients of Python, Node.js, Ruby, Java and .NET, 2026. An OS-only
/// runtime is the function's own, and writes what that writes.
///
/// > Simplified: stack traces are empty, and so nothing of them is written.
public struct ThrownError: Sendable {
  private let type: String
  private let message: String
  private let requestID: String
  private let runtime: String
  private let time: String

  /// Takes over what an event tells; `nil` when it tells something else, or the runtime writes
  /// nothing.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - instant: when.
  public init?(_ event: LambdaEvent, at instant: SimulationInstant) {
    guard case .threw(_, let requestID, let type, let message, let runtime) = event,
      !runtime.hasPrefix("provided")
    else { return nil }
    self.type = type
    self.message = message
    self.requestID = requestID
    self.runtime = runtime
    time = Timestamp.iso8601(
      milliseconds: Cloud.epochSeconds * 1_000 + instant.nanoseconds / 1_000_000
    )
  }

  private var family: Substring { runtime.prefix(while: \.isLetter) }

  /// The entries in the text format, some of which have more than one line.
  public var lines: [String] {
    switch family {
    case "python": ["[ERROR] \(type): \(message)"]
    case "nodejs":
      [
        "\(time)\t\(requestID.isEmpty ? "undefined" : requestID)\tERROR\t"
          + "\(requestID.isEmpty ? "Uncaught Exception" : "Invoke Error") \t"
          + JSONValue.object(node(trace: "stack")).text()
      ]
    case "ruby": ruby
    case "java": ["\(message): \(type)\n\(type): \(message)"]
    default: ["\(type): \(message)"]
    }
  }

  private var ruby: [String] {
    let isInit = requestID.isEmpty
    let object: JSONValue = [
      "errorMessage": .string(message),
      "errorType": .string("\(isInit ? "Init" : "Function")<\(type)>"), "stackTrace": [],
    ]
    return [
      isInit ? "Init error when loading handler" : "Error raised from handler method",
      object.prettyText(indent: 2),
    ]
  }

  /// The entry in the JSON format.
  var object: JSONObject {
    var object: JSONObject = ["timestamp": .string(time), "level": "ERROR"]
    switch family {
    case "python":
      object["errorMessage"] = .string(message)
      object["errorType"] = .string(type)
      object["requestId"] = .string(requestID)
      object["stackTrace"] = []
      return object
    case "nodejs": object["message"] = .object(node(trace: "stackTrace"))
    default: object["message"] = .string(lines.joined(separator: "\n"))
    }
    if !requestID.isEmpty { object["requestId"] = .string(requestID) }
    return object
  }

  private func node(trace: String) -> JSONObject {
    [
      "errorType": .string(type), "errorMessage": .string(message),
      trace: [.string("\(type): \(message)")],
    ]
  }
}
