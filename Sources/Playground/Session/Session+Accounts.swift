import Cloud

extension Session {
  /// Runs `as ACCOUNT COMMAND`: the command in another account, and what follows in the first again.
  func inAccount(
    _ words: [Argument],
    endColumn: Int,
    _ run: ([Argument]) throws(CommandError) -> CommandOutput
  ) throws(CommandError) -> CommandOutput {
    guard words.count > 1 else {
      throw CommandError(
        .missingArgument,
        "The account is missing.",
        remedy: "Write as 444455556666 COMMAND.",
        column: endColumn
      )
    }
    guard Cloud.isAccountNumber(words[1].text) else {
      throw CommandError(
        .badArgument,
        "\(words[1].text.prefix(60)) is no account number.",
        remedy: "An account has twelve digits, such as 444455556666.",
        column: words[1].column
      )
    }
    guard words.count > 2 else {
      throw CommandError(
        .missingArgument,
        "The command is missing.",
        remedy: "Write as \(words[1].text) COMMAND.",
        column: endColumn
      )
    }
    guard words[2].text != "deploy" else {
      throw CommandError(
        .notPossible,
        "A shop is deployed in the first account only.",
        remedy: "Write deploy without as.",
        column: words[2].column
      )
    }
    let previous = world.account
    world.account = words[1].text
    defer { world.account = previous }
    return try run(Array(words.dropFirst(2)))
  }
}
