/// The words before a colon at the head of a submission.
enum SubmissionHeader: String, CaseIterable {
  /// Who answers.
  case learner
  /// The learner's name.
  case name
  /// The wording of the quiz that the sheet was printed from.
  case sheet
  /// When it was handed in.
  case submitted

  static let words = allCases.map(\.rawValue)
}

/// The answers that one learner hands in.
///
/// ```text
/// learner: ada
/// name: Ada Lovelace
/// submitted: 2026-11-22T18:30
/// q1 = b
/// q2 = a, c
/// q3 = false
/// q4 = 1c, 2a
/// q5 = c, a, b
/// q6 = 2
/// q8 = @output.txt
/// ```
///
/// Instead of `@FILE` the answer may follow as an indented block below `q8 =`. Empty lines and
/// lines that begin with `#` are skipped. The same may be written as one flat JSON object. Windows
/// line ends and a byte-order mark make no difference. Only `learner` must be there.
public struct Submission: Sendable, Hashable {
  /// Who answers.
  public let learner: String
  /// The learner's name, when one is given.
  public let name: String?
  /// When it was handed in, when that is said.
  public let submitted: Timestamp?
  /// The answers by item; an item that is missing was left blank.
  public let answers: [String: Response]
  /// The files that answers were read from, as they are named in the submission.
  public let attachments: [String]

  /// Reads a submission for a quiz.
  ///
  /// All that is wrong is reported, up to twenty places. A submission with findings is given as far
  /// as it could be read; whether it is graded is the caller's to decide, and the usual answer is
  /// no, because a mistyped answer must not silently count as a blank.
  ///
  /// `readFile` gives the text of a file named by `@FILE`.
  ///
  /// - Returns: the submission, and all that is wrong with it.
  public static func parse(
    _ bytes: [UInt8],
    file: String,
    quiz: Quiz,
    readFile: (String) throws -> String = Submission.refuseFiles
  ) -> Parsed<Submission> {
    guard bytes.count <= SourceText.limit else {
      let finding = Finding(
        at: SourcePosition(file: file, line: 1, column: 1),
        problem: "the submission is larger than \(SourceText.limit) bytes",
        remedy: "Hand in the answers alone"
      )
      return Parsed(value: nil, findings: [finding])
    }
    do throws(CourseError) {
      let source = try SourceText(file: file, bytes: bytes)
      var reader = SubmissionReader(quiz: quiz, file: file)
      let first = source.lines.first { !$0.isBlank }
      if first?.content.first == "{" {
        reader.readJSON(source)
      } else {
        reader.readLines(source.lines)
      }
      return reader.finish(readFile: readFile)
    } catch {
      return Parsed(value: nil, findings: error.findings)
    }
  }

  /// Reads a submission from a file; `@FILE` names a file in the same directory or below it.
  public static func read(path: String, quiz: Quiz) -> Parsed<Submission> {
    let bytes: [UInt8]
    do {
      bytes = try FileAccess.bytes(of: path, limit: SourceText.limit)
    } catch {
      let finding = Finding(
        at: SourcePosition(file: path, line: 1, column: 1),
        problem: "the submission cannot be read: \(error.reason)",
        remedy: "Check that it is a text file and may be read"
      )
      return Parsed(value: nil, findings: [finding])
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return parse(bytes, file: path, quiz: quiz) { name in
      guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
        throw FileFailure(path: name, reason: "It lies outside the submission's directory")
      }
      let source = try SourceText(path: folder + name, shownAs: name)
      return source.lines.map(\.text).joined(separator: "\n")
    }
  }

  /// Reads no file: for submissions that come without a directory.
  ///
  /// - Throws: always.
  public static func refuseFiles(_ name: String) throws -> String {
    throw CourseError(
      problem: "\(name) cannot be read here",
      remedy: "Write the answer as an indented block"
    )
  }
}
