/// What a database server of one class has.
///
/// Prices are on the price list, by the class's name.
public struct DatabaseClass: Hashable, Sendable {
  /// The class's name, such as `db.m5.large`.
  public let name: String
  /// How many virtual processors it has.
  public let processors: Int
  /// How much memory it has.
  public let memory: ByteCount

  /// How many connections there can be at once.
  ///
  /// `DBInstanceClassMemory / 12582880`, the default of RDS for MySQL. Source: the RDS user guide,
  /// quotas.
  ///
  /// > Simplified: the class's whole memory; RDS first takes off what its own processes need.
  public var maximumConnections: Int { memory.bytes / 12_582_880 }

  /// Every class of the mini cloud.
  ///
  /// Source: the RDS user guide.
  public static let all = [
    Self(name: "db.t3.micro", processors: 2, memory: .gibibytes(1)),
    Self(name: "db.t3.small", processors: 2, memory: .gibibytes(2)),
    Self(name: "db.t3.medium", processors: 2, memory: .gibibytes(4)),
    Self(name: "db.m5.large", processors: 2, memory: .gibibytes(8)),
  ]

  /// Returns the class called `name`; `nil` if the mini cloud has no such class.
  public static func named(_ name: String) -> Self? {
    all.first { $0.name == name }
  }
}
