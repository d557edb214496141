/// How somebody names a key: by its id, its ARN, an alias, or an alias's ARN.
///
/// Source: the KMS developer guide, "Key identifiers (KeyId)".
struct KeyReference {
  enum Name {
    case id(String)
    /// With its prefix.
    case alias(String)
  }

  let name: Name
  /// The ARN, if it was given as one.
  let arn: ARN?

  init(_ text: String) {
    guard text.hasPrefix("arn:"), let arn = ARN(text), arn.service == "kms" else {
      self.arn = nil
      name = text.hasPrefix("alias/") ? .alias(text) : .id(text)
      return
    }
    self.arn = arn
    let resource = arn.resource
    name =
      resource.hasPrefix("alias/")
      ? .alias(resource)
      : .id(resource.hasPrefix("key/") ? String(resource.dropFirst(4)) : text)
  }

  /// Whether `id` could be a key's: a UUID.
  static func isKeyID(_ id: String) -> Bool {
    let bytes = Array(id.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { place, byte in
      [8, 13, 18, 23].contains(place)
        ? byte == UInt8(ascii: "-")
        : (48...57).contains(byte) || (97...102).contains(byte)
    }
  }
}

extension Cloud {
  /// Finds a key of this account.
  ///
  /// The texts are those that AWS answers, as LocalStack's tests have recorded them (2023 to 2026).
  func key(_ reference: KeyReference) throws(KeyRefusal) -> KMSKey {
    if let arn = reference.arn, arn.region != region {
      throw KeyRefusal(.notFound, "Invalid arn \(arn.region)")
    }
    switch reference.name {
    case .alias(let name):
      makeManagedKey(called: name)
      guard let id = keys.alias(name)?.keyID, let key = keys[id] else {
        throw KeyRefusal(.notFound, "Alias \(KMS.arn(of: name, in: self)) is not found.")
      }
      return key
    case .id(let id):
      guard KeyReference.isKeyID(id) else {
        throw KeyRefusal(.notFound, "Invalid keyId '\(id)'")
      }
      guard let key = keys[id] else {
        throw KeyRefusal(.notFound, "Key '\(KMS.arn(of: "key/\(id)", in: self))' does not exist")
      }
      return key
    }
  }
}
