/// A time zone of the IANA database: what its clocks show, and when they are put forward and back.
///
/// A schedule in a zone knows two odd hours a year. In spring an hour is missing: what falls into it is
/// skipped. In autumn an hour comes twice: what falls into it happens once, the first time. Source:
/// EventBridge Scheduler user guide, “Daylight savings time”, 2026.
public struct ScheduleTimeZone: Hashable, Sendable {
  /// The name, such as `Europe/London`.
  public let name: String
  private let rule: ZoneRule

  /// Returns the zone of this name; `nil` when there is none.
  public init?(_ name: String) {
    guard let rule = ZoneTable.rules[name] else { return nil }
    self.name = name
    self.rule = rule
  }

  private init(name: String, rule: ZoneRule) {
    self.name = name
    self.rule = rule
  }

  /// Coordinated Universal Time.
  public static let utc = Self(name: "UTC", rule: ZoneRule(standard: 0))

  /// The names of all zones, in order.
  public static var names: [String] { ZoneTable.rules.keys.sorted() }

  /// How far the zone's clocks are ahead of UTC.
  ///
  /// - Parameter instant: seconds since 1970.
  /// - Returns: seconds, which are negative west of Greenwich.
  public func offset(at instant: Int64) -> Int64 { rule.offset(at: instant) }

  /// The instant at which the zone's clocks show something.
  ///
  /// - Parameter local: what they show, as seconds since they showed the beginning of 1970.
  /// - Returns: seconds since 1970, of the first time if there are two; `nil` if they never do.
  func instant(ofLocal local: Int64) -> Int64? {
    rule.offsets.map { local - $0 }.filter { $0 + offset(at: $0) == local }.min()
  }
}

/// What a zone's clocks do from 2026 on: the same every year.
struct ZoneRule: Hashable, Sendable {
  /// A day of the year with a time of day, as the clocks show it before they are changed.
  struct Change: Hashable, Sendable {
    let month: Int64
    /// 1 to 5, of which 5 is the last.
    let week: Int64
    /// 1 is Sunday.
    let weekday: Int64
    /// Seconds since midnight; negative, or more than a day, where that is how the rule says it.
    let time: Int64

    /// Seconds since 1970 on the clocks.
    func local(in year: Int64) -> Int64 {
      let month = CalendarMonth(year: year, number: month)
      let first = month.first(weekday)
      let day = min(first + (week - 1) * 7, first + (month.length - first) / 7 * 7)
      return (month.daysBefore + day - 1) * 86_400 + time
    }
  }

  /// The other time of the year, which most zones call daylight saving time.
  struct Daylight: Hashable, Sendable {
    let offset: Int64
    let start: Change
    let end: Change
  }

  /// Seconds ahead of UTC.
  let standard: Int64
  let daylight: Daylight?

  init(standard: Int64, daylight: Daylight? = nil) {
    self.standard = standard
    self.daylight = daylight
  }

  /// All distances from UTC that the zone has in a year.
  var offsets: [Int64] { [standard] + (daylight.map { [$0.offset] } ?? []) }

  func offset(at instant: Int64) -> Int64 {
    guard let daylight else { return standard }
    let year = Timestamp.date(max(0, instant + standard)).year
    let start = daylight.start.local(in: year) - standard
    let end = daylight.end.local(in: year) - daylight.offset
    // South of the equator the other time begins in one year and ends in the next.
    let isOther =
      start < end ? (start..<end).contains(instant) : !(end..<start).contains(instant)
    return isOther ? daylight.offset : standard
  }
}

extension ZoneRule {
  /// Reads a rule as POSIX writes it: `GMT0BST,M3.5.0/1,M10.5.0`.
  ///
  /// Source: RFC 9636, which ends every file of the database with such a rule.
  init?(posix text: some StringProtocol) {
    let parts = text.split(separator: ",")
    var names = parts.first.map { Substring($0)[...] } ?? ""
    guard Self.skipName(&names), let standard = Self.clock(&names) else { return nil }
    self.standard = -standard
    guard !names.isEmpty else {
      daylight = nil
      return
    }
    guard Self.skipName(&names) else { return nil }
    let offset = names.isEmpty ? 3_600 - standard : Self.clock(&names).map { -$0 }
    guard let offset, names.isEmpty, parts.count == 3,
      let start = Self.change(Substring(parts[1])), let end = Self.change(Substring(parts[2]))
    else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }

  /// Skips letters, or anything between `<` and `>`.
  private static func skipName(_ text: inout Substring) -> Bool {
    if text.first == "<" {
      guard let end = text.firstIndex(of: ">") else { return false }
      text = text[text.index(after: end)...]
      return true
    }
    let letters = text.prefix { $0.isLetter }
    text = text.dropFirst(letters.count)
    return !letters.isEmpty
  }

  /// `-3:30`, in seconds.
  private static func clock(_ text: inout Substring) -> Int64? {
    let sign: Int64 = text.first == "-" ? -1 : 1
    if text.first == "-" || text.first == "+" { text = text.dropFirst() }
    let digits = text.prefix { $0.isNumber || $0 == ":" }
    text = text.dropFirst(digits.count)
    let numbers = digits.split(separator: ":").compactMap { Int64($0) }
    guard (1...3).contains(numbers.count) else { return nil }
    return sign * zip(numbers, [3_600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// `M3.5.0/1`; at two o'clock if nothing is said.
  private static func change(_ text: Substring) -> Change? {
    let halves = text.split(separator: "/")
    let numbers = halves[0].dropFirst().split(separator: ".").compactMap { Int64($0) }
    guard halves[0].first == "M", numbers.count == 3 else { return nil }
    var time: Int64? = 7_200
    if halves.count == 2 {
      var rest = halves[1]
      time = clock(&rest)
    }
    return time.map {
      Change(month: numbers[0], week: numbers[1], weekday: numbers[2] + 1, time: $0)
    }
  }
}
