import Simulation

extension SimulationInstant {
  /// The time since the start in few letters, as a timeline's axis writes it: `13m11.9s`.
  var clock: String { duration(since: .start).clock }
}

extension Duration {
  /// The length in few letters: `41.3s`, `13m11.9s`, `2h5m`.
  ///
  /// Rounded to the hundredth of a second below a minute, to the tenth below an hour, and to the
  /// second beyond.
  var clock: String {
    let unit: Int64 =
      self < .seconds(60) ? 10_000_000 : self < .seconds(3_600) ? 100_000_000 : 1_000_000_000
    let hundredths = (nanoseconds + unit / 2) / unit * unit / 10_000_000
    let seconds = hundredths / 100
    let parts = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m")]
    let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
    let rest = Double(hundredths % 6_000) / 100
    guard rest > 0 || text.isEmpty else { return text }
    return text + "\(rest.decimal(2))s"
  }
}
