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

  /// Reads a request; `null` is an event, and not as if there were none.
  ///
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    functionName = try values.decode(String.self, forKey: .functionName)
    qualifier = try values.decodeIfPresent(String.self, forKey: .qualifier)
    invocationType = try values.decodeIfPresent(InvocationType.self, forKey: .invocationType)
    logType = try values.decodeIfPresent(LogType.self, forKey: .logType)
    clientContext = try values.decodeIfPresent(String.self, forKey: .clientContext)
    payload = try values.decodeIfPresent(JSONValue.self, forKey: .payload)
    if payload == nil, values.contains(.payload) { payload = .null }
  }

  private enum CodingKeys: String, CodingKey {
    case functionName, qualifier, invocationType, logType, clientContext, payload
  }

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
    /// The request's id, which the function and the log know it by: the `x-amzn-RequestId` header,
    /// which the AWS CLI does not print.
    public let requestId: String

    init(
      _ statusCode: Int,
      _ request: Invocation,
      functionError: String? = nil,
      logResult: String? = nil,
      executedVersion: String? = nil,
      payload: JSONValue? = nil
    ) {
      self.statusCode = statusCode
      self.functionError = functionError
      self.logResult = logResult
      self.executedVersion = executedVersion
      self.payload = payload
      requestId = request.id
    }
  }

  /// Runs the function.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let isRun = (invocationType ?? .requestResponse) == .requestResponse
    let target =
      try isRun
      ? lambda.target(functionName, qualifier: qualifier)
      : lambda.describedTarget(functionName, qualifier: qualifier)
    if caller.origin != nil { try lambda.authorise(caller, toInvoke: target) }
    try checkSize()
    let context = try readClientContext()
    let request = Invocation(
      id: lambda.newIdentifier(),
      invokedARN: target.invokedARN,
      payload: payload ?? .object([:]),
      // Functions that run on an event get none of the client's.
      clientContext: isRun ? context : nil,
      lineage: caller.lineage
    )
    switch invocationType ?? .requestResponse {
    case .dryRun: return Output(204, request)
    case .event:
      lambda.accept(request, for: target.reference)
      return Output(202, request)
    case .requestResponse:
      let asked = lambda.simulation.now
      let answer = try await lambda.answer(target, request)
      return Output(
        200,
        request,
        functionError: answer.functionError,
        logResult: logType == .tail
          ? lambda.logTail(of: request.id, target.configuration.logging.group, since: asked) : nil,
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
    let type = invocationType ?? .requestResponse
    let limit =
      type == .event ? LambdaQuotas.asynchronousPayload : LambdaQuotas.synchronousPayload
    let size = payload.textSize
    if size > limit.bytes { throw .requestTooLarge(size, type, limit) }
  }
}

extension Lambda {
  /// The end of what a request has logged.
  ///
  /// - Parameters:
  ///   - request: the request's id.
  ///   - group: the function's log group.
  ///   - asked: when the request was made.
  /// - Returns: the last 4 KB in Base64; `nil` when nothing is kept of it.
  func logTail(of request: String, _ group: String, since asked: SimulationInstant) -> String? {
    guard let group = cloud.logs[group] else { return nil }
    let text = group.entries(since: asked)
      .compactMap { $0 as? LambdaLogEntry }
      .filter { $0.requestID == request }
      .flatMap(\.lines)
      .map { $0.message + "\n" }
      .joined()
    return Base64.encode(Array(text.utf8.suffix(LambdaQuotas.logTail.bytes)))
  }

  /// Runs a function for a caller who may stop waiting: the function goes on all the same.
  func answer(_ target: Target, _ request: Invocation) async throws -> Answer {
    let function = target.configuration.functionName
    if request.lineage != nil { try checkRecursion(of: function, in: request) }
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
