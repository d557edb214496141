import Simulation

extension Load {
  /// Reads a load from words such as `flash-sale for 10m` or `steady --rate 20/s for 5m`.
  ///
  /// - Parameters:
  ///   - text: the load's words.
  ///   - readFile: reads a file of arrivals by its name; `nil` where files cannot be had.
  /// - Throws: ``LoadError``.
  public init(
    parsing text: String,
    readFile: ((String) throws -> String)? = nil
  ) throws(LoadError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    try self.init(words: words, readFile: readFile)
  }

  /// Reads a load from its words: a shape or a file, then `--rate RATE` and `for LENGTH`.
  ///
  /// - Parameters:
  ///   - words: the words.
  ///   - readFile: reads a file of arrivals by its name; `nil` where files cannot be had.
  /// - Throws: ``LoadError`` with the position of the word that is wrong.
  public init(
    words: [String],
    readFile: ((String) throws -> String)? = nil
  ) throws(LoadError) {
    guard let first = words.first else {
      throw LoadError(problem: "the load is missing", remedy: "write \(Self.choices)")
    }
    let options = try LoadOptions(words.dropFirst())
    guard let shape = LoadShape(rawValue: first) else {
      self = try Self.file(first, options, readFile)
      return
    }
    guard let duration = options.duration else {
      throw LoadError(
        problem: "the load has no length",
        remedy: "write how long it lasts, such as \(first) for 10m"
      )
    }
    do {
      try self.init(shape, rate: options.rate?.value ?? Self.ordinaryRate, for: duration.value)
    } catch {
      // Too many customers are the doing of both words; the length comes last and is shown.
      let isRate = options.rate.map { !Self.rates.contains($0.value) } ?? false
      let word = isRate ? options.rate?.word : duration.word
      throw LoadError(problem: error.problem, remedy: error.remedy, word: word)
    }
  }

  private static var choices: String {
    let names = LoadShape.allCases.map(\.rawValue).joined(separator: ", ")
    return "one of \(names), or the name of a file of arrivals"
  }

  private static func file(
    _ name: String,
    _ options: LoadOptions,
    _ readFile: ((String) throws -> String)?
  ) throws(LoadError) -> Load {
    guard let readFile, let text = try? readFile(name) else {
      let isFile = name.contains(".") || name.contains("/")
      let problem = isFile ? "the file \(name) cannot be read" : "there is no load \(name)"
      throw LoadError(problem: problem, remedy: "write \(choices)", word: 0)
    }
    if let rate = options.rate {
      throw LoadError(
        problem: "\(name) brings its own arrivals",
        remedy: "leave out --rate",
        word: rate.word
      )
    }
    do {
      let schedule = try ArrivalSchedule(parsing: text)
      return try Load(schedule, named: name, for: options.duration?.value)
    } catch let error as ArrivalScheduleError {
      let line = error.line.map { " line \($0):" } ?? ""
      throw LoadError(problem: "\(name):\(line) \(error.problem)", remedy: error.remedy, word: 0)
    } catch let error as LoadError {
      throw error
    } catch {
      throw LoadError(problem: "\(name): \(error)", remedy: "write \(choices)", word: 0)
    }
  }
}

/// What may follow the name of a load.
private struct LoadOptions {
  private(set) var rate: (value: Rate, word: Int)?
  private(set) var duration: (value: Duration, word: Int)?

  /// Reads the words behind the first.
  init(_ words: ArraySlice<String>) throws(LoadError) {
    var rest = words
    while let word = rest.popFirst() {
      let index = rest.startIndex - 1
      switch word {
      case "--rate" where rate == nil:
        rate = try Self.value(&rest, "a rate such as 20/s or 600/m after --rate") { Rate($0) }
      case "for" where duration == nil:
        duration = try Self.value(&rest, "a length such as 90s, 10m, 2h or 1d after for") {
          Duration(spelled: $0)
        }
      case "--rate", "for":
        throw LoadError(problem: "\(word) is there twice", remedy: "write it once", word: index)
      default:
        throw LoadError(
          problem: "\(word) means nothing here",
          remedy: "write a load as SHAPE [--rate 20/s] for 10m",
          word: index
        )
      }
    }
  }

  private static func value<Value>(
    _ rest: inout ArraySlice<String>,
    _ wanted: String,
    _ read: (String) -> Value?
  ) throws(LoadError) -> (Value, Int) {
    let index = rest.startIndex
    guard let word = rest.popFirst() else {
      throw LoadError(problem: "the load's words end too early", remedy: "write \(wanted)")
    }
    guard let value = read(word) else {
      throw LoadError(
        problem: "\(word.prefix(40)) is not understood",
        remedy: "write \(wanted)",
        word: index
      )
    }
    return (value, index)
  }
}
