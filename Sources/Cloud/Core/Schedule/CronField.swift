/// A field of `cron(…)`: what its numbers may be, and how they are written.
///
/// `*`, `5`, `1-5`, `MON-FRI`, `*/15`, `0/10`, `8-17/2`, and lists of them. A range whose end comes
/// before its beginning goes on from the least number: `20-2` are the hours 20 to 23 and 0 to 2.
struct CronField: Sendable {
  typealias Refusal = ScheduleExpression.Refusal

  let title: String
  let range: ClosedRange<Int64>
  /// Names of the numbers, from the least on.
  var names: [String] = []
  /// Whether a range may go on from the least number.
  var wraps = true

  static let minutes = Self(title: "minutes", range: 0...59)
  static let hours = Self(title: "hours", range: 0...23)
  static let daysOfMonth = Self(title: "day of the month", range: 1...31)
  static let months = Self(
    title: "month",
    range: 1...12,
    names: [
      "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
  )
  static let daysOfWeek = Self(
    title: "day of the week",
    range: 1...7,
    names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
  )
  static let years = Self(title: "year", range: 1_970...2_199, wraps: false)

  /// All numbers that a field's text names; some perhaps twice.
  func values(_ text: Substring) throws(Refusal) -> [Int64] {
    var values: [Int64] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      values += try self.values(ofPart: part)
    }
    return values
  }

  private func values(ofPart part: Substring) throws(Refusal) -> [Int64] {
    let halves = part.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { throw refusal(part) }
    var (lower, upper) = (range.lowerBound, range.upperBound)
    if halves[0] != "*" {
      let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2 else { throw refusal(part) }
      lower = try number(ends[0])
      if ends.count == 2 {
        upper = try number(ends[1])
      } else if halves.count == 1 {
        upper = lower
      }
    }
    let count = range.upperBound - range.lowerBound + 1
    if upper < lower {
      guard wraps else { throw Refusal("\(title): “\(halves[0])” runs backwards") }
      upper += count
    }
    let step = halves.count == 2 ? try self.step(halves[1]) : 1
    return stride(from: lower, through: upper, by: Int(step)).map { value in
      value > range.upperBound ? value - count : value
    }
  }

  /// A number of the field, or its name in either case.
  func number(_ text: Substring) throws(Refusal) -> Int64 {
    if let place = names.firstIndex(of: text.uppercased()) {
      return range.lowerBound + Int64(place)
    }
    guard let number = Self.digits(text) else { throw refusal(text) }
    guard range.contains(number) else {
      throw Refusal(
        "\(title): \(number) is not from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return number
  }

  private func step(_ text: Substring) throws(Refusal) -> Int64 {
    guard let step = Self.digits(text), step > 0 else {
      throw Refusal("\(title): a step is a positive whole number, not “\(text)”")
    }
    return step
  }

  private func refusal(_ text: Substring) -> Refusal {
    Refusal("\(title): “\(text)” is not understood")
  }

  /// A number of one to four digits and nothing else.
  static func digits(_ text: Substring) -> Int64? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
