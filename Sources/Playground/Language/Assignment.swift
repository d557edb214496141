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
}
