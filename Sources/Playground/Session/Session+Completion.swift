import Cloud

extension Session {
  /// Returns what the last word of `line` may be completed to, in the order of help.
  ///
  /// Each candidate is a whole word that begins with what is typed of it. A line that ends in a
  /// space asks for the next word.
  public func completions(for line: String) -> [String] {
    guard let split = try? Word.split(line) else { return [] }
    var words = split.map { $0.literal ?? "" }
    let startsNew = line.isEmpty || line.last?.isWhitespace == true
    let typed = startsNew ? "" : words.popLast() ?? ""
    if words.first == "let" {
      guard words.count > 2 else { return words.count == 2 ? ["="] : [] }
      words.removeFirst(3)
    }
    if words.first == "as" {
      guard words.count > 1 else { return [] }
      words.removeFirst(2)
    }
    if words.first == "aws" { words.removeFirst() }
    return candidates(after: words, typed: typed).filter { $0.hasPrefix(typed) && $0 != typed }
  }

  private func candidates(after words: [String], typed: String) -> [String] {
    guard let first = words.first else {
      return PlainCommands.words + ["let", "as"] + Cloud.catalogue.map(\.name)
    }
    let service = Cloud.catalogue.first { $0.name == first }
    let operation = words.count > 1 ? service?.operation(words[1]) : nil
    if operation == nil, let command = PlainCommands.command(first) {
      return command.candidates(after: Array(words.dropFirst()), in: self)
    }
    guard let service else { return [] }
    guard words.count > 1 else { return service.commandNames }
    if service.name == CloudWatchLogs.name, words[1] == "tail" {
      let groups = words.count == 2 && !typed.hasPrefix("-") ? world.cloud.logs.names : []
      return groups + LogsTail.options.filter { !words.contains($0) }
    }
    guard let operation else { return [] }
    return candidates(for: operation, after: words, typed: typed)
  }

  private func candidates(
    for operation: OperationEntry,
    after words: [String],
    typed: String
  ) -> [String] {
    let members = operation.shape.members
    if let member = members.first(where: { $0.option == words.last }), member.shape != .boolean,
      !typed.hasPrefix("--")
    {
      if case .choice(let choices) = member.shape { return choices }
      return names(for: member)
    }
    return members.map(\.option).filter { !words.contains($0) }
  }

  /// The names of what is deployed that a parameter may mean: queues for `--queue-url`.
  private func names(for member: Shape.Member) -> [String] {
    let name = member.name.lowercased()
    let kinds: [(word: String, kind: Component.Kind)] = [
      ("queue", .queue), ("function", .function), ("table", .table), ("bus", .bus),
      ("rule", .rule), ("instance", .server), ("bucket", .bucket),
      ("deliverystream", .deliveryStream),
    ]
    guard let kind = kinds.first(where: { name.contains($0.word) })?.kind else { return [] }
    return world.cloud.topology.components.filter { $0.kind == kind }.map(\.name)
  }
}
