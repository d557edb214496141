/// One line of a progress log as ranges of its bytes: what a replay needs, and nothing decoded.
///
/// A learner's log may hold a hundred thousand lines, and listing the course replays them all.
/// Building a JSON value of each costs some twenty times as much as this scan, which knows that an
/// entry is one flat object whose names need no escapes.
struct ProgressRecord {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The kinds of entries.
  enum Kind {
    case step, skip, finish, predict, pass, round, hint, answer, result, reset, unknown
  }

  private(set) var version = 0
  private(set) var kind = Kind.unknown
  // Names are empty where the line has none; optionals would make every copy dearer.
  private(set) var lesson = 0..<0
  private(set) var step = 0..<0
  private(set) var quiz = 0..<0
  private(set) var item = 0..<0
  private(set) var choice = 0..<0
  private(set) var seed = 0..<0
  private(set) var revision: UInt64 = 0
  private(set) var score: Double = 0
  private(set) var points: Double = 0
  private(set) var percent: Double = 0
  private(set) var hints = 0
  private(set) var passed = false
  private(set) var isRetry = false
  private(set) var time = TimeKey()

  /// Scans one line without its line end; false when it is no flat object.
  mutating func scan(_ bytes: Bytes) -> Bool {
    guard bytes.count >= 2, bytes[0] == UInt8(ascii: "{"),
      bytes[bytes.count - 1] == UInt8(ascii: "}")
    else { return false }
    var cursor = Self.usualHead(bytes)
    if cursor > 1 {
      version = 1
      time = TimeKey(bytes, at: cursor - 26)
    }
    while cursor < bytes.count {
      guard let key = Self.string(bytes, &cursor), Self.take(":", bytes, &cursor) else {
        return false
      }
      let isText = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "\"")
      guard let value = isText ? Self.string(bytes, &cursor) : Self.word(bytes, &cursor) else {
        return false
      }
      note(key, value, bytes)
      // What follows the tries of an answer is long and not needed; the line's end was checked.
      if kind == .answer, bytes[key.lowerBound] == UInt8(ascii: "h") { return true }
      if Self.take(",", bytes, &cursor) { continue }
      guard cursor == bytes.count - 1 else { return false }
      return true
    }
    return false
  }

  /// Where the first key begins that says more than `{"v":1,"time":"…",`, with which most lines
  /// begin; behind the brace when the line begins otherwise.
  @inline(__always)
  private static func usualHead(_ bytes: Bytes) -> Int {
    let head: StaticString = #"{"v":1,"time":""#
    let end = head.utf8CodeUnitCount + TimeKey.length
    guard bytes.count > end + 2, bytes[end] == UInt8(ascii: "\""),
      bytes[end + 1] == UInt8(ascii: ",")
    else { return 1 }
    // Two words that overlap by one byte are the whole of it.
    let line = UnsafeRawBufferPointer(bytes)
    let usual = UnsafeRawPointer(head.utf8Start)
    for offset in stride(from: 0, to: 8, by: 7) {
      let word = line.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard word == usual.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return 1 }
    }
    return end + 2
  }

  /// Keeps the value of a key; keys are told apart by their length and a letter or two.
  private mutating func note(_ key: Range<Int>, _ value: Range<Int>, _ bytes: Bytes) {
    switch (key.count, bytes[key.lowerBound]) {
    case (1, UInt8(ascii: "v")): version = Int(Self.number(value, bytes))
    case (4, UInt8(ascii: "t")):
      if value.count == TimeKey.length { time = TimeKey(bytes, at: value.lowerBound) }
    case (4, UInt8(ascii: "k")): kind = Self.kind(value, bytes)
    case (4, UInt8(ascii: "q")): quiz = value
    case (4, UInt8(ascii: "i")): item = value
    case (4, UInt8(ascii: "s")):
      if bytes[key.lowerBound + 1] == UInt8(ascii: "t") { step = value } else { seed = value }
    case (5, UInt8(ascii: "s")): score = Self.number(value, bytes)
    case (5, UInt8(ascii: "h")): hints = Int(Self.number(value, bytes))
    case (5, UInt8(ascii: "r")): isRetry = bytes[value.lowerBound] == UInt8(ascii: "t")
    case (6, UInt8(ascii: "l")): lesson = value
    case (6, UInt8(ascii: "c")): choice = value
    case (6, UInt8(ascii: "p")):
      if bytes[key.lowerBound + 1] == UInt8(ascii: "o") {
        points = Self.number(value, bytes)
      } else {
        passed = !value.isEmpty && bytes[value.lowerBound] == UInt8(ascii: "t")
      }
    case (7, UInt8(ascii: "p")): percent = Self.number(value, bytes)
    case (8, UInt8(ascii: "r")):
      if bytes[key.lowerBound + 2] == UInt8(ascii: "v") { revision = Self.hash(value, bytes) }
    default: break
    }
  }

  private static func kind(_ value: Range<Int>, _ bytes: Bytes) -> Kind {
    guard value.count >= 4 else { return .unknown }
    switch (value.count, bytes[value.lowerBound], bytes[value.lowerBound + 2]) {
    case (4, UInt8(ascii: "s"), UInt8(ascii: "e")): return .step
    case (4, UInt8(ascii: "s"), UInt8(ascii: "i")): return .skip
    case (6, UInt8(ascii: "f"), UInt8(ascii: "n")): return .finish
    case (7, UInt8(ascii: "p"), UInt8(ascii: "e")): return .predict
    case (4, UInt8(ascii: "p"), UInt8(ascii: "s")): return .pass
    case (5, UInt8(ascii: "r"), UInt8(ascii: "u")): return .round
    case (4, UInt8(ascii: "h"), UInt8(ascii: "n")): return .hint
    case (6, UInt8(ascii: "a"), UInt8(ascii: "s")): return .answer
    case (6, UInt8(ascii: "r"), UInt8(ascii: "s")): return .result
    case (5, UInt8(ascii: "r"), UInt8(ascii: "s")): return .reset
    default: return .unknown
    }
  }

  // MARK: Scanning

  @inline(__always)
  private static func take(_ mark: Unicode.Scalar, _ bytes: Bytes, _ cursor: inout Int) -> Bool {
    while cursor < bytes.count, bytes[cursor] == 0x20 { cursor += 1 }
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: mark) else { return false }
    cursor += 1
    while cursor < bytes.count, bytes[cursor] == 0x20 { cursor += 1 }
    return true
  }

  /// The inside of a string, escapes as they stand.
  @inline(__always)
  private static func string(_ bytes: Bytes, _ cursor: inout Int) -> Range<Int>? {
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "\"") else { return nil }
    let start = cursor + 1
    var index = start
    while index < bytes.count {
      index = special(bytes, from: index)
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: "\"") {
        cursor = index + 1
        return start..<index
      }
      index += 2
    }
    return nil
  }

  /// The index of the next quotation mark or backslash, eight bytes at a time.
  ///
  /// A byte of `word ^ pattern` is zero where the mark stands, and subtracting one borrows into its
  /// highest bit; the lowest such bit is exact. Source: Warren, "Hacker's Delight", section 6-1.
  @inline(__always)
  private static func special(_ bytes: Bytes, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index + 8 <= bytes.count {
      let raw = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let word = UInt64(littleEndian: raw)
      let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let slash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let found = ((quote &- ones) & ~quote | (slash &- ones) & ~slash) & (ones << 7)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
      bytes[index] != UInt8(ascii: "\\")
    {
      index += 1
    }
    return index
  }

  /// A number or a literal.
  private static func word(_ bytes: Bytes, _ cursor: inout Int) -> Range<Int>? {
    let start = cursor
    while cursor < bytes.count {
      switch bytes[cursor] {
      case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "E"):
        cursor += 1
      default: return cursor == start ? nil : start..<cursor
      }
    }
    return nil
  }

  /// A decimal number of few digits; others are read as what their digits give.
  @inline(__always)
  private static func number(_ range: Range<Int>, _ bytes: Bytes) -> Double {
    var digits = 0
    var scale = 1.0
    var isFraction = false
    for index in range.lowerBound..<min(range.upperBound, range.lowerBound + 16) {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else if (0x30...0x39).contains(byte) {
        digits = digits * 10 + Int(byte - 0x30)
        if isFraction { scale *= 10 }
      } else {
        break
      }
    }
    return Double(digits) / scale
  }

  @inline(__always)
  private static func hash(_ range: Range<Int>, _ bytes: Bytes) -> UInt64 {
    var hash: UInt64 = 0
    for index in range {
      let byte = bytes[index]
      let digit = byte < 0x3A ? byte &- 0x30 : byte &- 0x57
      hash = hash << 4 | UInt64(digit & 0xF)
    }
    return hash
  }
}

/// The time of an entry as it is written, in a form that compares fast.
struct TimeKey: Comparable {
  /// The bytes of `2026-11-22T18:37:12.123Z`.
  static let length = 24

  private var high: UInt64 = 0
  private var middle: UInt64 = 0
  private var low: UInt64 = 0

  init() {}

  @inline(__always)
  init(_ bytes: ProgressRecord.Bytes, at start: Int) {
    let raw = UnsafeRawBufferPointer(bytes)
    high = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    middle = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
    low = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start + 16, as: UInt64.self))
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }

  /// The instant; nil when the bytes are no time.
  var timestamp: Timestamp? {
    var bytes: [UInt8] = []
    for word in [high, middle, low] {
      withUnsafeBytes(of: word.bigEndian) { bytes += $0 }
    }
    return Timestamp(parsing: bytes)
  }
}

extension ProgressRecord.Bytes {
  /// The bytes of a range.
  func part(_ range: Range<Int>) -> Self { Self(rebasing: self[range]) }
}
