/// What every instance of a group is launched with: its type, its volume, and what runs on it.
///
/// > Simplified: on AWS an image and a start script bring the program; here it is a Swift closure,
/// > so templates are made in Swift and have no operation.
public struct LaunchTemplate: Sendable {
  /// Puts what runs on a new instance there, and returns the process that serves.
  public typealias Install = @Sendable (Instance) -> ServerProcess

  /// The name of the instances, which is that of their component.
  public let name: String
  /// The type of the instances.
  public var type: InstanceType
  /// The size of their volumes in GB.
  public var volumeSize: Int
  /// Whether they have public IPv4 addresses.
  public var hasPublicAddress: Bool
  /// Puts the program there.
  public let install: Install

  /// Creates a template.
  ///
  /// - Parameters:
  ///   - name: the name of the instances, which is that of their component.
  ///   - type: their type.
  ///   - volumeSize: the size of their volumes in GB.
  ///   - hasPublicAddress: whether they have public addresses; behind a balancer they need none.
  ///   - install: puts what runs on a new instance there.
  public init(
    _ name: String,
    type: InstanceType,
    volumeSize: Int = EC2Quotas.defaultVolumeSize,
    hasPublicAddress: Bool = false,
    install: @escaping Install
  ) {
    self.name = name
    self.type = type
    self.volumeSize = volumeSize
    self.hasPublicAddress = hasPublicAddress
    self.install = install
  }
}

extension EC2 {
  /// Launches an instance from a template for a group.
  ///
  /// - Throws: `InsufficientInstanceCapacity` in a lost zone.
  func launch(
    _ template: LaunchTemplate,
    in zone: String,
    as member: String
  ) throws -> (instance: Instance, process: ServerProcess) {
    try checkCapacity(for: template.type, in: zone)
    let instance = Instance(
      id: newIdentifier("i"),
      name: template.name,
      type: template.type,
      zone: zone,
      volumeSize: template.volumeSize,
      hasPublicAddress: template.hasPublicAddress,
      member: member,
      in: cloud
    )
    let process = template.install(instance)
    launch(instance)
    return (instance, process)
  }

  /// Ends an instance of a group for good.
  func terminate(_ instance: Instance) async {
    guard instance.state != .shuttingDown, instance.state != .terminated else { return }
    await end(instance, .shuttingDown, then: .terminated)
  }
}
