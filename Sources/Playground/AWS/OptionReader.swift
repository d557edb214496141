import Cloud
import JSON

/// Reads the options of an operation into its input.
struct OptionReader {
  let operation: OperationEntry
  /// Where the line ends: what is missing would stand there.
  let endColumn: Int
  let readFile: (String, Int) throws(CommandError) -> String

  private(set) var outfile: String?
  /// How bytes are written.
  private var binaryFormat = BinaryFormat.base64
  private var input = JSONObject()
  /// What `--cli-input-json` gave; options on the command line win over it.
  private var whole = JSONObject()
  /// Where each parameter was given, for errors about its value.
  private var columns: [String: Int] = [:]

  init(
    operation: OperationEntry,
    endColumn: Int,
    readFile: @escaping (String, Int) throws(CommandError) -> String
  ) {
    self.operation = operation
    self.endColumn = endColumn
    self.readFile = readFile
  }

  mutating func read(_ words: ArraySlice<Argument>) throws(CommandError) {
    var words = words
    while let word = words.popFirst() {
      guard word.isOption else {
        // One word may stand without an option: the file for a part of the answer.
        guard operation.outfileMember != nil, outfile == nil else { throw stray(word) }
        outfile = word.text
        continue
      }
      var (name, values) = (word.text, [Argument]())
      if let equals = word.text.firstIndex(of: "=") {
        name = String(word.text[..<equals])
        let text = String(word.text[word.text.index(after: equals)...])
        values.append(.init(text: text, column: word.column + name.count + 1, isQuoted: false))
      }
      if try readGlobal(name, word, values.first, &words) { continue }
      try readParameter(name, word, values, &words)
    }
  }

  private func stray(_ word: Argument) -> CommandError {
    CommandError(
      .tooManyWords,
      "\(word.text) belongs to no option.",
      remedy: "Write \(operation.shortUsage). Text with spaces needs quotes.",
      column: word.column
    )
  }

  // MARK: The operation's own parameters

  private mutating func readParameter(
    _ name: String,
    _ word: Argument,
    _ inline: [Argument],
    _ words: inout ArraySlice<Argument>
  ) throws(CommandError) {
    let member = try member(name, word)
    guard columns[member.name] == nil else {
      throw CommandError(
        .badArgument,
        "\(name) is there twice.",
        remedy: "Write it once; a list takes its values one after the other.",
        column: word.column
      )
    }
    columns[member.name] = word.column
    if member.shape == .boolean, inline.isEmpty {
      input[member.name] = .bool(name == member.option)
      return
    }
    var values = inline
    if inline.isEmpty {
      while let next = words.first, !next.isOption {
        if !values.isEmpty, !member.shape.isList { break }
        values.append(next)
        words.removeFirst()
      }
    }
    guard !values.isEmpty else {
      throw CommandError(
        .missingArgument,
        "\(name) needs a value: \(member.shape.description).",
        remedy: "A value that begins with -- needs quotes.",
        column: words.first?.column ?? endColumn
      )
    }
    if operation.takesPath(for: member) {
      input[member.name] = .string(try contents(name, values))
      return
    }
    let isBody = operation.outfileMember == "Payload" && member.name == "Payload"
    // An empty body is none.
    if isBody, values.count == 1, values[0].text.isEmpty { return }
    let reader = ParameterValue(
      option: name,
      shape: member.shape,
      isBody: isBody,
      readFile: readFile
    )
    let value: JSONValue
    do {
      value = try reader.value(of: values)
    } catch {
      throw error.calling(operation)
    }
    do {
      try member.shape.check(value, at: member.name)
    } catch {
      throw CommandError(error, option: name, column: values[0].column)
    }
    input[member.name] = value
  }

  /// The content of the file whose path is the one value of an option.
  private func contents(_ name: String, _ values: [Argument]) throws(CommandError) -> String {
    guard !values[0].text.hasPrefix("file://"), !values[0].text.hasPrefix("fileb://") else {
      throw CommandError(
        .badArgument,
        "\(name) is the path of a file, without file:// before it.",
        remedy: "Write \(name) \(values[0].text.split(separator: "/").last ?? "NAME").",
        column: values[0].column
      )
    }
    return try readFile(values[0].text, values[0].column)
  }

  private func member(_ name: String, _ word: Argument) throws(CommandError) -> Shape.Member {
    let members = operation.shape.members
    let positive = name.hasPrefix("--no-") ? "--" + name.dropFirst(5) : name
    for member in members {
      if member.option == name { return member }
      if member.option == positive, member.shape == .boolean { return member }
    }
    let options = members.map(\.option)
    let nearest = Spelling.nearest(to: name, among: options)
    let all = options.isEmpty ? "It takes none." : "It takes \(options.joined(separator: ", "))."
    throw CommandError(
      .unknownOption,
      "\(operation.service) \(operation.commandName) has no option \(name).",
      remedy: nearest.map { "Did you mean \($0)?" } ?? all,
      column: word.column
    )
  }

  // MARK: Options that every operation of the AWS CLI takes

  private mutating func readGlobal(
    _ name: String,
    _ word: Argument,
    _ inline: Argument?,
    _ words: inout ArraySlice<Argument>
  ) throws(CommandError) -> Bool {
    func value() throws(CommandError) -> Argument {
      if let inline { return inline }
      if let next = words.popFirst() { return next }
      throw CommandError(.missingArgument, "\(name) needs a value.", column: endColumn)
    }
    switch name {
    case "--no-cli-pager", "--no-paginate": return true
    case "--region": _ = try value().choice("Region here", ["us-east-1"])
    case "--output": _ = try value().choice("output here", ["json"])
    case "--cli-binary-format":
      let word = try value()
      let formats = BinaryFormat.allCases.map(\.rawValue)
      binaryFormat = BinaryFormat(rawValue: try word.choice("format", formats)) ?? .base64
    case "--cli-input-json": try readWhole(try value())
    default:
      if let refusal = AWSGlobalOption.refusal(of: word) { throw refusal }
      return false
    }
    return true
  }

  private mutating func readWhole(_ word: Argument) throws(CommandError) {
    let reader = ParameterValue(option: "--cli-input-json", shape: .json, readFile: readFile)
    let value = try reader.value(of: [word])
    guard let object = value.objectValue else {
      throw CommandError(
        .badArgument,
        "--cli-input-json must be an object, but is \(value.kindDescription).",
        column: word.column
      )
    }
    whole = object
  }

  /// The input, when it is whole.
  func checkedInput() throws(CommandError) -> JSONValue {
    var merged = input
    for (key, value) in whole where merged[key] == nil { merged[key] = value }
    let input = JSONValue.object(merged)
    do {
      try operation.shape.check(input)
    } catch {
      let top = String(error.path.prefix { $0 != "." && $0 != "[" })
      let option = operation.shape.members.first { $0.name == top }?.option
      if case .missing = error.kind, top == error.path, let option {
        throw CommandError(
          .missingArgument,
          "\(operation.service) \(operation.commandName) needs \(option).",
          remedy:
            "Write \(operation.shortUsage). help \(operation.service) \(operation.commandName)"
            + " shows the rest.",
          column: endColumn
        )
      }
      throw CommandError(error, option: option ?? error.path, column: columns[top])
    }
    return try binaryFormat.onTheWire(input, operation.shape)
  }
}

extension Shape {
  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }
}

extension CommandError {
  /// Words a parameter that does not fit its shape.
  init(_ error: ParameterError, option: String, column: Int?) {
    switch error.kind {
    case .unknown(let allowed):
      let name = error.path.split(separator: ".").last.map(String.init) ?? error.path
      self.init(
        .unknownOption,
        "\(error.path) is no parameter here.",
        remedy: Spelling.remedy(for: name, among: allowed),
        column: column
      )
    case .missing:
      self.init(.missingArgument, "\(error.path) is missing in \(option).", column: column)
    case .notAChoice(let found, let allowed):
      self.init(
        .badArgument,
        "\(error.path) cannot be \(found).",
        remedy: Spelling.remedy(for: found, among: allowed),
        column: column
      )
    case .wrongType, .refused:
      self.init(.badArgument, "\(error.description).", column: column)
    }
  }
}
