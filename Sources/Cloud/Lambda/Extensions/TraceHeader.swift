import Simulation

/// The X-Ray header of a request: which trace it belongs to, and whether that is recorded.
///
/// > Simplified: no trace is recorded, so that each request begins a trace of its own that is not
/// > sampled.
public struct TraceHeader: Hashable, Sendable {
  /// The header's name.
  public static let name = "X-Amzn-Trace-Id"

  /// The value, such as `Root=1-6955b900-0c0fec141ab77a00bc047aa2;Parent=…;Sampled=0`.
  public let text: String

  /// Takes a header over.
  public init(_ text: String) {
    self.text = text
  }

  /// Begins a trace that is not sampled.
  init(at second: Int64, from stream: inout RandomStream) {
    let root = Self.digits(16, of: stream.next()) + Self.digits(8, of: stream.next())
    let time = Self.digits(8, of: UInt64(second))
    self.init("Root=1-\(time)-\(root);Parent=\(Self.digits(16, of: stream.next()));Sampled=0")
  }

  /// The last so many hexadecimal digits of a number.
  private static func digits(_ count: Int, of number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, count - text.count)) + text.suffix(count)
  }
}
