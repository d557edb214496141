/// A key, or what else ends the waiting for one.
public enum Key: Sendable, Hashable {
  /// A character, possibly one of several scalars that make up what is seen.
  case character(Character)
  /// Enter.
  case enter
  /// Tab.
  case tab
  /// Backspace.
  case backspace
  /// Delete forwards.
  case delete
  /// Escape by itself.
  case escape
  /// An arrow upwards.
  case up
  /// An arrow downwards.
  case down
  /// An arrow to the left.
  case left
  /// An arrow to the right.
  case right
  /// To the beginning.
  case home
  /// To the end.
  case end
  /// Control with a letter: `control("c")`.
  case control(Character)
  /// The window changed, or the process goes on after a stop.
  case redraw
  /// A sequence that means nothing here.
  case unknown
  /// There is no more input.
  case endOfInput
}

extension Terminal {
  /// Waits for one key: at a terminal without Enter, else the first character of a line.
  ///
  /// Ctrl-C ends the process as usual, with 130; an empty line counts as Enter.
  public func readKey() -> Key {
    clearProgress()
    guard traits.isInteractive, traits.canRedraw, device.enterRawMode() else {
      guard let line = readPlainLine() else { return .endOfInput }
      return line.first.map { .character($0) } ?? .enter
    }
    defer { device.leaveRawMode() }
    while true {
      let key = nextKey()
      switch key {
      case .redraw, .unknown: continue
      case .control("z"): device.suspend()
      case .control("c"):
        device.leaveRawMode()
        Platform.sayFarewell()
        end(130)
      default: return key
      }
    }
  }

  /// Reads a key's bytes; the device is in raw mode.
  func nextKey() -> Key {
    switch nextInput() {
    case .end: .endOfInput
    case .interrupted: .redraw
    case .byte(let byte): key(beginningWith: byte)
    }
  }

  private func key(beginningWith byte: UInt8) -> Key {
    switch byte {
    case 0x0D, 0x0A: .enter
    case 0x09: .tab
    case 0x7F, 0x08: .backspace
    case 0x1B: hasMoreInput() ? escapeSequence() : .escape
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x20..<0x7F: .character(Character(Unicode.Scalar(byte)))
    case 0xC2...0xF4: character(beginningWith: byte)
    default: .unknown
    }
  }

  private func character(beginningWith byte: UInt8) -> Key {
    var bytes = [byte]
    for _ in 0..<(byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1) {
      guard case .byte(let next) = nextInput(), next & 0xC0 == 0x80 else { return .unknown }
      bytes.append(next)
    }
    return String(validating: bytes, as: UTF8.self)?.first.map { .character($0) } ?? .unknown
  }

  /// Reads what follows ESC, such as `[A`, `OA`, `[3~` or `[1;5C`.
  private func escapeSequence() -> Key {
    guard case .byte(let kind) = nextInput() else { return .escape }
    guard kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else { return .unknown }
    var parameters = ""
    // ECMA-48: parameters, then one final byte from 0x40 on.
    while parameters.utf8.count < 16, case .byte(let byte) = nextInput() {
      guard byte >= 0x40 else {
        parameters.unicodeScalars.append(Unicode.Scalar(byte))
        continue
      }
      return Self.key(final: byte, parameters)
    }
    return .unknown
  }

  private static func key(final: UInt8, _ parameters: String) -> Key {
    switch (Character(Unicode.Scalar(final)), parameters) {
    case ("A", _): .up
    case ("B", _): .down
    case ("C", _): .right
    case ("D", _): .left
    case ("H", _), ("~", "1"), ("~", "7"): .home
    case ("F", _), ("~", "4"), ("~", "8"): .end
    case ("~", "3"): .delete
    default: .unknown
    }
  }
}
