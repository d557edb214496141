/// One token of a JSON text.
///
/// Commas and colons are checked by the tokenizer and yield no token of their own.
public struct JSONToken: Sendable, Hashable {
  /// What a token is.
  public enum Kind: Sendable, Hashable {
    /// `{`
    case beginObject
    /// `}`
    case endObject
    /// `[`
    case beginArray
    /// `]`
    case endArray
    /// A name in an object; its value follows.
    case key
    /// A string that is a value.
    case string
    /// A number.
    case number
    /// The literal `true`.
    case `true`
    /// The literal `false`.
    case `false`
    /// The literal `null`.
    case null
    /// The end of the text, after one whole value.
    case end
  }

  /// What the token is.
  public let kind: Kind
  /// Where it stands, in UTF-8 bytes; for keys and strings what lies between the quotes.
  public let range: Range<Int>
  /// For keys and strings: no escapes within; for numbers: neither fraction nor exponent.
  public let isPlain: Bool
}
