/// A place in a file, as an editor's "go to line" takes it.
public struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file as it was named to the reader.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1, counted in characters.
  public let column: Int

  /// Names a place.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The place as `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }

  /// Orders by file, then line, then column.
  public static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// One thing that is wrong in a course file or a submission.
///
/// It says where, what, and what to write instead.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
  /// Where it is.
  public let position: SourcePosition
  /// What is wrong, with the words that are there.
  public let problem: String
  /// What to write instead.
  public let remedy: String

  /// Describes one thing that is wrong.
  public init(at position: SourcePosition, problem: String, remedy: String) {
    self.position = position
    self.problem = problem
    self.remedy = remedy
  }

  /// The finding on one line, as `file:line:column: problem. remedy`.
  public var description: String { "\(position): \(problem). \(remedy)." }
}

/// Something the course was asked for and cannot give.
public struct CourseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened, with the values.
  public let problem: String
  /// What to type or change next.
  public let remedy: String
  /// The places that caused it, when a file is at fault.
  public let findings: [Finding]

  /// Describes what cannot be given.
  public init(problem: String, remedy: String, findings: [Finding] = []) {
    self.problem = problem
    self.remedy = remedy
    self.findings = findings
  }

  /// The problem, the remedy, and a line for each finding.
  public var description: String {
    (["\(problem). \(remedy)."] + findings.map(\.description)).joined(separator: "\n")
  }
}

/// What came out of reading a file: the value as far as it could be read, and all that is wrong.
public struct Parsed<Value: Sendable>: Sendable {
  /// The value, or nil when nothing could be made of the file.
  public let value: Value?
  /// What is wrong, in the order of the file; empty when the file is sound.
  public let findings: [Finding]
}

/// Collects what is wrong in one file while it is read.
struct FindingCollector {
  let file: String
  private(set) var findings: [Finding] = []

  init(file: String) { self.file = file }

  mutating func add(_ line: Int, _ column: Int = 1, _ problem: String, _ remedy: String) {
    let position = SourcePosition(file: file, line: line, column: column)
    findings.append(Finding(at: position, problem: problem, remedy: remedy))
  }

  mutating func add(_ position: SourcePosition, _ problem: String, _ remedy: String) {
    findings.append(Finding(at: position, problem: problem, remedy: remedy))
  }

  func position(_ line: Int, _ column: Int = 1) -> SourcePosition {
    SourcePosition(file: file, line: line, column: column)
  }

  /// The findings in the order of the file, each once.
  var sorted: [Finding] {
    var seen: Set<Finding> = []
    let once = findings.filter { seen.insert($0).inserted }
    return once.enumerated().sorted {
      ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
    }.map(\.element)
  }
}
