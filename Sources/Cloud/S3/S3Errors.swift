/// Errors of S3.
///
/// Source: the S3 API reference, "Error responses", 2026, and the service model of botocore 1.44.8.
extension ServiceError {
  /// There is no such bucket.
  public static let noSuchBucket = Self(
    code: "NoSuchBucket",
    status: 404,
    message: "The specified bucket does not exist"
  )

  /// There is no such object.
  public static let noSuchKey = Self(
    code: "NoSuchKey",
    status: 404,
    message: "The specified key does not exist."
  )

  /// Another account has a bucket of this name.
  static let bucketAlreadyExists = Self(
    code: "BucketAlreadyExists",
    status: 409,
    message: "The requested bucket name is not available. The bucket namespace is shared by all"
      + " users of the system. Please select a different name and try again."
  )

  /// There is still something in the bucket.
  static let bucketNotEmpty = Self(
    code: "BucketNotEmpty",
    status: 409,
    message: "The bucket you tried to delete is not empty"
  )

  /// No bucket can be called so.
  static let invalidBucketName = Self(
    code: "InvalidBucketName",
    status: 400,
    message: "The specified bucket is not valid."
  )

  /// The account has as many buckets as it may have.
  static let tooManyBuckets = Self(
    code: "TooManyBuckets",
    status: 400,
    message: "You have attempted to create more buckets than allowed"
  )

  static let keyTooLong = Self(
    code: "KeyTooLongError",
    status: 400,
    message: "Your key is too long"
  )

  static let entityTooLarge = Self(
    code: "EntityTooLarge",
    status: 400,
    message: "Your proposed upload exceeds the maximum allowed size"
  )

  /// An argument of S3 has a value that it cannot have.
  static func s3Argument(_ message: String) -> Self {
    Self(code: "InvalidArgument", status: 400, message: message)
  }

  /// The answer to a HEAD request about what there is not, which has no body.
  static let headNotFound = Self(code: "404", status: 404, message: "Not Found")
}
