import Cloud
import JSON
import Simulation

extension Session {
  /// Notes what the learner's call to a function has come to; other operations are none.
  func noteCall(
    _ command: AWSCommand,
    _ result: Result<JSONValue, CommandError>,
    since began: SimulationInstant
  ) {
    guard command.operation.service == Lambda.name, command.operation.name == "Invoke" else {
      return
    }
    let wait = began.duration(to: now)
    let function = Lambda.functionName(in: command.input["FunctionName"]?.stringValue ?? "")
    switch result {
    case .success(let answer):
      let status = answer["StatusCode"]?.intValue.map { "\($0)" } ?? ""
      let call = CallAnswer(
        outcome: answer["FunctionError"]?.stringValue ?? status,
        version: answer["ExecutedVersion"]?.stringValue,
        wait: wait
      )
      world.callLog.note(call, of: function)
    case .failure(let error):
      // What was no request has reached no service.
      guard error.isAnswer else { return }
      world.callLog.note(CallAnswer(outcome: error.code, wait: wait), of: function)
    }
  }
}
