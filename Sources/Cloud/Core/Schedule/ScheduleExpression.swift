import JSON

/// When something is done again and again, or once: `at(…)`, `rate(…)` or `cron(…)`.
///
/// Source: the EventBridge, EventBridge Scheduler and Application Auto Scaling user guides, 2026, and
/// refusals recorded on AWS.
public struct ScheduleExpression: Hashable, Sendable {
  /// What a service takes of the language.
  public struct Dialect: Hashable, Sendable {
    let takesInstants: Bool
    let isYearOptional: Bool
    /// Whether words may be in any case, units with or without an s and a blank, and instants without
    /// seconds.
    let isLenient: Bool

    /// Rules of EventBridge: `rate` and `cron` with six fields.
    public static let rule = Self(takesInstants: false, isYearOptional: false, isLenient: false)
    /// EventBridge Scheduler: also `at`, and `cron` with or without a year; lenient, as recorded on AWS
    /// in September 2026.
    public static let scheduler = Self(takesInstants: true, isYearOptional: true, isLenient: true)
    /// Application Auto Scaling: also `at`.
    static let applicationAutoScaling = Self(
      takesInstants: true,
      isYearOptional: false,
      isLenient: false
    )
  }

  /// Why a text is no expression.
  public struct Refusal: Error, Hashable, Sendable {
    /// In words, without a full stop: services answer in words of their own.
    public let reason: String

    init(_ reason: String) {
      self.reason = reason
    }
  }

  private enum Kind: Hashable {
    case at(Int64)
    case rate(Int64)
    case cron(CronExpression)
  }

  private let kind: Kind
  /// The expression as it was written.
  public let text: String

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: the expression.
  ///   - dialect: what the service takes.
  /// - Throws: ``Refusal`` with what is wrong.
  public init(_ text: String, _ dialect: Dialect) throws(Refusal) {
    let forms = dialect.takesInstants ? "at(…), rate(…) or cron(…)" : "rate(…) or cron(…)"
    guard text.last == ")", let open = text.firstIndex(of: "(") else {
      throw Refusal("it is not of the form \(forms)")
    }
    let inner = text[text.index(after: open)...].dropLast()
    switch dialect.isLenient ? text[..<open].lowercased() : String(text[..<open]) {
    case "at" where dialect.takesInstants: kind = .at(try Self.instant(inner, dialect))
    case "at": throw Refusal("a rule knows \(forms); at(…) is for EventBridge Scheduler")
    case "rate": kind = .rate(try Self.period(inner, dialect))
    case "cron":
      kind = .cron(try CronExpression(inner, isYearOptional: dialect.isYearOptional))
    default: throw Refusal("it is not of the form \(forms)")
    }
    self.text = text
  }

  /// Whether the expression names one instant.
  public var isOnce: Bool {
    if case .at = kind { true } else { false }
  }

  /// The seconds between two times of a rate; `nil` for other expressions.
  var period: Int64? {
    if case .rate(let period) = kind { period } else { nil }
  }

  /// The next time after an instant.
  ///
  /// - Parameters:
  ///   - now: the instant in seconds since 1970.
  ///   - start: when the schedule began, from which rates are counted: one period later they are
  ///     due for the first time.
  ///   - zone: on whose clocks the expression is to be read; a rate is not, and its days have 24
  ///     hours wherever it is.
  /// - Returns: seconds since 1970; `nil` when there is no more.
  /// - Complexity: at most the months of the years that the expression names.
  public func next(
    after now: Int64,
    since start: Int64,
    in zone: ScheduleTimeZone = .utc
  ) -> Int64? {
    switch kind {
    case .at(let local): zone.instant(ofLocal: local).flatMap { $0 > now ? $0 : nil }
    case .rate(let period): Self.next(after: now, every: period, since: start)
    case .cron(let fields): Self.next(after: now, fields, in: zone)
    }
  }

  /// Goes on from what the clocks show now; an hour that they miss has no instants, and in an hour
  /// that they show twice the second time is past what has been.
  private static func next(
    after now: Int64,
    _ fields: CronExpression,
    in zone: ScheduleTimeZone
  ) -> Int64? {
    var local = now + zone.offset(at: now)
    while let shown = fields.next(after: local) {
      if let instant = zone.instant(ofLocal: shown), instant > now { return instant }
      local = shown
    }
    return nil
  }

  private static func next(after now: Int64, every period: Int64, since start: Int64) -> Int64? {
    let (elapsed, isTooLong) = now.subtractingReportingOverflow(start)
    guard !isTooLong else { return nil }
    let periods = max(0, elapsed) / period + 1
    let (distance, isTooFar) = periods.multipliedReportingOverflow(by: period)
    let (instant, isTooLate) = start.addingReportingOverflow(distance)
    return isTooFar || isTooLate ? nil : instant
  }

  /// `2026-01-01T08:00:00`.
  private static func instant(_ text: Substring, _ dialect: Dialect) throws(Refusal) -> Int64 {
    let form = "0000-00-00T00:00:00"
    let text = dialect.isLenient && text.utf8.count == 16 ? text + ":00" : text
    let isSpelled =
      text.utf8.count == form.utf8.count
      && zip(text.utf8, form.utf8).allSatisfy { letter, wanted in
        wanted == UInt8(ascii: "0") ? (48...57).contains(letter) : letter == wanted
      }
    guard isSpelled, let seconds = RequestDate(.string(text + "Z")).seconds else {
      throw Refusal("at(…) takes a date and a time of day, as in at(2026-01-01T08:00:00)")
    }
    return seconds
  }

  /// `5 minutes`; unless the dialect is lenient the unit is singular with 1 and only with 1.
  private static func period(_ text: Substring, _ dialect: Dialect) throws(Refusal) -> Int64 {
    let parts = dialect.isLenient ? lenientParts(of: text) : strictParts(of: text)
    guard let parts else {
      throw Refusal("rate(…) takes a number and a unit, as in rate(5 minutes)")
    }
    guard parts.number.utf8.allSatisfy({ (48...57).contains($0) }),
      let count = Int64(parts.number), count > 0
    else { throw Refusal("“\(parts.number)” is no positive whole number") }
    let units = ["minute": Int64(60), "hour": 3_600, "day": 86_400]
    let isPlural = parts.unit.last == "s"
    guard let unit = units[isPlural ? String(parts.unit.dropLast()) : parts.unit] else {
      throw Refusal("“\(parts.unit)” is none of minute, hour and day, nor their plurals")
    }
    guard isPlural == (count > 1) || dialect.isLenient else {
      throw Refusal("the unit is singular with 1, and plural with every other number")
    }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow else { throw Refusal("“\(parts.number)” is too large") }
    return seconds
  }

  /// A number, one blank, a unit.
  private static func strictParts(of text: Substring) -> (number: Substring, unit: String)? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    return parts.count == 2 ? (parts[0], String(parts[1])) : nil
  }

  /// A number, as many blanks as one likes, a unit in any case.
  private static func lenientParts(of text: Substring) -> (number: Substring, unit: String)? {
    guard let letter = text.firstIndex(where: { $0.isASCII && $0.isLetter }) else { return nil }
    let number = text[..<letter]
    let digits = number.lastIndex { $0 != " " }.map { number[...$0] } ?? ""
    return (digits, text[letter...].lowercased())
  }
}
