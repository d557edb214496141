extension Response {
  /// Reads an answer to an item from one line, or from the lines of a block.
  ///
  /// - Returns: the answer; nil when the text is blank, which is not an attempt.
  /// - Throws: why the text cannot answer this item, and how an answer is written.
  public static func parse(
    _ text: String,
    for item: QuizItem
  ) throws(ResponseError) -> Response? {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.contains(where: { !$0.trimmed.isEmpty }) else { return nil }
    if item.takesLines {
      guard lines.count <= ResponseReader.longest else {
        throw ResponseError(
          problem: "the answer has more than \(ResponseReader.longest) lines",
          remedy: "Give \(item.script == nil ? "the text" : "what is asked for") alone"
        )
      }
      return .lines(lines.map { String($0.withoutTrailingSpace) })
    }
    let line = lines.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    let reader = ResponseReader(text: line)
    switch item.question {
    case .single(let choice): return try .options(reader.one(of: choice))
    case .multi(let choice): return try .options(reader.several(of: choice))
    case .trueFalse(let choice): return try .options([reader.truth(of: choice)])
    case .match(let matching): return try .pairs(reader.pairs(of: matching))
    case .order(let arrangement): return try .sequence(reader.sequence(of: arrangement))
    case .text: return try reader.words()
    case .numeric, .predict, .lab: return try reader.number()
    }
  }
}

/// Reads one line as an answer of a type.
struct ResponseReader {
  /// An answer is refused beyond this many lines.
  static let longest = 1_000
  /// The same for the characters of a text.
  private static let longestText = 500

  let text: String

  // MARK: Options

  func one(of choice: Choice) throws(ResponseError) -> [Int] {
    let chosen = try several(of: choice)
    guard chosen.count == 1 else {
      throw ResponseError(
        problem:
          "`\(Self.shown(text))` chooses \(chosen.count) options of a question with one answer",
        remedy: "Write one letter, \(Self.letters(of: choice))"
      )
    }
    return chosen
  }

  func several(of choice: Choice) throws(ResponseError) -> [Int] {
    try letters(among: Self.letters(of: choice)) { choice.index(of: $0) }.sorted()
  }

  func truth(of choice: Choice) throws(ResponseError) -> Int {
    let word = text.lowercased()
    let meant = ["t": "true", "f": "false"][word] ?? word
    if let index = choice.options.firstIndex(where: { $0.text.lowercased() == meant }) {
      return index
    }
    if let index = choice.index(of: word) { return index }
    throw ResponseError(
      problem: "`\(Self.shown(text))` is neither true nor false",
      remedy: "Write `true` or `false`"
    )
  }

  private static func letters(of choice: Choice) -> String {
    guard let first = choice.options.first, let last = choice.options.last else { return "nothing" }
    return "\(first.letter) to \(last.letter)"
  }

  /// The indices of the letters in the text, in its order, each once.
  private func letters(
    among allowed: String,
    index: (String) -> Int?
  ) throws(ResponseError) -> [Int] {
    var chosen: [Int] = []
    let words = text.split { $0 == "," || $0 == " " || $0 == "\t" }
    for word in words.flatMap({ Self.letters(in: $0, index: index) }) {
      let letter = word.last == ")" || word.last == "." ? word.dropLast() : word
      guard let index = index(String(letter)) else {
        throw ResponseError(
          problem: "`\(Self.shown(String(word)))` is not an option of this question",
          remedy: "Write \(allowed)"
        )
      }
      guard !chosen.contains(index) else {
        throw ResponseError(
          problem: "option \(letter.lowercased()) is chosen twice",
          remedy: "Write each letter once"
        )
      }
      chosen.append(index)
    }
    guard !chosen.isEmpty else {
      throw ResponseError(
        problem: "`\(Self.shown(text))` chooses no option",
        remedy: "Write \(allowed)"
      )
    }
    return chosen
  }

  /// The letters of a word that is several written together, such as `ac`; else the word itself.
  private static func letters(in word: Substring, index: (String) -> Int?) -> [Substring] {
    guard word.count > 1, index(String(word)) == nil,
      word.allSatisfy({ index(String($0)) != nil })
    else { return [word] }
    return word.indices.map { word[$0...$0] }
  }

  // MARK: Pairs and orders

  func pairs(of matching: Matching) throws(ResponseError) -> [Int?] {
    let example = "Write pairs such as `1\(matching.lettering.letters.first ?? "a")`, "
    let last = matching.lettering.letters.last ?? "a"
    let remedy = example + "with 1 to \(matching.stems.count) and a to \(last)"
    var partners: [Int?] = Array(repeating: nil, count: matching.stems.count)
    var rest = text[...]
    let isGap: (Character) -> Bool = { ", ;\t".contains($0) }
    rest = rest.drop(while: isGap)
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let between = rest[digits.endIndex...].drop { " =:.)-\t".contains($0) }
      let letter = between.prefix { $0.isLetter }
      guard let number = Int(digits), (1...matching.stems.count).contains(number),
        let partner = matching.lettering.index(of: letter)
      else {
        let piece = rest.prefix { !isGap($0) }
        throw ResponseError(problem: "`\(Self.shown(String(piece)))` is not a pair", remedy: remedy)
      }
      guard partners[number - 1] == nil else {
        throw ResponseError(
          problem: "\(number) is given two partners",
          remedy: "Write each number once"
        )
      }
      partners[number - 1] = partner
      rest = between[letter.endIndex...].drop(while: isGap)
    }
    guard partners.contains(where: { $0 != nil }) else {
      throw ResponseError(problem: "`\(Self.shown(text))` has no pair", remedy: remedy)
    }
    return partners
  }

  func sequence(of arrangement: Arrangement) throws(ResponseError) -> [Int] {
    let last = arrangement.lettering.letters.last ?? "a"
    return try letters(among: "letters a to \(last) in order") {
      arrangement.lettering.index(of: $0)
    }
  }

  // MARK: Numbers and words

  func number() throws(ResponseError) -> Response {
    var digits = text[...]
    if digits.first == "$" { digits = digits.dropFirst().trimmed }
    if digits.last == "%" { digits = digits.dropLast().trimmed }
    guard let value = NumberText.value(of: digits) else {
      let remedy =
        digits.contains(",")
        ? "Write a decimal point, and no comma: `1200.5`"
        : "Write the number alone, such as `12.5`; the question names the unit"
      throw ResponseError(problem: "`\(Self.shown(text))` is not a number", remedy: remedy)
    }
    return .number(value, text: String(digits))
  }

  func words() throws(ResponseError) -> Response {
    guard text.count <= Self.longestText else {
      throw ResponseError(
        problem: "the answer has more than \(Self.longestText) characters",
        remedy: "Write a word or a few"
      )
    }
    return .text(text)
  }

  /// The beginning of a text that may be long.
  private static func shown(_ text: String) -> String {
    text.count <= 40 ? text : text.prefix(37) + "..."
  }
}
