public import JSON

/// Puts an object into a bucket.
public struct PutObject: ObjectOperation {
  /// The bucket's name.
  public var bucket: String
  /// The object's key: 1 to 1,024 bytes.
  public var key: String
  /// The content; an empty one if left out.
  public var body: ObjectBody?
  /// What the content is; `binary/octet-stream` if left out.
  public var contentType: String?
  /// What else is to be known of the object.
  public var metadata: [String: String]?
  /// A canned access control list.
  public var acl: JSONValue?
  /// A class other than `STANDARD`.
  public var storageClass: JSONValue?
  /// A way of encryption other than `AES256`.
  public var serverSideEncryption: JSONValue?
  /// Tags of the object.
  public var tagging: JSONValue?
  /// Only if there is no object with the key.
  public var ifNoneMatch: JSONValue?
  /// Only if the object that is there has this tag.
  public var ifMatch: JSONValue?

  /// Creates the request.
  public init(
    bucket: String,
    key: String,
    body: ObjectBody? = nil,
    contentType: String? = nil,
    metadata: [String: String]? = nil
  ) {
    self.bucket = bucket
    self.key = key
    self.body = body
    self.contentType = contentType
    self.metadata = metadata
  }

  /// What was put.
  public struct Output: Sendable {
    /// The MD5 of the content, in quotes.
    public let eTag: String
    /// How it is encrypted.
    public let serverSideEncryption = "AES256"
  }

  /// Puts the object, in the place of the one with its key if there is one.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Writes, about: bucket)
    _ = try s3.bucket(bucket)
    try check()
    let body = body ?? ObjectBody([])
    let object = StoredObject(
      key: ObjectKey(key),
      body: body,
      eTag: "\"\(MD5.hex(body.bytes))\"",
      modified: s3.cloud.unixMilliseconds,
      contentType: contentType ?? "binary/octet-stream",
      metadata: metadata ?? [:]
    )
    s3.buckets[bucket]?.put(object)
    s3.meterStorage(of: bucket)
    s3.cloud.record(S3Event.objectCreated(key: key, bytes: body.count), from: bucket)
    return Output(eTag: object.eTag)
  }

  private func check() throws(ServiceError) {
    for (name, value) in [
      ("ACL", acl), ("StorageClass", storageClass), ("ServerSideEncryption", serverSideEncryption),
      ("Tagging", tagging), ("IfNoneMatch", ifNoneMatch), ("IfMatch", ifMatch),
    ] where value != nil { throw .notSupported("\(name) of an object") }
    guard key.utf8.count <= S3Quotas.keyLength.upperBound else { throw .keyTooLong }
    guard !key.isEmpty else { throw .s3Argument("An object needs a key of at least one byte.") }
    guard body?.count ?? 0 <= S3Quotas.objectSize.bytes else { throw .entityTooLarge }
    let size = (metadata ?? [:]).reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    guard size <= S3Quotas.metadataSize else {
      throw ServiceError(
        code: "MetadataTooLarge",
        status: 400,
        message: "Your metadata headers exceed the maximum allowed metadata size"
      )
    }
  }
}

/// Deletes an object.
public struct DeleteObject: ObjectOperation {
  /// The bucket's name.
  public var bucket: String
  /// The object's key.
  public var key: String
  /// A version of the object.
  public var versionId: JSONValue?

  /// Creates the request.
  public init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  /// Deletes the object; one that is not there is no error.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> NoOutput {
    try await s3.serve(nil, about: bucket)
    _ = try s3.bucket(bucket)
    if versionId != nil { throw ServiceError.notSupported("A version of an object") }
    guard s3.buckets[bucket]?.remove(key) == true else { return NoOutput() }
    s3.meterStorage(of: bucket)
    s3.cloud.record(S3Event.objectDeleted(key: key), from: bucket)
    return NoOutput()
  }
}
