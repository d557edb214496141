/// Arrivals whose times are known, such as those of a log: offsets from a beginning, in order.
public struct ArrivalSchedule: Hashable, Sendable {
  /// How long after the beginning each arrival comes; never earlier than the one before it.
  public let offsets: [Duration]

  /// How many arrivals a file may hold.
  public static let limit = 1_000_000

  /// Reads one offset a line: `0.25` or `1.5s`, `250ms`, `10m`; a bare number counts seconds.
  ///
  /// Empty lines and what follows a `#` are skipped. Windows line ends and a byte-order mark are
  /// understood.
  ///
  /// - Throws: ``ArrivalScheduleError`` with the line that is wrong.
  public init(parsing text: String) throws(ArrivalScheduleError) {
    var offsets: [Duration] = []
    var previous: (offset: Duration, text: Substring) = (.zero, "0")
    let body = text.unicodeScalars.drop { $0 == "\u{FEFF}" }
    let lines = String(body).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let entry = line.prefix { $0 != "#" }.trimmed
      guard !entry.isEmpty else { continue }
      let offset = try Self.offset(entry, line: index + 1)
      guard offset >= previous.offset else {
        throw ArrivalScheduleError(
          line: index + 1,
          problem: "\(entry) comes before the \(previous.text) above it",
          remedy: "sort the lines by time"
        )
      }
      guard offsets.count < Self.limit else {
        throw ArrivalScheduleError(
          line: index + 1,
          problem: "there are more than \(Self.limit) arrivals",
          remedy: "split the file"
        )
      }
      offsets.append(offset)
      previous = (offset, entry)
    }
    guard !offsets.isEmpty else {
      throw ArrivalScheduleError(
        line: nil,
        problem: "there is no arrival in it",
        remedy: "write one offset a line, such as 0.25 or 250ms"
      )
    }
    self.offsets = offsets
  }

  private static func offset(
    _ entry: Substring,
    line: Int
  ) throws(ArrivalScheduleError) -> Duration {
    guard let offset = Duration(spelled: entry) ?? Duration(spelled: "\(entry)s") else {
      throw ArrivalScheduleError(
        line: line,
        problem: "\"\(entry.prefix(40))\" is not a time",
        remedy: "write seconds such as 0.25, or a number with one of ms, s, m, h, d"
      )
    }
    guard offset >= .zero else {
      throw ArrivalScheduleError(
        line: line,
        problem: "\(entry) is negative",
        remedy: "count from the beginning of the load, which is 0"
      )
    }
    return offset
  }
}

/// Tells what is wrong with a file of arrivals, where, and what to write instead.
public struct ArrivalScheduleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1; `nil` when it is about the whole file.
  public let line: Int?
  /// What is wrong.
  public let problem: String
  /// What to write instead.
  public let remedy: String

  /// All of it on one line: `line 3: "soon" is not a time; write …`.
  public var description: String {
    (line.map { "line \($0): " } ?? "") + "\(problem); \(remedy)"
  }
}
