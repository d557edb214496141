/// A file that a lesson or quiz shows and that its scripts can read by name: a recipe, a policy.
public struct ScriptFile: Sendable, Hashable {
  /// The file's name, such as `counter.json`.
  public let name: String
  /// What is in it.
  public let text: String
  /// Where it stands.
  public let position: SourcePosition
}

/// The files that a lesson or quiz has shown so far, which all scripts below them can read.
struct ScriptFiles {
  private(set) var files: [String: ScriptFile] = [:]

  /// The texts by name.
  var texts: [String: String] { files.mapValues(\.text) }

  /// Reads a fence `file NAME`; nil when something is wrong with it.
  ///
  /// A file may be shown again, where it is used again; its text has to be the same.
  mutating func add(_ fence: Fence, into findings: inout FindingCollector) -> ScriptFile? {
    guard fence.options.count == 1, let option = fence.options.first else {
      findings.add(
        fence.line,
        1,
        "a fence `file` has one name",
        "Write ```file counter.json"
      )
      return nil
    }
    guard ScriptFile.isName(option.text) else {
      findings.add(
        fence.line,
        option.column,
        "`\(option.text)` is not a file's name",
        "Use small letters, digits, dots and hyphens, such as counter.json"
      )
      return nil
    }
    if let twin = files[option.text], twin.text != fence.text {
      findings.add(
        fence.line,
        option.column,
        "the file `\(option.text)` exists already, with another text, on line"
          + " \(twin.position.line)",
        "Give one of the two another name, or both the same text"
      )
      return nil
    }
    let file = ScriptFile(
      name: option.text,
      text: fence.text,
      position: findings.position(fence.line)
    )
    files[file.name] = file
    return file
  }
}

extension ScriptFile {
  /// Whether a text can name a file: no folders, nothing hidden.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".")
      && text.allSatisfy { character in
        character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
      }
  }
}
