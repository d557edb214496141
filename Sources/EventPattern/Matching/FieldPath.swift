/// The way to a leaf: names joined by dots.
///
/// A dot in a name is the same as a step down: `"a.b"` and `a` → `b` are one path, in patterns and
/// in events. Names compare by their bytes, without Unicode normalisation.
struct FieldPath: Sendable, Hashable {
  let bytes: [UInt8]

  init(names: [String]) {
    bytes = Array(names.joined(separator: ".").utf8)
  }

  /// The steps between the dots.
  var steps: [[UInt8]] {
    bytes.split(separator: Self.dot, omittingEmptySubsequences: false).map(Array.init)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  static let dot = UInt8(ascii: ".")
}
