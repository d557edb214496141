/// A set of fields by their numbers.
struct FieldSet: Sendable, Hashable {
  private var first: UInt64 = 0
  /// Fields from number 64 on; empty unless there are that many, so that most sets need no memory.
  private var others: Set<Int> = []

  init() {}

  init(_ field: Int) { insert(field) }

  var isEmpty: Bool { first == 0 && others.isEmpty }

  mutating func insert(_ field: Int) {
    if field < 64 { first |= 1 << UInt64(field) } else { others.insert(field) }
  }

  mutating func remove(_ field: Int) {
    if field < 64 { first &= ~(1 << UInt64(field)) } else { others.remove(field) }
  }

  func contains(_ field: Int) -> Bool {
    field < 64 ? first & 1 << UInt64(field) != 0 : others.contains(field)
  }

  func union(_ other: Self) -> Self {
    var union = self
    union.first |= other.first
    if !other.others.isEmpty { union.others.formUnion(other.others) }
    return union
  }

  func intersection(_ other: Self) -> Self {
    var both = self
    both.first &= other.first
    if !others.isEmpty { both.others.formIntersection(other.others) }
    return both
  }

  func isSuperset(of other: Self) -> Bool {
    first & other.first == other.first
      && (other.others.isEmpty || others.isSuperset(of: other.others))
  }
}
