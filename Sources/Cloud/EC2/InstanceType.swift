/// What a machine of one instance type has.
///
/// Prices are on the price list, by the type's name.
public struct InstanceType: Hashable, Sendable {
  /// The type's name, such as `m5.large`.
  public let name: String
  /// How many virtual processors it has.
  public let processors: Int
  /// How much memory it has.
  public let memory: ByteCount

  /// Two processors, 1 GiB.
  public static let t3Micro = Self(name: "t3.micro", processors: 2, memory: .gibibytes(1))
  /// Two processors, 2 GiB.
  public static let t3Small = Self(name: "t3.small", processors: 2, memory: .gibibytes(2))
  /// Two processors, 4 GiB.
  public static let t3Medium = Self(name: "t3.medium", processors: 2, memory: .gibibytes(4))
  /// Two processors, 8 GiB.
  public static let t3Large = Self(name: "t3.large", processors: 2, memory: .gibibytes(8))
  /// Two processors, 8 GiB.
  public static let m5Large = Self(name: "m5.large", processors: 2, memory: .gibibytes(8))
  /// Four processors, 16 GiB.
  public static let m5XLarge = Self(name: "m5.xlarge", processors: 4, memory: .gibibytes(16))
  /// Two processors, 4 GiB.
  public static let c5Large = Self(name: "c5.large", processors: 2, memory: .gibibytes(4))
  /// Four processors, 8 GiB.
  public static let c5XLarge = Self(name: "c5.xlarge", processors: 4, memory: .gibibytes(8))

  /// Every type of the mini cloud, by size within its family.
  ///
  /// Source: the EC2 guide and price list.
  ///
  /// > Simplified: burstable types (t3) always run at full speed; credits are not counted.
  public static let all = [
    t3Micro, t3Small, t3Medium, t3Large, m5Large, m5XLarge, c5Large, c5XLarge,
  ]

  /// Returns the type called `name`; `nil` if the mini cloud has no such type.
  public static func named(_ name: String) -> Self? {
    all.first { $0.name == name }
  }
}
