import Cloud
import JSON

/// Takes the power from an Availability Zone.
struct LoseCommand: PlainCommand {
  static let help = CommandHelp(
    word: "lose",
    usage: "lose zone \(Zones.all.joined(separator: "|")) [at DURATION] [for DURATION]",
    summary: "lose an Availability Zone with everything in it",
    details: """
      It is back after the time that you say, or when it is healed: heal zone b. at counts from now.
      """,
    examples: ["lose zone b", "lose zone b at 2m for 10m"]
  )
  static let needsStage = false

  private let zone: ZoneWord
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    guard let zone = try ZoneWord(parsing: &arguments) else {
      if let word = arguments.rest.first {
        throw CommandError(
          .badArgument,
          "Only zones can be lost, and \(word.text) is none.",
          remedy: "Write lose zone b, or crash COMPONENT to lose one part of the shop.",
          column: word.column
        )
      }
      throw arguments.missing("the zone")
    }
    self.zone = zone
    timing = try Timing(parsing: &arguments)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: ["zone"]
    case "zone": Zones.all
    default: ["at", "for"].filter { !words.contains($0) }
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (cloud, letter) = (session.world.cloud, zone.letter)
    try session.world.schedule(timing) {
      try await cloud.lose(zone: letter)
    } end: { _ in
      try await cloud.restore(zone: letter)
    }
    return .said("\(zone): is lost\(timing.text.isEmpty ? " now" : timing.text).", zone.json)
  }
}

/// A zone as commands write it: `zone b`.
struct ZoneWord: CustomStringConvertible {
  /// The zone's letter.
  let letter: String

  /// Takes a zone; `nil` when the next word is not `zone`.
  ///
  /// - Throws: ``CommandError`` when the letter is missing, or no zone has it.
  init?(parsing arguments: inout Arguments) throws(CommandError) {
    guard arguments.take("zone") else { return nil }
    let word = try arguments.required("the zone's letter")
    letter = try word.choice("zone", Zones.all)
  }

  /// `zone b`.
  var description: String { "zone \(letter)" }

  /// The zone as data.
  var json: JSONValue { ["zone": .string(letter)] }
}
