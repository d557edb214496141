import Cloud
import JSON

/// How `logs tail` prints a line, as the AWS CLI does.
enum LogLineFormat: String, CaseIterable {
  /// Time to the microsecond, stream, line.
  case detailed
  /// Time to the second, line.
  case short
  /// As detailed, but a line that is JSON is spread below.
  case json

  /// The text of an event, without a line break at its end.
  func text(of event: LogGroup.Event, in cloud: Cloud) -> String {
    let milliseconds = cloud.unixMilliseconds(at: event.line.instant)
    let message = Self.printable(event.line.message)
    let second = String(Timestamp.iso8601(seconds: milliseconds / 1_000).dropLast())
    let fraction = "000\(milliseconds % 1_000)".suffix(3) + "000"
    let text =
      switch self {
      case .detailed: "\(second).\(fraction)+00:00 \(event.stream) \(message)"
      case .short: "\(second) \(message)"
      case .json:
        "\(Timestamp.withOffset(milliseconds: milliseconds)) \(event.stream) "
          + ((try? JSONValue(parsing: message)).map { "\n" + $0.prettyText() } ?? message)
      }
    return String(text.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// The message without what would move a terminal's cursor or change its colours.
  private static func printable(_ message: String) -> String {
    String(
      String.UnicodeScalarView(
        message.unicodeScalars.filter { scalar in
          scalar == "\t" || scalar == "\n" || scalar.properties.generalCategory != .control
        }
      )
    )
  }
}
