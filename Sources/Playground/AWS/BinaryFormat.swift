import Cloud
import JSON

/// How the bytes in parameters are written, as `--cli-binary-format` says.
enum BinaryFormat: String, CaseIterable {
  /// In Base64, as on the wire.
  case base64
  /// As they are.
  case raw = "raw-in-base64-out"

  /// A value of a shape with its bytes as they travel.
  ///
  /// - Throws: ``CommandError`` when what should be Base64 is none.
  func onTheWire(_ value: JSONValue, _ shape: Shape) throws(CommandError) -> JSONValue {
    switch (shape, value) {
    case (.blob, .string(let text)):
      if self == .raw { return .string(Base64.encode(Array(text.utf8))) }
      guard Base64.decode(text) == nil else { return value }
      throw CommandError(
        .badArgument,
        "Invalid base64: \"\(text)\".",
        remedy: "Write it in Base64, or add --cli-binary-format raw-in-base64-out."
      )
    case (.list(let element), .array(let values)):
      return .array(
        try values.map { value throws(CommandError) in try onTheWire(value, element) }
      )
    case (.map(let element), .object(let object)):
      return .object(try onTheWire(object) { _ in element })
    case (.structure(let members), .object(let object)):
      return .object(try onTheWire(object) { key in members.first { $0.name == key }?.shape })
    default: return value
    }
  }

  private func onTheWire(
    _ object: JSONObject,
    _ shape: (String) -> Shape?
  ) throws(CommandError) -> JSONObject {
    var result = JSONObject()
    for (key, value) in object {
      result[key] = if let shape = shape(key) { try onTheWire(value, shape) } else { value }
    }
    return result
  }
}
