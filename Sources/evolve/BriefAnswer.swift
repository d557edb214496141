import Figures
import JSON
import Playground

/// The long answer of a command that changed something, shortened to what tells it apart.
///
/// A run of a lesson makes a function in nearly every script, and each answer describes it in
/// forty lines: the few that matter would be off the screen. A policy in an answer is one line,
/// which repeats the command in escaped quotes. A playground shows them all.
struct BriefAnswer {
  /// The lines an answer may have and still be shown as it is.
  private static let longest = 16
  /// The characters its longest line may have: two lines of a usual terminal.
  private static let widest = 160
  private static let changes: Set<String> = [
    "add", "create", "update", "publish", "put", "send",
  ]
  private static let tellingEnds = ["Name", "Version", "State", "Status"]

  /// What is shown, and how many lines are not.
  let text: String

  /// Shortens an answer; `nil` when it is to be shown whole.
  init?(_ output: CommandOutput, of command: String) {
    guard Self.changesSomething(command), output.text == nil, let whole = output.verbatim,
      let object = output.json?.objectValue
    else { return nil }
    let lines = whole.split(separator: "\n")
    let height = lines.count
    guard height > Self.longest || lines.contains(where: { $0.count > Self.widest }) else {
      return nil
    }
    let telling = JSONObject(
      object.filter { key, value in
        value.stringValue != nil && Self.tellingEnds.contains { key.hasSuffix($0) }
      }
    )
    let shown = JSONValue.object(telling).prettyText().split(separator: "\n")
    let kept = telling.isEmpty ? ["{"] : shown.dropLast()
    let rest = height - kept.count - 1
    text = (kept + ["    (\(rest.counting("line")) more)", "}"]).joined(separator: "\n")
  }

  /// Whether a command changes something, so that a reader looks at what comes of it, and not at
  /// its answer.
  private static func changesSomething(_ command: String) -> Bool {
    var words = command.split(separator: " ")
    if words.first == "let" { words.removeFirst(min(3, words.count)) }
    if words.first == "as" { words.removeFirst(min(2, words.count)) }
    guard words.count > 1, let verb = words[1].split(separator: "-").first else { return false }
    return changes.contains(String(verb))
  }
}
