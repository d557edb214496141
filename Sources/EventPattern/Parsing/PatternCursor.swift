import JSON

/// Walks over the tokens of a pattern and makes errors that point at them.
struct PatternCursor {
  private let bytes: [UInt8]
  private var tokenizer: JSONTokenizer
  /// The objects and lists that the present token lies in.
  private var levels: [SyntaxFault.Level] = []
  /// The token that was read last.
  private(set) var token: JSONToken

  /// Reads the first token of `text`.
  init(_ text: String) throws(PatternError) {
    bytes = Array(text.utf8)
    tokenizer = JSONTokenizer(text)
    do throws(JSONError) {
      token = try tokenizer.next()
    } catch {
      throw SyntaxFault(error, text: bytes, in: nil, lastEnd: 0).error
    }
    enterOrLeave()
  }

  /// Reads the next token and returns what it is.
  @discardableResult
  mutating func next() throws(PatternError) -> JSONToken.Kind {
    do throws(JSONError) {
      token = try tokenizer.next()
    } catch {
      let end = token.range.upperBound
      throw SyntaxFault(error, text: bytes, in: levels.last, lastEnd: end).error
    }
    enterOrLeave()
    return token.kind
  }

  private mutating func enterOrLeave() {
    switch token.kind {
    case .beginObject, .beginArray:
      levels.append(.init(isObject: token.kind == .beginObject, start: token.range.lowerBound))
    case .endObject, .endArray: levels.removeLast()
    default: break
    }
  }

  /// The string of a key or string token.
  var string: String { tokenizer.string(of: token) }

  /// The number of a number token.
  var number: JSONNumber { tokenizer.number(of: token) }

  /// The token as messages quote it: strings without quotes, everything else as it stands.
  var tokenText: String {
    switch token.kind {
    case .key, .string: string
    default: String(decoding: bytes[token.range], as: UTF8.self)
    }
  }

  /// Where the token begins, with its quote.
  var start: Int {
    switch token.kind {
    case .key, .string: token.range.lowerBound - 1
    default: token.range.lowerBound
    }
  }

  /// What stands from byte `start` to the end of the present token.
  func source(from start: Int) -> String {
    let isQuoted = token.kind == .key || token.kind == .string
    return String(
      decoding: bytes[start..<(token.range.upperBound + (isQuoted ? 1 : 0))],
      as: UTF8.self
    )
  }

  /// How much the services have read of the token that they refuse.
  enum Extent {
    /// What tells the token's kind: of a string the quote that opens it; with a name the colon and
    /// what tells the kind of its value, too.
    case kind
    /// All of it, to look at a string's text.
    case text
    /// They do not say, because they check it without their parser.
    case unknown
  }

  /// An error at the present token, or at byte `offset`.
  ///
  /// A breach of the grammar right behind a name comes first, because the services have read as far.
  func refusal(
    _ reason: String,
    _ remedy: String,
    at offset: Int? = nil,
    read extent: Extent = .kind
  ) -> PatternError {
    do throws(PatternError) {
      return PatternError(
        at: offset ?? start,
        of: bytes,
        reason: reason,
        location: try end(of: extent).map { SourceLocation(behind: $0, of: bytes) },
        remedy: remedy
      )
    } catch {
      return error
    }
  }

  /// Where what the services have read ends.
  private func end(of extent: Extent) throws(PatternError) -> Int? {
    switch (token.kind, extent) {
    case (_, .unknown): return nil
    case (.string, .kind): return start + 1
    case (.string, .text): return token.range.upperBound + 1
    case (.key, _):
      var ahead = self
      try ahead.next()
      return try ahead.end(of: .kind)
    default: return token.range.upperBound
    }
  }
}
