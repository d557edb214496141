/// The names and values of a JSON object, in the order in which the names were added.
///
/// Equality ignores the order. A name that is set again keeps its place and takes the new value.
public struct JSONObject: Sendable {
  /// A name and its value.
  public typealias Element = (key: String, value: JSONValue)

  /// Names beside their values, so that an object of any size is one block of memory.
  private var elements: [(String, JSONValue)]
  /// Places by name; kept only above `scanLimit`, since a short scan beats hashing.
  private var places: [String: Int]?
  private static let scanLimit = 12

  /// Makes an object without names.
  public init() {
    elements = []
  }

  /// Makes an object of `elements`; of a repeated name the last value counts.
  public init(_ elements: [(String, JSONValue)]) {
    if elements.count <= Self.scanLimit, Self.areDistinct(elements) {
      self.elements = elements
    } else {
      self.elements = []
      for (key, value) in elements { self[key] = value }
    }
  }

  /// Makes an empty object with room for `count` names.
  init(reservingCapacity count: Int) {
    elements = []
    elements.reserveCapacity(count)
  }

  private static func areDistinct(_ elements: [(String, JSONValue)]) -> Bool {
    for place in elements.indices.dropFirst() {
      for before in 0..<place where elements[before].0 == elements[place].0 { return false }
    }
    return true
  }

  /// The value of `key`; setting nil removes the name.
  ///
  /// - Complexity: O(1) on average to read, replace and append; O(n) to remove.
  public subscript(_ key: String) -> JSONValue? {
    get {
      guard let place = place(of: key) else { return nil }
      return elements[place].1
    }
    set {
      guard let newValue else {
        removeValue(forKey: key)
        return
      }
      if let place = place(of: key) {
        elements[place].1 = newValue
      } else {
        append(key, newValue)
      }
    }
  }

  /// The names, in order.
  public var keys: [String] { elements.map(\.0) }

  /// Removes the name `key` and returns its value, if it was there.
  ///
  /// - Complexity: O(n).
  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? {
    guard let place = place(of: key) else { return nil }
    let value = elements.remove(at: place).1
    places = nil
    if elements.count > Self.scanLimit { indexNames() }
    return value
  }

  /// Shows every name and value in order, without a copy of either as iteration makes it.
  func forEachElement(_ body: (_ place: Int, _ key: String, _ value: JSONValue) -> Void) {
    for place in elements.indices { body(place, elements[place].0, elements[place].1) }
  }

  private func place(of key: String) -> Int? {
    if let places { return places[key] }
    for place in elements.indices where elements[place].0 == key { return place }
    return nil
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    elements.append((key, value))
    if elements.count > Self.scanLimit + 1 {
      places?[key] = elements.count - 1
    } else if elements.count == Self.scanLimit + 1 {
      indexNames()
    }
  }

  private mutating func indexNames() {
    var index: [String: Int] = [:]
    for (place, element) in elements.enumerated() { index[element.0] = place }
    places = index
  }
}

extension JSONObject: RandomAccessCollection {
  /// The place of the first name.
  public var startIndex: Int { 0 }

  /// The place after the last name.
  public var endIndex: Int { elements.count }

  /// The name and value at `position`.
  public subscript(position: Int) -> Element {
    (key: elements[position].0, value: elements[position].1)
  }
}

extension JSONObject: Hashable {
  /// Tells whether both have the same names with equal values, in whatever order.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  /// Hashes the names and values without regard to their order.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for (key, value) in self {
      var element = Hasher()
      element.combine(key)
      element.combine(value)
      sum &+= element.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object whose names keep the order in which they are written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
