/// An amount of memory or data, in bytes.
public struct ByteCount: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number of bytes.
  public let bytes: Int

  /// Creates an amount of so many bytes.
  public init(bytes: Int) {
    self.bytes = bytes
  }

  /// So many times 1,024 bytes.
  public static func kibibytes(_ count: Int) -> Self { Self(bytes: count * 1_024) }

  /// So many times 1,024² bytes: what Lambda calls MB.
  public static func mebibytes(_ count: Int) -> Self { Self(bytes: count * 1_048_576) }

  /// So many times 1,024³ bytes.
  public static func gibibytes(_ count: Int) -> Self { Self(bytes: count * 1_073_741_824) }

  /// No bytes.
  public static let zero = Self(bytes: 0)

  /// The amount in whole mebibytes, rounded up.
  public var mebibytes: Int { (bytes + 1_048_575) / 1_048_576 }

  /// Tells whether the left amount is the smaller.
  public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }

  /// Adds two amounts.
  public static func + (left: Self, right: Self) -> Self { Self(bytes: left.bytes + right.bytes) }

  /// Takes the right amount from the left.
  public static func - (left: Self, right: Self) -> Self { Self(bytes: left.bytes - right.bytes) }

  /// The amount in the largest unit of which it is a whole number: `512 MiB`, `8 GiB`, `100 B`.
  public var description: String {
    let units = [("GiB", 1_073_741_824), ("MiB", 1_048_576), ("KiB", 1_024)]
    for (name, size) in units where bytes >= size && bytes % size == 0 {
      return "\(bytes / size) \(name)"
    }
    return "\(bytes) B"
  }
}
