import Cloud
import JSON

/// A command in the AWS CLI's grammar, checked against the operation's shape and ready to go.
struct AWSCommand {
  let operation: OperationEntry
  let input: JSONValue
  /// Where a function's result or an object's content goes; `nil` to print it with the rest.
  let outfile: String?

  /// Whether `word` begins such a command.
  static func begins(with word: String) -> Bool {
    Cloud.catalogue.contains { $0.name == word }
  }

  /// Reads `SERVICE OPERATION --option value …`.
  ///
  /// - Throws: ``CommandError`` that names the nearest service, operation or option, or says that
  ///   AWS has it and this mini cloud has not.
  init(
    parsing words: [Argument],
    endColumn: Int,
    readFile: @escaping (String, Int) throws(CommandError) -> String
  ) throws(CommandError) {
    var words = words[...]
    guard let serviceWord = words.popFirst() else { preconditionFailure("no service was named") }
    let service = try Self.service(serviceWord)
    guard let operationWord = words.popFirst() else {
      throw CommandError(
        .missingArgument,
        "\(service.name) needs an operation.",
        remedy: Spelling.choices(service.commandNames),
        column: endColumn
      )
    }
    operation = try Self.operation(operationWord, of: service)
    var options = OptionReader(
      operation: operation,
      endColumn: endColumn,
      readFile: readFile
    )
    try options.read(words)
    input = try options.checkedInput()
    outfile = options.outfile
  }

  private static func service(_ word: Argument) throws(CommandError) -> ServiceEntry {
    if let service = Cloud.catalogue.first(where: { $0.name == word.text }) { return service }
    let names = Cloud.catalogue.map(\.name)
    if AWSNames.otherServices.contains(word.text) {
      throw CommandError(
        .notHere,
        "AWS has \(word.text), and this mini cloud has not.",
        remedy: AWSNames.otherWays[word.text] ?? Spelling.choices(names),
        column: word.column
      )
    }
    throw CommandError(
      .unknownCommand,
      "There is no service \(word.text).",
      remedy: Spelling.remedy(for: word.text, among: names),
      column: word.column
    )
  }

  private static func operation(
    _ word: Argument,
    of service: ServiceEntry
  ) throws(CommandError) -> OperationEntry {
    let names = service.commandNames
    if let found = service.operations.first(where: { $0.commandName == word.text }) { return found }
    if AWSNames.operations(of: service.name).contains(word.text) {
      throw CommandError(
        .notHere,
        "AWS has \(service.name) \(word.text), and this mini cloud has not.",
        remedy: Spelling.choices(names),
        column: word.column
      )
    }
    throw CommandError(
      .unknownOperation,
      "\(service.title) has no operation \(word.text).",
      remedy: Spelling.remedy(for: word.text, among: names),
      column: word.column
    )
  }
}

extension ServiceEntry {
  /// What may stand behind the service's word: its operations, and what the AWS CLI adds to them.
  var commandNames: [String] {
    operations.map(\.commandName) + (name == CloudWatchLogs.name ? ["tail"] : [])
  }
}

extension OperationEntry {
  /// Which part of the answer the AWS CLI puts into a file; `nil` for an operation without one.
  var outfileMember: String? {
    switch (service, name) {
    case (Lambda.name, "Invoke"): "Payload"
    case (S3.name, "GetObject"): "Body"
    default: nil
    }
  }

  /// Whether the value of a parameter is the path of a file, as the AWS CLI has it for contents.
  func takesPath(for member: Shape.Member) -> Bool { service == S3.name && member.name == "Body" }

  /// How the operation is written with what it needs.
  var shortUsage: String {
    let required = shape.members.filter(\.isRequired).map { " \($0.written)" }
    return "\(service) \(commandName)" + required.joined()
  }

  /// How the operation is written: required options first, the others in brackets.
  var usage: String {
    let optional = shape.members.filter { !$0.isRequired }.map { " [\($0.written)]" }
    let outfile = outfileMember == nil ? "" : " [OUTFILE]"
    return shortUsage + optional.joined() + outfile
  }
}

extension Shape.Member {
  /// The option with a word for its value: `--delay-seconds INTEGER`.
  fileprivate var written: String {
    switch shape {
    case .boolean: option
    case .blob: "\(option) BLOB"
    case .integer: "\(option) INTEGER"
    case .number: "\(option) NUMBER"
    case .date: "\(option) DATE"
    case .choice(let choices): "\(option) \(choices.joined(separator: "|"))"
    case .json: "\(option) JSON"
    case .list(.structure), .list(.map), .list(.list): "\(option) STRUCTURE …"
    case .list: "\(option) VALUE …"
    case .map: "\(option) NAME=VALUE,…"
    case .structure: "\(option) STRUCTURE"
    case .string: "\(option) TEXT"
    }
  }
}
