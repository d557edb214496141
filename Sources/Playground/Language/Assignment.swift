import Figures
import JSON

/// The beginning of `let NAME = COMMAND`.
struct Assignment {
  let name: String

  init(_ words: [Word], line: String) throws(CommandError) {
    let remedy = "Write let NAME = COMMAND, with spaces around the equals sign."
    guard words.count > 1, let name = words[1].literal, name.allSatisfy(\.isNamePart),
      name.first?.isNumber == false
    else {
      throw CommandError(
        words.count > 1 ? .badArgument : .missingArgument,
        words.count > 1 ? "This is no name for a value." : "The name is missing.",
        remedy: remedy,
        column: words.count > 1 ? words[1].column : line.count + 1
      )
    }
    guard words.count > 2, words[2].literal == "=" else {
      throw CommandError(
        .badArgument,
        "The equals sign is missing.",
        remedy: remedy,
        column: words.count > 2 ? words[2].column : line.count + 1
      )
    }
    guard words.count > 3 else {
      throw CommandError(
        .missingArgument,
        "The command is missing.",
        remedy: remedy,
        column: line.count + 1
      )
    }
    self.name = name
  }

  /// What has been kept, in one line: how much it is, and how a part of it is put in.
  func summary(of answer: JSONValue) -> String {
    switch answer {
    case .array(let entries):
      guard let last = entries.indices.last else { return "\(name) is empty." }
      let members = entries[last].objectValue?.map(\.key) ?? []
      let range = last == 0 ? "{\(name)[0]}" : "{\(name)[0]} to {\(name)[\(last)]}"
      return "\(name) keeps \(entries.count.counting("entry", "entries")), \(range)"
        + (members.isEmpty ? "." : ", each with \(members.joined(separator: ", ")).")
    case .object(let members):
      return "\(name) keeps \(members.map { "{\(name).\($0.key)}" }.joined(separator: ", "))."
    default: return "{\(name)} is kept."
    }
  }
}
