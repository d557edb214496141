/// How requests name a bus: by its name, by its ARN, or not at all, which is the default bus.
extension EventBridge {
  /// The name of a bus that is given by its name, its ARN, or not at all.
  static func busName(_ reference: String?) -> String {
    guard let reference else { return defaultBus }
    return ARN(reference)?.name ?? reference
  }

  /// The ARN of a bus that is given by its name, its ARN, or not at all.
  static func busARN(_ reference: String?, in cloud: Cloud) -> ARN {
    if let arn = reference.flatMap({ ARN($0) }) { return arn }
    return ARN(service: name, resource: "event-bus/\(busName(reference))", in: cloud)
  }

  /// The place of a bus of this account among the others.
  ///
  /// - Throws: ``ServiceError`` when there is no such bus, or the reference cannot be one of a bus.
  func index(ofBus reference: String?) throws(ServiceError) -> Int {
    if let reference { try Self.checkReference(toBus: reference, at: "eventBusName", in: cloud) }
    let name = Self.busName(reference)
    let isOwn = reference.flatMap { ARN($0) }.map { $0.account == cloud.account } ?? true
    guard isOwn, let index = buses.firstIndex(where: { $0.name == name }) else {
      throw .busNotFound(name)
    }
    return index
  }

  /// Checks that a text has the letters of a bus's name, or is the ARN of a bus in this Region.
  ///
  /// - Parameters:
  ///   - reference: the text.
  ///   - place: where it stands in the request, for the refusal.
  ///   - cloud: whose Region it has to be.
  /// - Throws: ``ServiceError`` when it is neither, or in another Region.
  static func checkReference(
    toBus reference: String,
    at place: String,
    in cloud: Cloud
  ) throws(ServiceError) {
    let arn = ARN(reference)
    guard let name = arn == nil ? reference[...] : arn?.busName, !name.isEmpty,
      name.utf8.allSatisfy({ Letters.isNameLetter($0) || "./".utf8.contains($0) })
    else {
      throw .constraint(
        reference,
        at: place,
        "satisfy regular expression pattern: (arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}"
          + ":event-bus\\/)?[/\\.\\-_A-Za-z0-9]+"
      )
    }
    guard arn == nil || arn?.region == cloud.region else {
      throw .notSupported("An event bus in another Region")
    }
  }
}

extension ARN {
  /// The name of the event bus; `nil` when this is another resource.
  fileprivate var busName: Substring? {
    let prefix = "event-bus/"
    guard service == EventBridge.name, resource.hasPrefix(prefix) else { return nil }
    return resource.dropFirst(prefix.count)
  }
}
