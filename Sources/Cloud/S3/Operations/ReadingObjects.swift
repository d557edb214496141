public import JSON

/// Gets an object's content.
public struct GetObject: ObjectOperation {
  /// The bucket's name.
  public var bucket: String
  /// The object's key.
  public var key: String
  /// A part of the content.
  public var range: JSONValue?
  /// A version of the object.
  public var versionId: JSONValue?
  /// Only if the object has this tag.
  public var ifMatch: JSONValue?
  /// Only if the object has another tag.
  public var ifNoneMatch: JSONValue?

  /// Creates the request.
  public init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  /// The object.
  public struct Output: Sendable {
    /// The content.
    public let body: ObjectBody
    /// In what parts of it are told.
    public let acceptRanges = "bytes"
    /// When it was put, to the second.
    public let lastModified: ResponseTime
    /// How many bytes it has.
    public let contentLength: Int
    /// The MD5 of the content, in quotes.
    public let eTag: String
    /// What the content is.
    public let contentType: String
    /// How it is encrypted.
    public let serverSideEncryption = "AES256"
    /// What else is known of it.
    public let metadata: [String: String]

    init(_ object: StoredObject) {
      body = object.body
      lastModified = ResponseTime(seconds: Double(object.modified / 1_000))
      contentLength = object.body.count
      eTag = object.eTag
      contentType = object.contentType
      metadata = object.metadata
    }
  }

  /// Gets the object.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Reads, about: bucket)
    for (name, value) in [
      ("Range", range), ("VersionId", versionId), ("IfMatch", ifMatch),
      ("IfNoneMatch", ifNoneMatch),
    ] where value != nil { throw ServiceError.notSupported("\(name) of a request for an object") }
    guard let object = try s3.bucket(bucket)[key] else { throw ServiceError.noSuchKey }
    return Output(object)
  }
}

/// Tells of an object what can be known without its content.
public struct HeadObject: ObjectOperation {
  /// The bucket's name.
  public var bucket: String
  /// The object's key.
  public var key: String

  /// Creates the request.
  public init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  /// `s3:GetObject`.
  public static var action: String { GetObject.action }

  /// The object.
  public struct Output: Sendable {
    /// In what parts of its content are told.
    public let acceptRanges = "bytes"
    /// When it was put, to the second.
    public let lastModified: ResponseTime
    /// How many bytes it has.
    public let contentLength: Int
    /// The MD5 of the content, in quotes.
    public let eTag: String
    /// What the content is.
    public let contentType: String
    /// How it is encrypted.
    public let serverSideEncryption = "AES256"
    /// What else is known of it.
    public let metadata: [String: String]

    init(_ object: GetObject.Output) {
      lastModified = object.lastModified
      contentLength = object.contentLength
      eTag = object.eTag
      contentType = object.contentType
      metadata = object.metadata
    }
  }

  /// Tells of the object.
  public func perform(on s3: isolated S3, for caller: Caller) async throws -> Output {
    try await s3.serve(.s3Reads, about: bucket)
    guard let object = s3.buckets[bucket]?[key] else { throw ServiceError.headNotFound }
    return Output(GetObject.Output(object))
  }
}
