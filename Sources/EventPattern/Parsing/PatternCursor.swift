import JSON

/// Walks over the tokens of a pattern and makes errors that point at them.
struct PatternCursor {
  private let bytes: [UInt8]
  private var tokenizer: JSONTokenizer
  /// For each open level whether it is an object.
  private var levels: [Bool] = []
  /// The token that was read last.
  private(set) var token: JSONToken

  /// Reads the first token of `text`.
  init(_ text: String) throws(PatternError) {
    bytes = Array(text.utf8)
    tokenizer = JSONTokenizer(text)
    do throws(JSONError) {
      token = try tokenizer.next()
    } catch {
      throw SyntaxFault(error, text: bytes, isInObject: nil, lastEnd: 0).error
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
      throw SyntaxFault(error, text: bytes, isInObject: levels.last, lastEnd: end).error
    }
    enterOrLeave()
    return token.kind
  }

  private mutating func enterOrLeave() {
    switch token.kind {
    case .beginObject: levels.append(true)
    case .beginArray: levels.append(false)
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

  /// An error at the present token, or at byte `offset`.
  func refusal(_ reason: String, _ remedy: String, at offset: Int? = nil) -> PatternError {
    PatternError(at: offset ?? start, of: bytes, reason: reason, remedy: remedy)
  }
}
