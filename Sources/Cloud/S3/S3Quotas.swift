import Simulation

/// S3's limits, with their source and date.
///
/// Source: the S3 user guide, "General purpose bucket naming rules", "Bucket quotas, limitations, and
/// restrictions" and "Naming Amazon S3 objects", and the API reference, `ListObjectsV2`, 2026.
public enum S3Quotas {
  /// Letters in a bucket's name.
  public static let bucketNameLength = 3...63
  /// Buckets of an account.
  public static let buckets = 10_000
  /// Bytes in a key.
  public static let keyLength = 1...1_024
  /// What one request can put.
  public static let objectSize = ByteCount.kibibytes(5 * 1_024 * 1_024)
  /// Bytes of the metadata that one gives an object.
  public static let metadataSize = 2_048
  /// Entries on a page of a list of objects.
  public static let pageSize = 1_000
  /// Buckets on a page.
  public static let bucketPage = 1...10_000

  /// Whether a bucket can have this name.
  static func isBucketName(_ name: String) -> Bool {
    let letters = Array(name.utf8)
    func isLetterOrDigit(_ byte: UInt8?) -> Bool {
      byte.map { (97...122).contains($0) || (48...57).contains($0) } ?? false
    }
    guard bucketNameLength.contains(letters.count),
      letters.allSatisfy({ isLetterOrDigit($0) || "-.".utf8.contains($0) }),
      isLetterOrDigit(letters.first), isLetterOrDigit(letters.last), !name.contains(".."),
      !["xn--", "sthree-", "amzn-s3-demo-"].contains(where: { name.hasPrefix($0) }),
      !["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"].contains(where: {
        name.hasSuffix($0)
      })
    else { return false }
    // Nothing that looks like an IP address.
    let parts = name.split(separator: ".")
    return parts.count != 4 || !parts.allSatisfy { UInt8($0) != nil }
  }
}

/// What AWS does not publish and the mini cloud has to choose.
public enum S3Assumptions {
  /// What a request takes, whatever the size of the object.
  public static let requestTime = Duration.milliseconds(20)
}
