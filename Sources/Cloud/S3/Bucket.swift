/// A bucket: its objects in the order of their keys.
struct Bucket {
  let name: String
  /// In milliseconds since 1970.
  let created: Int64
  private(set) var objects: [StoredObject] = []
  /// The bytes of all objects.
  private(set) var size = 0

  init(name: String, created: Int64) {
    self.name = name
    self.created = created
  }

  /// Finds an object.
  ///
  /// - Complexity: O(log n) in the number of objects.
  subscript(key: String) -> StoredObject? {
    let place = place(of: ObjectKey(key))
    return place < objects.count && objects[place].key == ObjectKey(key) ? objects[place] : nil
  }

  /// Puts an object in the place of the one with its key, if there is one.
  ///
  /// - Complexity: O(log n) for a key behind all others; O(n) otherwise.
  mutating func put(_ object: StoredObject) {
    let place = place(of: object.key)
    size += object.body.count
    if place < objects.count, objects[place].key == object.key {
      size -= objects[place].body.count
      objects[place] = object
    } else {
      objects.insert(object, at: place)
    }
  }

  /// Removes an object; false when there is none.
  mutating func remove(_ key: String) -> Bool {
    let key = ObjectKey(key)
    let place = place(of: key)
    guard place < objects.count, objects[place].key == key else { return false }
    size -= objects[place].body.count
    objects.remove(at: place)
    return true
  }

  /// The place of the first object with a key that is not before this one.
  func place(of key: ObjectKey) -> Int { firstPlace { $0 >= key } }

  /// The place of the first object whose key is behind this one.
  func place(behind key: ObjectKey) -> Int { firstPlace { $0 > key } }

  /// The place of the first object whose key is behind all that begin so.
  func place(behindAllWith prefix: ObjectKey) -> Int {
    firstPlace { $0 > prefix && !$0.hasPrefix(prefix) }
  }

  /// The place of the first object of which something holds that holds of all behind it.
  private func firstPlace(_ holds: (ObjectKey) -> Bool) -> Int {
    var (low, high) = (0, objects.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(objects[middle].key) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// An object as the bucket keeps it.
struct StoredObject: Sendable {
  let key: ObjectKey
  /// Shared with whoever has put it, and never copied.
  let body: ObjectBody
  /// The MD5 of the body in quotes.
  let eTag: String
  /// In milliseconds since 1970.
  let modified: Int64
  let contentType: String
  let metadata: [String: String]
}

/// An object's key; keys are the same, and in order, by the bytes of their UTF-8.
struct ObjectKey: Comparable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  func hasPrefix(_ prefix: Self) -> Bool { text.utf8.starts(with: prefix.text.utf8) }

  /// The key up to the first delimiter behind a prefix that it has; `nil` without one there.
  func group(behind prefix: Self, upTo delimiter: String) -> Self? {
    let rest = text.utf8.dropFirst(prefix.text.utf8.count)
    guard let end = rest.firstRange(of: delimiter.utf8)?.upperBound else { return nil }
    return Self(String(Substring(text.utf8[..<end])))
  }
}
