import Cloud
import JSON
public import Simulation

/// A place to type commands: one simulated cloud, its clock, and what has been kept by name.
///
/// Synchronous and for one thread: each line runs to its end, and the clock stands still between
/// lines. The same lines with the same seed always give the same outcomes.
public final class Session {
  /// The number from which all chance in the session is derived.
  public let seed: UInt64
  /// The latest records that are kept for `show logs`, `show trace` and `show timeline`.
  public static var traceWindow: Int { World.windowSize }

  private(set) var world: World
  /// What `let` has kept.
  private(set) var values: [String: JSONValue] = [:]
  /// The log groups whose new lines are shown beneath what commands show.
  var followers: [LogFollower] = []
  private var files: [String: String]
  private let readOutsideFile: ((String) throws -> String)?
  let pacer: (any Pacer)?
  /// How many jobs and timers a world of this session may run.
  let budget: Int?

  /// Is called now and then while a long command runs, for a display on standard error.
  public var onProgress: ((Progress) -> Void)? {
    didSet { world.onProgress = onProgress }
  }

  /// Creates a session with an empty cloud at the simulation's start.
  ///
  /// - Parameters:
  ///   - seed: the number from which all chance is derived.
  ///   - files: files that commands may name, by name: a lab's answer, a lesson's data.
  ///   - readFile: reads any other file; `nil` when commands may read none. A ``CommandError`` that
  ///     it throws is what the learner is told.
  ///   - pacer: holds commands back to the wall clock; `nil` to run them as fast as possible.
  ///   - budget: how many jobs and timers the simulation may run after each `deploy`; a command that
  ///     takes more fails with `BudgetExceeded`. `nil` for any number.
  public init(
    seed: UInt64,
    files: [String: String] = [:],
    readFile: ((String) throws -> String)? = nil,
    pacer: (any Pacer)? = nil,
    budget: Int? = nil
  ) {
    self.seed = seed
    self.pacer = pacer
    self.budget = budget
    self.files = files
    readOutsideFile = readFile
    world = World(seed: seed, pacer: pacer, budget: budget)
  }

  deinit {
    world.close()
  }

  /// The current instant.
  public var now: SimulationInstant { world.now }

  /// The name of the deployed stage; `nil` when the cloud has none.
  public var stage: String? { world.deployment?.stageName }

  /// Runs one line: a command, a comment or nothing.
  ///
  /// Never traps. A command that is refused has changed nothing.
  public func execute(_ line: String) -> CommandOutcome {
    let text = String(line.trimmed)
    let result: Result<CommandOutput, CommandError>
    do {
      var output = try perform(text)
      if !followers.isEmpty { output.followed = followedLines() }
      result = .success(output)
    } catch {
      result = .failure(error)
    }
    return CommandOutcome(command: text, time: now, result: result)
  }

  /// Reads a metric such as `orders.completed` or `latency.p95("checkout")` as it is now.
  ///
  /// - Throws: ``CommandError`` when there is no such metric, or it has no value yet.
  public func measure(_ metric: String) throws(CommandError) -> Measurement {
    try MetricCall(parsing: metric).measure(in: self)
  }

  // MARK: One line

  private func perform(_ line: String) throws(CommandError) -> CommandOutput {
    var words = try Word.split(line)
    guard let first = words.first else { return .nothing }
    guard first.literal == "let", !first.isQuoted else { return try command(words, in: line) }
    let assignment = try Assignment(words, line: line)
    words.removeFirst(3)
    try refuseWithoutAnswer(words[0])
    let output = try command(words, in: line)
    guard let answer = output.json else {
      throw CommandError(
        .notPossible,
        "The command has no answer to keep.",
        remedy: "Write it without let.",
        column: words[0].column
      )
    }
    values[assignment.name] = answer
    let shows = words[0].literal.flatMap { PlainCommands.command($0) }?.help.onlyShows == true
    return shows ? .said(assignment.summary(of: answer), answer) : output
  }

  /// Commands that only show something are refused before they run.
  private func refuseWithoutAnswer(_ word: Word) throws(CommandError) {
    guard let command = PlainCommands.command(word.literal ?? ""), !command.help.answers else {
      return
    }
    throw CommandError(
      .notPossible,
      "\(command.help.word) has no answer that let could keep.",
      remedy: "Write it without let.",
      column: word.column
    )
  }

  private func command(_ words: [Word], in line: String) throws(CommandError) -> CommandOutput {
    var arguments: [Argument] = []
    for word in words {
      var text = ""
      for piece in word.pieces {
        switch piece {
        case .text(let piece): text += piece
        case .reference(let reference): text += try reference.text(in: values)
        }
      }
      arguments.append(Argument(text: text, column: word.column, isQuoted: word.isQuoted))
    }
    return try command(arguments, in: line)
  }

  private func command(
    _ words: [Argument],
    in line: String
  ) throws(CommandError) -> CommandOutput {
    var arguments = words
    if arguments[0].text == "aws", arguments.count > 1 { arguments.removeFirst() }
    if arguments[0].text == "as" {
      return try inAccount(arguments, endColumn: line.count + 1) {
        (words) throws(CommandError) in try self.command(words, in: line)
      }
    }
    let name = arguments[0]
    if LogsTail.isMeant(by: arguments) { return try tail(arguments, endColumn: line.count + 1) }
    if let command = PlainCommands.command(name.text), !Self.isOperation(arguments) {
      return try plain(command, arguments.dropFirst(), name, in: line)
    }
    guard AWSCommand.begins(with: name.text) || AWSNames.otherServices.contains(name.text) else {
      throw PlainCommands.unknown(name)
    }
    return try performAWS(arguments, endColumn: line.count + 1)
  }

  /// Whether a service's word and one of its operations come first: `deploy create-deployment`.
  private static func isOperation(_ words: [Argument]) -> Bool {
    let service = Cloud.catalogue.first { $0.name == words[0].text }
    return words.count > 1 && service?.operation(words[1].text) != nil
  }

  /// The line from a place on with its values put in, quotes kept.
  private func substituted(_ line: String, from offset: Int) throws(CommandError) -> String {
    let characters = Array(line)
    var text = ""
    var index = offset
    for word in try Word.split(line) {
      for case .reference(let reference) in word.pieces where reference.column > offset {
        text += String(characters[index..<reference.column - 1])
        text += try reference.text(in: values)
        index = reference.column - 1 + reference.length
      }
    }
    return text + String(characters.dropFirst(index))
  }

  private func plain(
    _ command: any PlainCommand.Type,
    _ words: ArraySlice<Argument>,
    _ name: Argument,
    in line: String
  ) throws(CommandError) -> CommandOutput {
    if command.needsStage(for: words), stage == nil {
      throw CommandError(
        .noStage,
        "\(name.text) needs a shop, and none is deployed.",
        remedy: StageNames.deployFirst,
        column: name.column
      )
    }
    let offset = name.column - 1 + name.text.count
    var arguments = Arguments(
      words,
      usage: command.help.usage,
      endColumn: line.count + 1,
      source: (try substituted(line, from: offset), offset)
    )
    let parsed = try command.init(parsing: &arguments, in: self)
    try arguments.finish()
    return try parsed.run(in: self)
  }

  private func performAWS(
    _ words: [Argument],
    endColumn: Int
  ) throws(CommandError) -> CommandOutput {
    let command = try AWSCommand(parsing: words, endColumn: endColumn) {
      (name, column) throws(CommandError) in try self.file(name, column: column)
    }
    let (operation, input, cloud) = (command.operation, command.input, world.cloud)
    let began = now
    var answer: JSONValue
    do {
      answer = try world.run { try await operation.perform(input, on: cloud, for: .learner) }
      noteCall(command, .success(answer), since: began)
    } catch {
      noteCall(command, .failure(error), since: began)
      throw error.calling(operation)
    }
    if let outfile = command.outfile, let member = operation.outfileMember,
      case .object(var object) = answer
    {
      let part = object.removeValue(forKey: member) ?? .null
      if outfile != "-", outfile != "/dev/stdout" {
        // A payload is JSON, and a string of it has quotes; the content of an object is a text.
        files[outfile] = member == "Payload" ? part.text() : part.stringValue ?? ""
        answer = .object(object)
      }
    }
    return CommandOutput(json: answer)
  }

  // MARK: What commands may change

  /// Puts a new world in the place of the present one, which ends.
  func replaceWorld(with new: World) {
    world.close()
    world = new
    world.onProgress = onProgress
    values = [:]
    followers = []
  }

  /// Reads a file of the session, or one outside it.
  func file(_ name: String, column: Int?) throws(CommandError) -> String {
    if let text = files[name] { return text }
    guard let readOutsideFile else {
      throw CommandError(
        .unreadableFile,
        "There is no file \(name) here.",
        remedy: Spelling.remedy(for: name, among: files.keys.sorted()),
        column: column
      )
    }
    do {
      return try readOutsideFile(name)
    } catch let error as CommandError {
      throw CommandError(
        code: error.code,
        message: error.message,
        remedy: error.remedy,
        column: column
      )
    } catch {
      throw CommandError(.unreadableFile, "\(name) cannot be read: \(error).", column: column)
    }
  }
}

extension CommandError {
  /// The error of a service as the AWS CLI words it.
  func calling(_ operation: OperationEntry) -> CommandError {
    guard isAnswer else { return self }
    return CommandError(
      code: code,
      message: "An error occurred (\(code)) when calling the \(operation.name) operation: "
        + message,
      remedy: remedy,
      column: column
    )
  }
}
