public import JSON

/// Lists the objects of a bucket, or what stands for many of them, in the order of their keys.
public struct ListObjectsV2: BucketOperation {
  /// The bucket's name.
  public var bucket: String
  /// What the keys begin with.
  public var prefix: String?
  /// Up to what, behind the prefix, keys are taken together, such as `/`.
  public var delimiter: String?
  /// How many entries at the most, common prefixes included; 1,000 if left out or larger.
  public var maxKeys: Int?
  /// Where to go on: what the page before has told.
  public var continuationToken: String?
  /// Behind which key to begin.
  public var startAfter: String?
  /// How keys are written.
  public var encodingType: JSONValue?
  /// Whether to tell who owns each object.
  public var fetchOwner: JSONValue?

  /// Creates the request.
  public init(
    bucket: String,
    prefix: String? = nil,
    delimiter: String? = nil,
    maxKeys: Int? = nil,
    continuationToken: String? = nil,
    startAfter: String? = nil
  ) {
    self.bucket = bucket
    self.prefix = prefix
    self.delimiter = delimiter
    self.maxKeys = maxKeys
    self.continuationToken = continuationToken
    self.startAfter = startAfter
  }

  /// `s3:ListBucket`.
  public static var action: String { "s3:ListBucket" }

  /// A page of the list.
  public struct Output: Sendable {
    /// Whether there is another page.
    public let isTruncated: Bool
    /// The objects; absent when there are none.
    public let contents: [Object]?
    /// The bucket's name.
    public let name: String
    /// What the keys begin with.
    public let prefix: String
    /// Up to what keys are taken together, if that was asked for.
    public let delimiter: String?
    /// How many entries there can be.
    public let maxKeys: Int
    /// What stands for many keys; absent when there is none.
    public let commonPrefixes: [CommonPrefix]?
    /// How many entries there are.
    public let keyCount: Int
    /// Where this page began, if a token told it.
    public let continuationToken: String?
    /// Where the next page begins; absent on the last.
    public let nextContinuationToken: String?
    /// Behind which key the list began, if one was given.
    public let startAfter: String?
  }

  /// An object in a list.
  public struct Object: Sendable {
    /// Its key.
    public let key: String
    /// When it was put, to the second.
    public let lastModified: ResponseTime
    /// The MD5 of its content, in quotes.
    public let eTag: String
    /// How many bytes it has.
    public let size: Int
    /// Its class.
    public let storageClass = "STANDARD"
  }

  /// What the keys that it stands for begin with.
  public struct CommonPrefix: Sendable {
    /// The beginning.
    public let prefix: String
  }

  /// Lists a page.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Writes, about: bucket)
    let bucket = try s3.bucket(bucket)
    if encodingType != nil { throw ServiceError.notSupported("EncodingType of a list") }
    if fetchOwner != nil { throw ServiceError.notSupported("FetchOwner of a list") }
    if let maxKeys, maxKeys < 0 {
      throw ServiceError.s3Argument(
        "Argument maxKeys must be an integer between 0 and 2147483647"
      )
    }
    let most = min(maxKeys ?? S3Quotas.pageSize, S3Quotas.pageSize)
    let listing = ObjectListing(
      of: bucket,
      prefix ?? "",
      delimiter: delimiter?.isEmpty == true ? nil : delimiter,
      behind: try mark(),
      atMost: most
    )
    return output(listing, most)
  }

  /// A token wins over the key to begin behind.
  private func mark() throws(ServiceError) -> ObjectListing.Mark? {
    guard let continuationToken else { return startAfter.map { .init(behind: $0) } }
    guard let mark = ObjectListing.Mark(token: continuationToken) else {
      throw .s3Argument("The continuation token provided is incorrect")
    }
    return mark
  }

  private func output(_ listing: ObjectListing, _ most: Int) -> Output {
    let objects = listing.objects.map {
      Object(
        key: $0.key.text,
        lastModified: ResponseTime(seconds: Double($0.modified / 1_000)),
        eTag: $0.eTag,
        size: $0.body.count
      )
    }
    let prefixes = listing.prefixes.map { CommonPrefix(prefix: $0) }
    return Output(
      isTruncated: listing.next != nil,
      contents: objects.isEmpty ? nil : objects,
      name: bucket,
      prefix: prefix ?? "",
      delimiter: delimiter,
      maxKeys: most,
      commonPrefixes: prefixes.isEmpty ? nil : prefixes,
      keyCount: listing.count,
      continuationToken: continuationToken,
      nextContinuationToken: listing.next?.token,
      startAfter: startAfter
    )
  }
}
