import JSON
import Shop
import Simulation

/// Sends a photo.
struct PhotoCommand: PlainCommand {
  static let help = CommandHelp(
    word: "photo",
    usage: "photo NAME [--poison] [at DURATION]",
    summary: "send a photo, to be made small",
    details: """
      A poison photo is a small file that claims to be enormous: unpacking it takes 80 GB.
      With at it is sent later, while other commands go on.
      """,
    examples: ["photo rake.jpg", "photo rake.jpg --poison at 4m"]
  )

  private let photo: Photo
  private let delay: Duration?

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let isPoison = arguments.flag("--poison")
    let word = try arguments.required("the photo's name")
    guard (1...100).contains(word.text.count) else {
      throw CommandError(
        .badArgument,
        "A photo's name has 1 to 100 characters.",
        remedy: "Write \(Self.help.usage).",
        column: word.column
      )
    }
    delay = arguments.take("at") ? try arguments.required("when").duration() : nil
    photo = isPoison ? .poison(name: word.text) : Photo(name: word.text)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? [] : ["--poison", "at"].filter { !words.contains($0) }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    guard let delay, let fernway = session.world.deployment?.fernway else {
      return try CustomerRequest(request: .photo(photo), name: "Photo \(photo.name)")
        .send(in: session)
    }
    let (simulation, photo) = (session.world.simulation, photo)
    session.world.start {
      try await simulation.sleep(for: delay, .background)
      _ = try await fernway.send(.photo(photo))
    }
    return .said(
      "Photo \(photo.name) comes in \(delay.readable).",
      ["id": .string(photo.name), "at_ms": .milliseconds(session.now.advanced(by: delay))]
    )
  }
}
