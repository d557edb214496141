extension Timestamp {
  /// Reads the time at which a submission was handed in.
  ///
  /// `2026-11-22`, `2026-11-22T18:30`, `2026-11-22 18:30:05`, each with `Z`, `+02:00` or nothing
  /// behind the time; without a zone it is UTC.
  init?(handedIn text: String) {
    var bytes = Array(text.utf8)
    var offset: Int64 = 0
    if bytes.count > 11 {
      if bytes[10] == 0x20 { bytes[10] = 0x54 }
      if bytes.last == 0x5A {
        bytes.removeLast()
      } else if bytes.count > 17, let sign = [0x2B: 1, 0x2D: -1][Int(bytes[bytes.count - 6])] {
        guard let minutes = Self.zone(bytes.suffix(5)) else { return nil }
        offset = Int64(sign) * minutes
        bytes.removeLast(6)
      }
    }
    // What is left out is zero: the canonical form has all of it.
    let zero = Array("0000-00-00T00:00:00.000Z".utf8)
    guard [10, 16, 19, 23].contains(bytes.count) else { return nil }
    guard let local = Timestamp(parsing: bytes + zero[bytes.count...]) else { return nil }
    // A day or an hour that does not exist is written otherwise than it was read.
    guard local.description.utf8.prefix(bytes.count).elementsEqual(bytes) else { return nil }
    self.init(millisecondsSince1970: local.millisecondsSince1970 - offset * 60_000)
  }

  /// The minutes of `02:00`.
  private static func zone(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let parts = bytes.split(separator: 0x3A).map { Int64(String(decoding: $0, as: UTF8.self)) }
    guard parts.count == 2, let hours = parts[0], let minutes = parts[1],
      (0...14).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    return hours * 60 + minutes
  }
}

extension Quiz {
  /// The quiz and its wording, as an answer sheet carries them: `quiz-one-box 0123456789abcdef`.
  var sheet: String { "\(header.id) \(revision)" }
}
