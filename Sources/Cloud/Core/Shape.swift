public import JSON

/// What an operation takes, read off its Swift type: names, types, choices and nesting.
///
/// Help, completion, the command line's values and the errors about them all read shapes, so that
/// nothing is described twice. ``Shape/init(of:)`` collects one.
public indirect enum Shape: Hashable, Sendable {
  /// Text.
  case string
  /// A whole number.
  case integer
  /// A number with or without a fraction.
  case number
  /// True or false.
  case boolean
  /// Bytes, in Base64.
  case blob
  /// A date, or seconds since 1970.
  case date
  /// One of these texts.
  case choice([String])
  /// Any JSON value; also where a type contains itself.
  case json
  /// Values of one shape, in order.
  case list(Shape)
  /// Values of one shape, by names that the caller chooses.
  case map(Shape)
  /// Named members.
  case structure([Member])

  /// One member of a structure: a parameter of an operation, or a part of one.
  public struct Member: Hashable, Sendable {
    /// The name on the wire and in JSON, such as `QueueUrl`.
    public let name: String
    /// Whether it must be there.
    public let isRequired: Bool
    /// What it holds.
    public let shape: Shape

    /// Creates a member.
    public init(_ name: String, isRequired: Bool, _ shape: Shape) {
      self.name = name
      self.isRequired = isRequired
      self.shape = shape
    }

    /// The option of the command line: `QueueUrl` → `--queue-url`.
    public var option: String { WireNames.option(name) }
  }

  /// The members of a structure; none of anything else.
  public var members: [Member] {
    if case .structure(let members) = self { members } else { [] }
  }

  /// The shape in words, with an article: `a string`, `one of Event, DryRun`, `a list of strings`.
  public var description: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "a boolean"
    case .blob: "bytes in Base64"
    case .date: "a date or seconds since 1970"
    case .choice(let choices): "one of " + choices.joined(separator: ", ")
    case .json: "a JSON value"
    case .list(let element): "a list of \(element.plural)"
    case .map(let value): "a map to \(value.plural)"
    case .structure: "a structure"
    }
  }

  private var plural: String {
    switch self {
    case .string, .choice: "strings"
    case .integer: "integers"
    case .number: "numbers"
    case .boolean: "booleans"
    case .blob: "bytes in Base64"
    case .date: "dates"
    case .json: "JSON values"
    case .list: "lists"
    case .map: "maps"
    case .structure: "structures"
    }
  }
}

/// A type whose hand-written decoder cannot show what it takes, and which therefore says so.
public protocol ShapeDescribing: Decodable {
  /// What the type takes.
  static var shape: Shape { get }
  /// Any value, to go on with while a shape is collected.
  static var example: Self { get }
}

extension JSONValue: ShapeDescribing {
  /// Anything.
  public static var shape: Shape { .json }
  /// `null`.
  public static var example: JSONValue { .null }
}
