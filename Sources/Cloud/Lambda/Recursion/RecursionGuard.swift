import Simulation

/// What Lambda does when it finds that a function takes part in a loop.
public enum RecursiveLoop: String, Decodable, Hashable, Sendable, CaseIterable {
  /// Nothing.
  case allow = "Allow"
  /// It stops the next invocation.
  case terminate = "Terminate"
}

/// The guard against loops of functions, queues and topics.
extension Lambda {
  /// Refuses a request that would go on with a loop.
  ///
  /// - Throws: ``ServiceError`` when the function has been invoked as often as it may be in the
  ///   request's chain, and has not been told that loops are wanted.
  func checkRecursion(of function: String, in request: Invocation) throws(ServiceError) {
    guard let chain = request.lineage,
      chain.count(of: function) >= LambdaQuotas.invocationsInOneChain,
      functions[function]?.recursiveLoop == .terminate
    else { return }
    cloud.record(
      AsynchronousEvent.recursionStopped(requestID: request.id),
      from: function,
      cause: request.cause
    )
    throw .recursiveInvocation
  }
}
