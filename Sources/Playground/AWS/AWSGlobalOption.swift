/// The options that every command of the AWS CLI takes.
enum AWSGlobalOption {
  /// Why an option has no place here; `nil` for any other word.
  static func refusal(of word: Argument) -> CommandError? {
    guard word.isOption else { return nil }
    let name = String(word.text.prefix { $0 != "=" })
    switch name {
    case "--query":
      return CommandError(
        .notHere,
        "The AWS CLI has --query, and this language has not.",
        remedy: "Keep the answer with let m = …, and write {m.Messages[0].Body} for a part of it.",
        column: word.column
      )
    case "--profile":
      return CommandError(
        .notHere,
        "The AWS CLI has --profile, and this language has not.",
        remedy: "Write as 444455556666 before the command to act in that account.",
        column: word.column
      )
    case "--endpoint-url", "--debug", "--no-sign-request", "--no-verify-ssl":
      return CommandError(
        .notHere,
        "The AWS CLI has \(name), and here it has no meaning: there is no network.",
        remedy: "Take it away.",
        column: word.column
      )
    default: return nil
    }
  }

  /// Takes off those that change nothing here.
  ///
  /// - Throws: ``CommandError`` when one asks for what there is not.
  static func take(from arguments: inout Arguments) throws(CommandError) {
    _ = arguments.flag("--no-cli-pager")
    _ = arguments.flag("--no-paginate")
    _ = try arguments.option("--region")?.choice("Region here", ["us-east-1"])
    _ = try arguments.option("--output")?.choice("output here", ["json"])
    _ = try arguments.option("--color")?.choice("colour setting", ["on", "off", "auto"])
  }
}
