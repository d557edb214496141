/// The letters of which services let names be made.
enum Letters {
  /// Tells whether `byte` is one of `A-Z a-z 0-9 _ -`.
  static func isNameLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 95: true
    default: false
    }
  }

  /// Tells whether `byte` is one of `A-Z a-z 0-9 _ - .`.
  static func isDottedNameLetter(_ byte: UInt8) -> Bool {
    isNameLetter(byte) || byte == UInt8(ascii: ".")
  }
}
