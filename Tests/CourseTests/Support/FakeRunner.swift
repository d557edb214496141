import Course
import Figures
import JSON
import Playground

/// A runtime of three commands: `set NAME NUMBER`, `say TEXT`, `use FILE` with a line `NAME NUMBER`
/// for each metric; everything else is refused.
struct FakeRunner: ScriptRunner {
  func begin(seed: UInt64, files: [String: String], budget: Int?) -> any ScriptSession {
    FakeSession(seed: seed, files: files)
  }
}

/// A session of the fake runtime; the metric `seed` is its seed.
final class FakeSession: ScriptSession {
  private var metrics: [String: Double]
  private let files: [String: String]

  init(seed: UInt64, files: [String: String]) {
    metrics = ["seed": Double(seed)]
    self.files = files
  }

  func perform(_ command: String) -> Result<CommandOutput, CommandError> {
    let words = command.split(separator: " ", maxSplits: 2)
    switch words.first {
    case "set" where words.count == 3:
      metrics[String(words[1])] = Double(words[2])
      return .success(CommandOutput())
    case "use" where words.count == 2:
      for line in (files[String(words[1])] ?? "").split(separator: "\n") {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let value = Double(parts[1]) else {
          return .failure(CommandError(code: "BadFile", message: "`\(line)` is no setting."))
        }
        metrics[String(parts[0])] = value
      }
      return .success(CommandOutput())
    case "say":
      let text = words.dropFirst().joined(separator: " ").split(separator: "/")
      return .success(CommandOutput(figures: text.map { .text(String($0)) }))
    default:
      return .failure(
        CommandError(code: "UnknownCommand", message: "There is no \(command).", column: 1)
      )
    }
  }

  func measure(_ metric: String) throws(CommandError) -> Measurement {
    guard let value = metrics[metric] else {
      throw CommandError(code: "UnknownMetric", message: "There is no \(metric).", column: 1)
    }
    return Measurement(value, .count)
  }

  func observe(_ expectation: String) throws(CommandError) -> Observation {
    let words = expectation.split(separator: " ")
    guard words.count == 3, let wanted = Double(words[2]) else {
      throw CommandError(code: "BadExpression", message: "That is no expression.", column: 1)
    }
    let actual = try measure(String(words[0]))
    let holds = words[1] == "==" ? actual.value == wanted : actual.value < wanted
    return Observation(holds: holds, metric: String(words[0]), actual: actual)
  }
}
