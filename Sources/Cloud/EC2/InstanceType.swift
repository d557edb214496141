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
  /// How many CPU credits a burstable type earns in an hour; `nil` for other types.
  ///
  /// One credit is one processor in full use for a minute.
  public let creditsPerHour: Int?

  private init(name: String, processors: Int, memory: ByteCount, creditsPerHour: Int? = nil) {
    self.name = name
    self.processors = processors
    self.memory = memory
    self.creditsPerHour = creditsPerHour
  }

  /// The share of each processor that a burstable type earns the credits for, such as 0.1.
  public var baseline: Double? {
    creditsPerHour.map { Double($0) / 60 / Double(processors) }
  }

  /// How many credits a burstable type can have: what it earns in 24 hours.
  public var maximumCredits: Int? { creditsPerHour.map { 24 * $0 } }

  /// Two processors, 1 GiB.
  public static let t3Micro = Self(
    name: "t3.micro",
    processors: 2,
    memory: .gibibytes(1),
    creditsPerHour: 12
  )
  /// Two processors, 2 GiB.
  public static let t3Small = Self(
    name: "t3.small",
    processors: 2,
    memory: .gibibytes(2),
    creditsPerHour: 24
  )
  /// Two processors, 4 GiB.
  public static let t3Medium = Self(
    name: "t3.medium",
    processors: 2,
    memory: .gibibytes(4),
    creditsPerHour: 24
  )
  /// Two processors, 8 GiB.
  public static let t3Large = Self(
    name: "t3.large",
    processors: 2,
    memory: .gibibytes(8),
    creditsPerHour: 36
  )
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
  /// Burstable types (t3) run in AWS's `unlimited` mode: always at full speed, and use beyond their
  /// credits is charged.
  public static let all = [
    t3Micro, t3Small, t3Medium, t3Large, m5Large, m5XLarge, c5Large, c5XLarge,
  ]

  /// Returns the type called `name`; `nil` if the mini cloud has no such type.
  public static func named(_ name: String) -> Self? {
    all.first { $0.name == name }
  }
}
