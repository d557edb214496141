/// A page of a bucket's objects in the order of their keys, in which keys that are the same up to a
/// delimiter may stand together as one common prefix.
///
/// Source: the S3 API reference, `ListObjectsV2`, 2026: a common prefix counts as one of the entries.
struct ObjectListing {
  /// Behind what a page begins.
  enum Mark {
    case key(ObjectKey)
    /// Behind all keys that begin so.
    case prefix(ObjectKey)

    /// The mark as a token that tells nobody what it stands for.
    var token: String {
      switch self {
      case .key(let key): Base64.encode(Array("k\(key.text)".utf8))
      case .prefix(let prefix): Base64.encode(Array("p\(prefix.text)".utf8))
      }
    }

    init?(token: String) {
      guard let bytes = Base64.decode(token), let kind = bytes.first else { return nil }
      let key = ObjectKey(String(decoding: bytes.dropFirst(), as: UTF8.self))
      switch kind {
      case UInt8(ascii: "k"): self = .key(key)
      case UInt8(ascii: "p"): self = .prefix(key)
      default: return nil
      }
    }

    init(behind key: String) { self = .key(ObjectKey(key)) }
  }

  private(set) var objects: [StoredObject] = []
  private(set) var prefixes: [String] = []
  /// Behind what the next page begins; `nil` on the last.
  private(set) var next: Mark?

  var count: Int { objects.count + prefixes.count }

  /// Lists objects.
  ///
  /// - Parameters:
  ///   - bucket: whose.
  ///   - prefix: what their keys begin with.
  ///   - delimiter: up to what behind the prefix keys are taken together; `nil` for no such thing.
  ///   - mark: behind what to begin.
  ///   - most: how many entries at the most.
  init(
    of bucket: Bucket,
    _ prefix: String,
    delimiter: String?,
    behind mark: Mark?,
    atMost most: Int
  ) {
    let prefix = ObjectKey(prefix)
    var place = bucket.place(of: prefix)
    var last: Mark?
    switch mark {
    case .key(let key): place = max(place, bucket.place(behind: key))
    case .prefix(let group): place = max(place, bucket.place(behindAllWith: group))
    case nil: break
    }
    while place < bucket.objects.count, bucket.objects[place].key.hasPrefix(prefix) {
      guard count < most else {
        next = last
        return
      }
      let object = bucket.objects[place]
      if let delimiter, let group = object.key.group(behind: prefix, upTo: delimiter) {
        prefixes.append(group.text)
        last = .prefix(group)
        place = bucket.place(behindAllWith: group)
      } else {
        objects.append(object)
        last = .key(object.key)
        place += 1
      }
    }
  }
}
