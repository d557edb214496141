public import JSON

/// Creates a bucket.
public struct CreateBucket: Operation {
  /// The bucket's name, which no other account may have.
  public var bucket: String
  /// Where the bucket is to be, and tags.
  public var createBucketConfiguration: JSONValue?
  /// A canned access control list.
  public var acl: JSONValue?
  /// Whether objects can be locked.
  public var objectLockEnabledForBucket: JSONValue?
  /// Who owns what others put.
  public var objectOwnership: JSONValue?

  /// Creates the request.
  public init(bucket: String) {
    self.bucket = bucket
  }

  /// The bucket.
  public struct Output: Sendable {
    /// The name behind a slash.
    public let location: String
    /// The bucket's ARN.
    public let bucketArn: String
  }

  /// The name, which may be that of a component already.
  public var component: String? { bucket }

  /// The bucket that is to be; no account has it yet.
  public func permissions(in cloud: Cloud) -> [Permission] {
    [Permission(Self.action, on: S3.arn(ofBucket: bucket))]
  }

  /// Creates the bucket; one's own of that name is left as it is, which is so in this Region only.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Writes, about: bucket)
    for (name, value) in [
      ("CreateBucketConfiguration", createBucketConfiguration), ("ACL", acl),
      ("ObjectLockEnabledForBucket", objectLockEnabledForBucket),
      ("ObjectOwnership", objectOwnership),
    ] where value != nil { throw ServiceError.notSupported("\(name) of a bucket") }
    guard S3Quotas.isBucketName(bucket) else { throw ServiceError.invalidBucketName }
    let cloud = s3.cloud
    let answer = Output(location: "/\(bucket)", bucketArn: "\(S3.arn(ofBucket: bucket))")
    if let owner = cloud.bucketOwners[bucket] {
      guard owner == cloud.account else { throw ServiceError.bucketAlreadyExists }
      return answer
    }
    guard s3.buckets.count < S3Quotas.buckets else { throw ServiceError.tooManyBuckets }
    cloud.bucketOwners[bucket] = cloud.account
    s3.buckets[bucket] = Bucket(name: bucket, created: cloud.unixMilliseconds)
    cloud.topology.add(Component(bucket, .bucket))
    cloud.record(S3Event.bucketCreated, from: bucket)
    return answer
  }
}

/// Tells whether there is a bucket and the caller may use it.
public struct HeadBucket: BucketOperation {
  /// The bucket's name.
  public var bucket: String

  /// Creates the request.
  public init(bucket: String) {
    self.bucket = bucket
  }

  /// `s3:ListBucket`.
  public static var action: String { "s3:ListBucket" }

  /// The bucket.
  public struct Output: Sendable {
    /// Its ARN.
    public let bucketArn: String
    /// Its Region.
    public let bucketRegion: String
    /// Whether its name stands for an access point: never here.
    public let accessPointAlias = false
  }

  /// Tells where the bucket is.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Reads, about: bucket)
    guard s3.buckets[bucket] != nil else { throw ServiceError.headNotFound }
    return Output(
      bucketArn: "\(S3.arn(ofBucket: bucket))",
      bucketRegion: s3.cloud.region
    )
  }
}

/// Lists the account's buckets.
public struct ListBuckets: Operation {
  /// How many at the most, 1 to 10,000; all if left out.
  public var maxBuckets: Int?
  /// Where to go on: what the page before has told.
  public var continuationToken: String?
  /// What the names begin with.
  public var prefix: String?

  /// Creates the request.
  public init(maxBuckets: Int? = nil, continuationToken: String? = nil, prefix: String? = nil) {
    self.maxBuckets = maxBuckets
    self.continuationToken = continuationToken
    self.prefix = prefix
  }

  /// `s3:ListAllMyBuckets`.
  public static var action: String { "s3:ListAllMyBuckets" }

  /// The buckets.
  public struct Output: Sendable {
    /// By name.
    public let buckets: [Listed]
    /// Who has them.
    public let owner: Owner
    /// Where the next page begins; absent on the last.
    public let continuationToken: String?
    /// What the names begin with, if that was asked for.
    public let prefix: String?

    /// One bucket.
    public struct Listed: Sendable {
      /// Its name.
      public let name: String
      /// When it was created.
      public let creationDate: ResponseTime
      /// Its ARN.
      public let bucketArn: String
    }

    /// An account.
    public struct Owner: Sendable, JSONRepresentable {
      /// The account's canonical id.
      public let id: String

      /// The id under a name in capitals.
      public var json: JSONValue { ["ID": .string(id)] }
    }
  }

  /// Lists the buckets.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Writes, about: S3.name)
    let most = maxBuckets ?? S3Quotas.bucketPage.upperBound
    guard S3Quotas.bucketPage.contains(most) else {
      throw ServiceError.s3Argument("Argument max-buckets must be an integer between 1 and 10000.")
    }
    let all = s3.buckets.values.filter { $0.name.hasPrefix(prefix ?? "") }
      .sorted { ObjectKey($0.name) < ObjectKey($1.name) }
    guard
      let page = Page(of: all, fromOpaque: continuationToken, atMost: most, name: { $0.name })
    else { throw ServiceError.s3Argument("The continuation token provided is incorrect") }
    return Output(
      buckets: page.items.map {
        .init(
          name: $0.name,
          creationDate: ResponseTime(seconds: Double($0.created / 1_000)),
          bucketArn: "\(S3.arn(ofBucket: $0.name))"
        )
      },
      owner: .init(id: Self.canonicalID(of: s3.cloud.account)),
      continuationToken: page.nextToken,
      prefix: prefix
    )
  }

  /// Simplified: AWS's canonical ids have the same form and come from nowhere.
  private static func canonicalID(of account: String) -> String {
    Hexadecimal.text(of: SHA256.digest(of: Array("canonical \(account)".utf8)))
  }
}

/// Deletes a bucket with nothing in it.
public struct DeleteBucket: BucketOperation {
  /// The bucket's name.
  public var bucket: String

  /// Creates the request.
  public init(bucket: String) {
    self.bucket = bucket
  }

  /// Deletes the bucket, whose name is free at once.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> NoOutput {
    try await s3.serve(nil, about: bucket)
    guard try s3.bucket(bucket).objects.isEmpty else { throw ServiceError.bucketNotEmpty }
    let cloud = s3.cloud
    s3.buckets[bucket] = nil
    cloud.bucketOwners[bucket] = nil
    cloud.topology.remove(bucket)
    cloud.record(S3Event.bucketDeleted, from: bucket)
    return NoOutput()
  }
}
