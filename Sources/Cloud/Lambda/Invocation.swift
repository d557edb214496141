import JSON
import Simulation

/// One request to run a function.
struct Invocation {
  let id: String
  let invokedARN: String
  let payload: JSONValue
  /// What the client tells about itself.
  let clientContext: JSONValue?
  /// The chain of requests that it continues; `nil` when it begins one.
  let lineage: Lineage?
  /// When it was taken into the asynchronous queue; `nil` for a synchronous request.
  var queued: SimulationInstant?
  /// The record because of which the request was made.
  var cause: TraceID?

  init(
    id: String,
    invokedARN: String,
    payload: JSONValue,
    clientContext: JSONValue? = nil,
    lineage: Lineage?,
    cause: TraceID? = Trace.cause
  ) {
    self.id = id
    self.invokedARN = invokedARN
    self.payload = payload
    self.clientContext = clientContext
    self.lineage = lineage
    self.cause = cause
  }
}

/// What an environment made of a request.
struct Served {
  let ending: Ending
  let report: InvocationReport
  /// Whether the caller has got its answer before.
  var isAnswered = false
}
