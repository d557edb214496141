import Cloud
import JSON
import Simulation
import Testing

/// A claim about several accounts.
struct AccountRow: Sendable, CustomTestStringConvertible {
  /// What is done at the prompt of which account; an empty text stands for the first.
  typealias Step = (account: String, step: EventsRow.Step)

  let testDescription: String
  let before: [Step]
  let asked: Step
  let expected: [String]

  init(_ fact: String, after before: [Step], _ asked: Step, _ expected: [String]) {
    testDescription = fact
    self.before = before
    self.asked = asked
    self.expected = expected
  }

  /// What really comes out, in the form of ``expected``.
  func actual() throws -> [String] {
    let cloud = Cloud(on: Simulation(seed: 5))
    defer { cloud.shutDown() }
    return try cloud.simulation.run {
      func take(_ step: Step) async throws -> JSONValue {
        let account = step.account.isEmpty ? cloud : cloud.account(step.account)
        return try await EventsRow.take(step.step, on: account)
      }
      for step in before { _ = try? await take(step) }
      do {
        let answer = try await take(asked)
        return expected.map { line in
          let path = String(line.prefix { $0 != "=" }.dropLast())
          return "\(path) = \(EventsRow.text(at: path, in: answer))"
        }
      } catch let error as ServiceError {
        return ["\(error.status) \(error.code): \(error.message)"]
      }
    }
  }
}
