import Simulation

/// The attributes that make an item's key.
struct KeySchema: Sendable {
  /// One attribute of the key.
  struct Attribute: Sendable {
    let name: String
    /// `S` or `N`.
    let type: String
    let sizeLimit: Int

    /// Refuses a value that cannot be this part of a key.
    func check(_ value: AttributeValue) throws(ServiceError) {
      guard value.type == type else {
        throw .invalidValues(
          "Type mismatch for key \(name) expected: \(type) actual: \(value.type)"
        )
      }
      guard let text = value.stringValue else { return }
      guard !text.isEmpty else {
        throw .validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
            + " cannot contain an empty string value. Key: \(name)"
        )
      }
      guard text.utf8.count <= sizeLimit else {
        throw .invalidValues(
          "Size of key \(name) has exceeded the maximum size limit of \(sizeLimit) bytes"
        )
      }
    }
  }

  let hash: Attribute
  let sort: Attribute?

  /// The key of a whole item.
  func key(of item: AttributeMap) throws(ServiceError) -> ItemKey {
    ItemKey(
      hash: try part(hash, of: item),
      sort: try sort.map { attribute throws(ServiceError) in try part(attribute, of: item) }
    )
  }

  /// A key that stands alone: these attributes and no others.
  func key(_ attributes: AttributeMap) throws(ServiceError) -> ItemKey {
    guard attributes.count == (sort == nil ? 1 : 2), attributes[hash.name] != nil,
      sort.map({ attributes[$0.name] != nil }) ?? true
    else { throw .keyMismatch }
    return try key(of: attributes)
  }

  private func part(
    _ attribute: Attribute,
    of item: AttributeMap
  ) throws(ServiceError) -> AttributeValue {
    guard let value = item[attribute.name] else {
      throw .invalidValues("Missing the key \(attribute.name) in the item")
    }
    try attribute.check(value)
    return value
  }

  /// The key's attributes.
  func attributes(of key: ItemKey) -> AttributeMap {
    var attributes = [hash.name: key.hash]
    if let sort, let value = key.sort { attributes[sort.name] = value }
    return attributes
  }

  func isKey(_ name: String) -> Bool { name == hash.name || name == sort?.name }

  /// What a query with so many conditions has left out.
  func missing(_ conditions: Int) -> String {
    conditions == 2 ? sort?.name ?? hash.name : hash.name
  }
}

/// What tells an item from all others of its table.
struct ItemKey: Hashable, Sendable {
  let hash: AttributeValue
  let sort: AttributeValue?
}

/// A table and its items.
///
/// A class, because the service changes it in place; it never leaves the service's actor.
final class DynamoTable {
  let name: String
  let schema: KeySchema
  let createdMilliseconds: Int64
  let identifier: String
  var isActive = false

  private(set) var size = 0
  private var items: [ItemKey: AttributeMap] = [:]
  /// The sort keys under each hash key, in order; empty for tables without sort keys.
  private var sortKeys: [AttributeValue: [AttributeValue]] = [:]
  /// All keys in a scan's order; `nil` when keys have come or gone since.
  private var scanOrder: [(hash: UInt64, key: ItemKey)]?

  init(name: String, schema: KeySchema, createdMilliseconds: Int64, identifier: String) {
    self.name = name
    self.schema = schema
    self.createdMilliseconds = createdMilliseconds
    self.identifier = identifier
  }

  var count: Int { items.count }

  subscript(key: ItemKey) -> AttributeMap? { items[key] }

  /// Puts an item in its place, or removes it: the one place where items change.
  ///
  /// - Complexity: O(1), and O(items of the same hash key) for a new item with a sort key.
  func store(_ item: AttributeMap?, at key: ItemKey, oldSize: Int, newSize: Int) {
    let old = items.updateValue(item ?? [:], forKey: key)
    size += newSize - oldSize
    if item == nil { items[key] = nil }
    guard (old == nil) != (item == nil) else { return }
    scanOrder = nil
    guard let sort = key.sort else { return }
    if item == nil {
      removeSortKey(sort, of: key.hash)
    } else {
      sortKeys[key.hash, default: []].insert(sort, at: place(of: sort, in: key.hash))
    }
  }

  private func removeSortKey(_ sort: AttributeValue, of hash: AttributeValue) {
    sortKeys[hash]?.remove(at: place(of: sort, in: hash))
    if sortKeys[hash]?.isEmpty == true { sortKeys[hash] = nil }
  }

  private func place(of sort: AttributeValue, in hash: AttributeValue) -> Int {
    let keys = sortKeys[hash] ?? []
    return keys.partitionPoint { $0.precedes(sort) != true }
  }

  /// The keys that a query is about, in ascending order.
  func keys(matching condition: KeyCondition) -> [ItemKey] {
    guard schema.sort != nil else {
      let key = ItemKey(hash: condition.hash, sort: nil)
      return items[key] == nil ? [] : [key]
    }
    let keys = sortKeys[condition.hash] ?? []
    let lower = keys.partitionPoint { !condition.sort.isAfter($0) }
    let upper = keys.partitionPoint { condition.sort.isBefore($0) }
    guard lower < upper else { return [] }
    return keys[lower..<upper].map { ItemKey(hash: condition.hash, sort: $0) }
  }

  /// All keys in the order of a scan: by a hash of the hash key, then by the sort key.
  ///
  /// > Simplified: the hash is FNV-1a; DynamoDB's own is not published.
  func allKeys(after start: ItemKey?) -> ArraySlice<ItemKey> {
    let order = scanOrder ?? items.keys.map { (Self.hash($0), $0) }.sorted(by: Self.precedes)
    scanOrder = order
    guard let start else { return order.map(\.key)[...] }
    let mark = (hash: Self.hash(start), key: start)
    return order.map(\.key)[order.partitionPoint { Self.precedes(mark, $0) }...]
  }

  private static func precedes(
    _ left: (hash: UInt64, key: ItemKey),
    _ right: (hash: UInt64, key: ItemKey)
  ) -> Bool {
    if left.hash != right.hash { return left.hash < right.hash }
    if left.key.hash != right.key.hash { return left.key.hash.precedes(right.key.hash) ?? false }
    guard let first = left.key.sort, let second = right.key.sort else { return false }
    return first.precedes(second) ?? false
  }

  private static func hash(_ key: ItemKey) -> UInt64 {
    key.hash.description.utf8.reduce(0xcbf2_9ce4_8422_2325) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
  }
}

extension Array {
  /// The first place whose element belongs to the upper part, to which all behind it belong too.
  ///
  /// - Complexity: O(log n).
  func partitionPoint(where belongsToUpperPart: (Element) -> Bool) -> Int {
    var (lower, upper) = (0, count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if belongsToUpperPart(self[middle]) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
