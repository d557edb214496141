import Simulation

/// Amazon S3: buckets of objects, each found by its key.
///
/// What has been put can be read and listed at once.
///
/// > Simplified: general purpose buckets without versions, policies, access control lists, tags,
/// > lifecycles, parts of an upload and notifications; everything is of the class `STANDARD`. No rate
/// > of requests is too high for a bucket.
public actor S3: CloudService {
  /// `s3api`, as in the AWS CLI, whose `s3` copies files.
  public static let name = "s3api"
  /// `Amazon S3`.
  public static let title = "Amazon S3"
  /// `s3`.
  public static let policyPrefix = "s3"
  /// `AccessDenied`.
  public static let accessRefusal = AccessRefusal.query
  /// What the service can do.
  public static let operations: [any Operation<S3>.Type] = [
    CreateBucket.self, HeadBucket.self, ListBuckets.self, DeleteBucket.self,
    PutObject.self, GetObject.self, HeadObject.self, DeleteObject.self, ListObjectsV2.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// By name.
  var buckets: [String: Bucket] = [:]

  /// Creates the service without buckets.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  /// Finds a bucket of this account.
  func bucket(_ name: String) throws(ServiceError) -> Bucket {
    guard let bucket = buckets[name] else { throw .noSuchBucket }
    return bucket
  }

  /// Lets the time of a request pass and counts it.
  ///
  /// - Parameters:
  ///   - usage: as what the request is billed; `nil` for one that costs nothing.
  ///   - bucket: what it is about.
  /// - Throws: `CancellationError` when the caller no longer waits.
  func serve(_ usage: Usage?, about bucket: String) async throws {
    try await takeTime(S3Assumptions.requestTime, about: bucket)
    if let usage { cloud.meter.add(usage, 1, for: bucket) }
  }

  /// Lets the meter run at the bucket's present size.
  func meterStorage(of name: String) {
    let kilobytes = ((buckets[name]?.size ?? 0) + 999) / 1_000
    cloud.meter.run(.s3Storage, rate: Int64(kilobytes), for: name)
  }

  /// Lets nobody of another account in, because no bucket has a policy.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) async throws {
    guard let account = caller.account(in: cloud), account != cloud.account else { return }
    // The answer to a HEAD request has no body that could tell more.
    if operation.hasPrefix("Head") {
      throw ServiceError(code: "403", status: 403, message: "Forbidden")
    }
    // The one action among the rest that is not called as its operation is.
    let action = operation == ListObjectsV2.name ? "ListBucket" : operation
    throw Self.strangersRefusal(of: caller, action, on: resource, in: cloud)
  }

  /// The ARN of a bucket, which names no account: all share the names.
  static func arn(ofBucket name: String) -> ARN {
    ARN(service: "s3", region: "", account: "", resource: name)
  }
}

/// An operation on one bucket.
public protocol BucketOperation: Operation<S3> {
  /// The bucket's name.
  var bucket: String { get }
}

extension BucketOperation {
  /// The bucket.
  public var component: String? { bucket }

  /// The bucket, in whatever account.
  public func resource(in cloud: Cloud) -> ARN? { S3.arn(ofBucket: bucket) }
}

/// An operation on one object of a bucket.
public protocol ObjectOperation: BucketOperation {
  /// The object's key.
  var key: String { get }
}

extension ObjectOperation {
  /// The object.
  public func resource(in cloud: Cloud) -> ARN? { S3.arn(ofBucket: "\(bucket)/\(key)") }
}

extension Cloud {
  /// The account's buckets.
  public var s3: S3 { service() }
}
