/// A file that was handed in and cannot be graded.
public struct RejectedSubmission: Sendable, Hashable {
  /// The file.
  public let file: String
  /// Who handed it in, as far as that can be read.
  public let learner: String?
  /// What is wrong with it.
  public let findings: [Finding]
}

/// The files below the paths that somebody names, in an order that does not depend on the disk's.
public struct SubmissionFiles: Sendable {
  /// The files, each once, in the order of their names.
  public private(set) var files: [String] = []
  /// The paths that are neither a file nor a folder with files in it.
  public private(set) var rejected: [RejectedSubmission] = []

  /// Looks for files: a folder stands for all files in it and in its folders, but hidden ones.
  public init(at paths: [String]) {
    for path in paths { add(Self.plain(path), isNamed: true) }
    var seen: Set<String> = []
    files = files.filter { seen.insert($0).inserted }.sorted(by: Self.comesBefore)
    rejected.sort { $0.file < $1.file }
  }

  private mutating func add(_ path: String, isNamed: Bool) {
    switch FileAccess.kind(of: path) {
    case .file: files.append(path)
    case .directory where isNamed || !FileAccess.isLink(path): addFolder(path, isNamed: isNamed)
    case .directory:
      reject(path, "it is a link to a folder, which is not followed", "Name that folder itself")
    case .other:
      reject(path, "it is neither a file nor a folder", "Name a text file")
    case .missing(let failure):
      reject(path, "it cannot be read: \(failure.reason)", "Check its name and its rights")
    }
  }

  private mutating func addFolder(_ path: String, isNamed: Bool) {
    do throws(FileFailure) {
      let names = try FileAccess.names(in: path)
      for name in names { add(joined(path, name), isNamed: false) }
      if isNamed, names.isEmpty {
        reject(path, "there is no file in this folder", "Name the folder that holds the answers")
      }
    } catch {
      reject(path, "the folder cannot be read: \(error.reason)", "Check its rights")
    }
  }

  private mutating func reject(_ path: String, _ problem: String, _ remedy: String) {
    let position = SourcePosition(file: path, line: 1, column: 1)
    let finding = Finding(at: position, problem: problem, remedy: remedy)
    rejected.append(RejectedSubmission(file: path, learner: nil, findings: [finding]))
  }

  /// The path without `./` in front, doubled slashes and a slash at its end.
  private static func plain(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    let body = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + body }
    return body.isEmpty ? "." : body
  }

  /// Orders names as people number them: `try-9` comes before `try-10`.
  static func comesBefore(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    var (one, other) = (0, 0)
    while one < left.count, other < right.count {
      if isDigit(left[one]), isDigit(right[other]) {
        let first = number(left, &one)
        let second = number(right, &other)
        if first.count != second.count { return first.count < second.count }
        if first != second { return first.lexicographicallyPrecedes(second) }
      } else if left[one] == right[other] {
        (one, other) = (one + 1, other + 1)
      } else {
        return left[one] < right[other]
      }
    }
    if left.count - one != right.count - other { return left.count - one < right.count - other }
    return left.lexicographicallyPrecedes(right)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The digits from a place on, without leading zeros.
  private static func number(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
    let digits = bytes[place...].prefix(while: isDigit)
    place = digits.endIndex
    return digits.drop { $0 == 0x30 }
  }
}
