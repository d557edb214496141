import JSON

/// Something about a stage that a learner may choose when deploying it.
public struct StageSetting: Hashable, Sendable {
  /// What a setting may be.
  public enum Allowed: Hashable, Sendable {
    /// One of these words.
    case words([String])
    /// A whole number in this range.
    case numbers(ClosedRange<Int>)
    /// A JSON object; what it is for, in words.
    case json(String)

    /// What is allowed, in words: `on or off`, `a whole number from 1 to 1000`.
    public var description: String {
      switch self {
      case .words(let words): words.joined(separator: " or ")
      case .numbers(let range):
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .json(let what): what
      }
    }

    func contains(_ value: String) -> Bool {
      switch self {
      case .words(let words): words.contains(value)
      case .numbers(let range): Int(value).map(range.contains) ?? false
      case .json: (try? JSONValue(parsing: value))?.objectValue != nil
      }
    }
  }

  /// The setting's name, such as `instance-type`.
  public let name: String
  /// What it is for.
  public let summary: String
  /// What it may be.
  public let allowed: Allowed
  /// What it is when nothing is said.
  public let preset: String

  /// Creates a setting.
  public init(_ name: String, _ summary: String, _ allowed: Allowed, preset: String) {
    precondition(allowed.contains(preset), "\(name) cannot be \(preset) when nothing is said")
    self.name = name
    self.summary = summary
    self.allowed = allowed
    self.preset = preset
  }
}

/// The values of a stage's settings: all of them, chosen or preset, each of the allowed kind.
public struct StageSettings: Hashable, Sendable {
  /// The values in the order in which the stage lists its settings.
  public let values: [(name: String, value: String)]

  /// Takes what is chosen and presets the rest.
  ///
  /// - Parameters:
  ///   - chosen: names and values; of a name given twice the last counts.
  ///   - stage: whose settings they are.
  /// - Throws: ``StageError`` for a setting that the stage does not have, or a value that is not
  ///   allowed.
  public init(
    _ chosen: [(name: String, value: String)] = [],
    for stage: any Stage.Type
  ) throws(StageError) {
    for (name, value) in chosen {
      guard let setting = stage.settings.first(where: { $0.name == name }) else {
        let names = stage.settings.map(\.name).joined(separator: ", ")
        throw StageError(
          problem: "the \(stage.name) stage has no setting \(name)",
          remedy: names.isEmpty ? "it has none" : "it has \(names)"
        )
      }
      guard setting.allowed.contains(value) else {
        throw StageError(
          problem: "\(name) cannot be \(value)",
          remedy: "write \(name)=VALUE with \(setting.allowed.description)"
        )
      }
    }
    values = stage.settings.map { setting in
      (setting.name, chosen.last { $0.name == setting.name }?.value ?? setting.preset)
    }
  }

  /// Reads settings as they are written on a command line: `idempotency=off`.
  ///
  /// - Throws: ``StageError`` for what is no setting of the stage.
  public init(parsing texts: [String], for stage: any Stage.Type) throws(StageError) {
    var chosen: [(name: String, value: String)] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw StageError(
          problem: "\(text) is not a setting",
          remedy: "write it as name=value, such as \(Self.example(of: stage))"
        )
      }
      chosen.append((String(parts[0]), String(parts[1])))
    }
    try self.init(chosen, for: stage)
  }

  private static func example(of stage: any Stage.Type) -> String {
    stage.settings.first.map { "\($0.name)=\($0.preset)" } ?? "size=large"
  }

  /// The value of a setting.
  public subscript(name: String) -> String {
    guard let value = values.first(where: { $0.name == name })?.value else {
      preconditionFailure("a stage asks for \(name), and its settings do not list it")
    }
    return value
  }

  /// The value of a setting that is a number.
  public func number(_ name: String) -> Int {
    guard let number = Int(self[name]) else {
      preconditionFailure("a stage reads \(name) as a number, and it is \(self[name])")
    }
    return number
  }

  /// The value of a setting that is a JSON object.
  func json(_ name: String) -> JSONObject {
    guard let object = (try? JSONValue(parsing: self[name]))?.objectValue else {
      preconditionFailure("a stage reads \(name) as a JSON object, and it is \(self[name])")
    }
    return object
  }

  /// Whether a setting is `on`.
  public func isOn(_ name: String) -> Bool { self[name] == "on" }

  /// Tells whether all values are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.values.elementsEqual(right.values) { $0 == $1 }
  }

  /// Hashes the values.
  public func hash(into hasher: inout Hasher) {
    for (name, value) in values {
      hasher.combine(name)
      hasher.combine(value)
    }
  }
}
