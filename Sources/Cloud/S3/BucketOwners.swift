import Synchronization

/// Which account has which bucket: all accounts share the names.
final class BucketOwners: Sendable {
  private let accounts = Mutex<[String: String]>([:])

  /// The account that has the bucket of this name; `nil` while it is free.
  subscript(bucket: String) -> String? {
    get { accounts.withLock { $0[bucket] } }
    set { accounts.withLock { $0[bucket] = newValue } }
  }

  func removeAll() { accounts.withLock { $0 = [:] } }
}

extension Cloud {
  /// The account that has the bucket in an ARN such as `arn:aws:s3:::photos/rake.jpg`; this one when
  /// nobody has it.
  func owner(ofBucketIn arn: ARN) -> Cloud {
    let name = String(arn.resource.prefix { $0 != "/" })
    return bucketOwners[name].map { account($0) } ?? self
  }
}
