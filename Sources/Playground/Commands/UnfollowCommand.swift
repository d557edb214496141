import Cloud
import JSON

/// Ends what `logs tail --follow` has begun.
struct UnfollowCommand: PlainCommand {
  static let help = CommandHelp(
    word: "unfollow",
    usage: "unfollow [GROUP]",
    summary: "end what logs tail --follow has begun, of one log group or of all",
    examples: ["unfollow", "unfollow /aws/lambda/place-order"]
  )
  static let needsStage = false

  private let groups: [String]

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let followed = session.followedGroups
    guard !followed.isEmpty else {
      throw CommandError(
        .notPossible,
        "No log group is followed.",
        remedy: "logs tail GROUP --follow begins that."
      )
    }
    guard let word = arguments.next() else {
      groups = followed
      return
    }
    groups = [try word.choice("log group that is followed", followed)]
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? session.followedGroups : []
  }

  func run(in session: Session) -> CommandOutput {
    session.stopFollowing(groups)
    let names = groups.joined(separator: ", ")
    return .said(
      "\(names) \(groups.count == 1 ? "is" : "are") no longer followed.",
      ["groups": .array(groups.map { .string($0) })]
    )
  }
}
