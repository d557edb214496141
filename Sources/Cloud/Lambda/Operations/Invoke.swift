public import JSON
import Simulation

/// Runs a function: and waits for it, or hands the event over, or only checks.
public struct Invoke: Operation {
  /// How the caller waits.
  public enum InvocationType: String, Decodable, Sendable, CaseIterable {
    /// For the result.
    case requestResponse = "RequestResponse"
    /// Only until the event has been taken over.
    case event = "Event"
    /// Nothing is run.
    case dryRun = "DryRun"
  }

  /// Whether the end of the log comes with the answer.
  public enum LogType: String, Decodable, Sendable, CaseIterable {
    /// It does not.
    case none = "None"
    /// The last 4 KB of what this request has logged come along.
    case tail = "Tail"
  }

  /// The function's name or ARN, with or without a qualifier.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?
  /// How the caller waits; for the result if nothing is said.
  public var invocationType: InvocationType?
  /// Whether the end of the log comes with the answer; only for ``InvocationType/requestResponse``.
  public var logType: LogType?
  /// What the client tells about itself: a JSON object in Base64, 3,583 bytes at the most.
  public var clientContext: String?
  /// The event.
  public var payload: JSONValue?

  /// Creates a request.
  public init(
    functionName: String,
    qualifier: String? = nil,
    invocationType: InvocationType = .requestResponse,
    payload: JSONValue? = nil
  ) {
    self.functionName = functionName
    self.qualifier = qualifier
    self.invocationType = invocationType
    self.payload = payload
  }

  /// The answer to a request.
  public struct Output: Sendable {
    /// 200 for a result or a function error, 202 for an event taken over, 204 for a dry run.
    public let statusCode: Int
    /// `Unhandled` when the function failed: the status is 200 all the same.
    public let functionError: String?
    /// The end of the log in Base64, when it was asked for.
    public var logResult: String?
    /// The version that ran.
    public let executedVersion: String?
    /// The result, or the error object; the AWS CLI writes it to a file.
    public let payload: JSONValue?
  }

  /// Runs the function.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let isRun = (invocationType ?? .requestResponse) == .requestResponse
    let target =
      try isRun
      ? lambda.target(functionName, qualifier: qualifier)
      : lambda.describedTarget(functionName, qualifier: qualifier)
    try checkSize()
    let request = Invocation(
      id: lambda.newIdentifier(),
      invokedARN: target.invokedARN,
      payload: payload ?? .object([:]),
      clientContext: try readClientContext()
    )
    switch invocationType ?? .requestResponse {
    case .dryRun:
      return Output(statusCode: 204, functionError: nil, executedVersion: nil, payload: nil)
    case .event:
      lambda.accept(request, for: target.reference)
      return Output(statusCode: 202, functionError: nil, executedVersion: nil, payload: nil)
    case .requestResponse:
      let answer = try await lambda.answer(target, request)
      return Output(
        statusCode: 200,
        functionError: answer.functionError,
        logResult: logType == .tail
          ? lambda.logTail(of: request.id, target.configuration.logging.group) : nil,
        executedVersion: target.version,
        payload: answer.payload
      )
    }
  }

  private func readClientContext() throws(ServiceError) -> JSONValue? {
    guard let clientContext else { return nil }
    guard clientContext.utf8.count <= LambdaQuotas.clientContext.bytes else {
      throw .invalidRequestContent(
        "Client context must be no more than \(LambdaQuotas.clientContext.bytes) bytes."
      )
    }
    guard let bytes = Base64.decode(clientContext),
      let context = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)),
      context.objectValue != nil
    else {
      throw .invalidRequestContent("Client context must be a valid Base64-encoded JSON object.")
    }
    return context
  }

  private func checkSize() throws(ServiceError) {
    guard let payload else { return }
    let limit =
      invocationType == .event
      ? LambdaQuotas.asynchronousPayload : LambdaQuotas.synchronousPayload
    let size = payload.textSize
    if size > limit.bytes { throw .requestTooLarge(size, limit) }
  }
}

extension Lambda {
  /// The last 4 KB of what a request has logged, in Base64.
  func logTail(of request: String, _ group: String) -> String? {
    guard let group = cloud.logs[group] else { return nil }
    let all = group.events(at: simulation.now)
    let start = all.first { $0.line.message.hasPrefix("START RequestId: \(request)") }
    guard let start else { return nil }
    let lines = all.filter { $0.stream == start.stream && $0.line.instant >= start.line.instant }
      .map(\.line.message)
      .drop { $0 != start.line.message }
    let text = Array(lines.joined(separator: "\n").utf8 + [UInt8(ascii: "\n")])
    return Base64.encode(Array(text.suffix(LambdaQuotas.logTail.bytes)))
  }

  /// Runs a function for a caller who may stop waiting: the function goes on all the same.
  func answer(_ target: Target, _ request: Invocation) async throws -> Answer {
    let function = target.configuration.functionName
    return try await simulation.suspend(waitingFor: "the answer of \(function)") {
      (suspension: Suspension<Answer>) in
      if beginWarm(target, request, suspension) { return }
      simulation.spawn(on: self) { lambda in
        do {
          suspension.resume(returning: try await lambda.invoke(target, request))
        } catch {
          suspension.resume(throwing: error)
        }
      }
    }
  }
}
