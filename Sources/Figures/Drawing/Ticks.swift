/// Round values along an axis and how they are written.
struct Ticks {
  let values: [Double]
  private let scale: Chart.Scale
  /// The distance between two values.
  let step: Double

  /// About `count` round values from `range.lowerBound` on, within `range`.
  init(_ range: ClosedRange<Double>, about count: Int, _ scale: Chart.Scale) {
    self.scale = scale
    let length = range.upperBound - range.lowerBound
    let rough = length / Double(max(1, count))
    step = Self.roundStep(atLeast: rough, scale)
    var values: [Double] = []
    var number = (range.lowerBound / step).rounded(.up)
    while number * step <= range.upperBound + step * 1e-9, values.count < 100 {
      values.append(number * step)
      number += 1
    }
    self.values = values
  }

  /// 1, 2 or 5 times a power of ten; for times above a second what clocks count by.
  private static func roundStep(atLeast rough: Double, _ scale: Chart.Scale) -> Double {
    guard rough.isFinite, rough > 0 else { return 1 }
    if case .time = scale, rough > 1 {
      let steps: [Double] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
        86_400,
      ]
      if let step = steps.first(where: { $0 >= rough }) { return step }
      return 86_400 * roundStep(atLeast: rough / 86_400, .amount(unit: ""))
    }
    var power = 1.0
    while power < rough { power *= 10 }
    while power / 10 >= rough { power /= 10 }
    return [power / 5, power / 2].first { $0 >= rough } ?? power
  }

  func label(_ value: Double) -> String {
    Self.text(value, scale, step: step)
  }

  /// Writes a value to the precision that steps of `step` need.
  static func text(_ value: Double, _ scale: Chart.Scale, step: Double) -> String {
    switch scale {
    case .amount: amount(value, step: step)
    case .time: time(value, step: step)
    }
  }

  /// Writes a value with its unit, to the precision that steps of `step` need.
  static func textWithUnit(_ value: Double, _ scale: Chart.Scale, step: Double) -> String {
    let text = text(value, scale, step: step)
    guard case .amount(let unit) = scale, !unit.isEmpty else { return text }
    return unit == "$" ? "$" + text : text + " " + unit
  }

  private static func amount(_ value: Double, step: Double) -> String {
    for (factor, suffix) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    where step >= factor * 0.99 || abs(value) >= factor * 1_000 {
      return decimal(value / factor, step: step / factor) + (value == 0 ? "" : suffix)
    }
    return decimal(value, step: step)
  }

  private static func decimal(_ value: Double, step: Double) -> String {
    guard abs(value) < 1e15 else { return value.description }
    var places = 0
    var unit = max(step, 1e-9)
    while unit < 0.999, places < 9 {
      unit *= 10
      places += 1
    }
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = (abs(value) * power).rounded()
    guard scaled < 9e15 else { return value.description }
    let whole = Int64(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard places > 0 else { return sign + "\(whole)" }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  private static func withoutZeros(_ decimal: String) -> String {
    var text = decimal[...]
    while text.contains("."), let last = text.last, last == "0" || last == "." {
      text.removeLast()
      if last == "." { break }
    }
    return String(text)
  }

  /// Seconds as `0.25s`, `1.5s`, `90s` → `1m30s`, `2h`, `1d6h`.
  private static func time(_ seconds: Double, step: Double) -> String {
    if seconds < 0 { return "-" + time(-seconds, step: step) }
    if seconds == 0 { return "0s" }
    guard seconds < 1e15 else { return "\(seconds)s" }
    let minutes = (step < 1 ? seconds / 60 : (seconds.rounded() / 60)).rounded(.down)
    let rest = step < 1 ? seconds - minutes * 60 : seconds.rounded() - minutes * 60
    let second = withoutZeros(decimal(rest, step: min(step, 1)))
    let whole = Int64(minutes)
    let parts = [(whole / 1_440, "d"), (whole / 60 % 24, "h"), (whole % 60, "m")]
    let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
    return second == "0" && !text.isEmpty ? text : text + second + "s"
  }
}
