public import JSON

/// A parameter that does not fit an operation's shape: where, what, and what is allowed.
public struct ParameterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is the matter with it.
  public enum Kind: Hashable, Sendable {
    /// It must be there, and is not.
    case missing
    /// The operation has no such parameter; these it has.
    case unknown(allowed: [String])
    /// It holds something else than it should.
    case wrongType(expected: String, found: String)
    /// It is none of these texts.
    case notAChoice(found: String, allowed: [String])
    /// The type's own rules refuse it.
    case refused(String)
  }

  /// Where: `QueueUrl`, `Entries[0].Id`; empty for the input as a whole.
  public let path: String
  /// What is the matter.
  public let kind: Kind

  /// Creates the error about the parameter at `path`.
  public init(_ path: String, _ kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// Place, problem and what is allowed, in one line.
  public var description: String {
    let place = path.isEmpty ? "the input" : path
    return switch kind {
    case .missing: "\(place) is missing"
    case .unknown(let allowed):
      "\(place) is no parameter here; there are " + allowed.joined(separator: ", ")
    case .wrongType(let expected, let found): "\(place) must be \(expected), but is \(found)"
    case .notAChoice(let found, let allowed):
      "\(place) must be one of \(allowed.joined(separator: ", ")), but is \(found)"
    case .refused(let reason): reason
    }
  }
}

extension Shape {
  /// Checks that `value` has this shape, before anything is done with it.
  ///
  /// - Parameters:
  ///   - value: the input.
  ///   - path: where it stands, for the error.
  /// - Throws: ``ParameterError`` about the first thing that does not fit.
  public func check(_ value: JSONValue, at path: String = "") throws(ParameterError) {
    switch (self, value) {
    case (.json, _), (.string, .string), (.number, .number), (.boolean, .bool): return
    case (.date, .string), (.date, .number), (.blob, .string): return
    case (.integer, .number(let number)) where number.int != nil: return
    case (.choice(let choices), .string(let text)):
      guard choices.contains(text) else {
        throw ParameterError(path, .notAChoice(found: text, allowed: choices))
      }
    case (.list(let element), .array(let values)):
      for (index, value) in values.enumerated() {
        try element.check(value, at: "\(path)[\(index)]")
      }
    case (.map(let element), .object(let object)):
      for (key, value) in object { try element.check(value, at: Self.join(path, key)) }
    case (.structure(let members), .object(let object)):
      try Self.check(object, members, at: path)
    default:
      throw ParameterError(path, .wrongType(expected: description, found: value.kindDescription))
    }
  }

  private static func check(
    _ object: JSONObject,
    _ members: [Member],
    at path: String
  ) throws(ParameterError) {
    for (key, value) in object {
      guard let member = members.first(where: { $0.name == key }) else {
        throw ParameterError(join(path, key), .unknown(allowed: members.map(\.name)))
      }
      if value == .null, !member.isRequired { continue }
      try member.shape.check(value, at: join(path, key))
    }
    for member in members where member.isRequired && object[member.name] == nil {
      throw ParameterError(join(path, member.name), .missing)
    }
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}
