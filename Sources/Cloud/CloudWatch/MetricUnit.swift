/// What a metric's values count.
///
/// Source: CloudWatch API reference, `StandardUnit`, 2026. The metrics here use few of them, and a
/// request may name them all.
public enum MetricUnit: String, Decodable, Hashable, Sendable, CaseIterable {
  /// Seconds.
  case seconds = "Seconds"
  /// Millionths of a second.
  case microseconds = "Microseconds"
  /// Thousandths of a second.
  case milliseconds = "Milliseconds"
  /// Bytes.
  case bytes = "Bytes"
  /// Thousands of bytes.
  case kilobytes = "Kilobytes"
  /// Millions of bytes.
  case megabytes = "Megabytes"
  /// Thousands of millions of bytes.
  case gigabytes = "Gigabytes"
  /// Millions of millions of bytes.
  case terabytes = "Terabytes"
  /// Bits.
  case bits = "Bits"
  /// Thousands of bits.
  case kilobits = "Kilobits"
  /// Millions of bits.
  case megabits = "Megabits"
  /// Thousands of millions of bits.
  case gigabits = "Gigabits"
  /// Millions of millions of bits.
  case terabits = "Terabits"
  /// Hundredths.
  case percent = "Percent"
  /// Things.
  case count = "Count"
  /// Bytes a second.
  case bytesPerSecond = "Bytes/Second"
  /// Kilobytes a second.
  case kilobytesPerSecond = "Kilobytes/Second"
  /// Megabytes a second.
  case megabytesPerSecond = "Megabytes/Second"
  /// Gigabytes a second.
  case gigabytesPerSecond = "Gigabytes/Second"
  /// Terabytes a second.
  case terabytesPerSecond = "Terabytes/Second"
  /// Bits a second.
  case bitsPerSecond = "Bits/Second"
  /// Kilobits a second.
  case kilobitsPerSecond = "Kilobits/Second"
  /// Megabits a second.
  case megabitsPerSecond = "Megabits/Second"
  /// Gigabits a second.
  case gigabitsPerSecond = "Gigabits/Second"
  /// Terabits a second.
  case terabitsPerSecond = "Terabits/Second"
  /// Things a second.
  case countPerSecond = "Count/Second"
  /// None: a share, or what nobody has said.
  case none = "None"
}
