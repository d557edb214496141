/// The names and values of a JSON object, in the order in which the names were added.
///
/// Equality ignores the order. A name that is set again keeps its place and takes the new value.
public struct JSONObject: Sendable {
  /// A name and its value.
  public typealias Element = (key: String, value: JSONValue)

  private var names: [String] = []
  private var values: [JSONValue] = []
  /// Places by name; kept only above `scanLimit`, since a short scan beats hashing.
  private var places: [String: Int] = [:]
  private static let scanLimit = 8

  /// Makes an object without names.
  public init() {}

  /// Makes an object of `elements`; of a repeated name the last value counts.
  public init(_ elements: [(String, JSONValue)]) {
    for (key, value) in elements { self[key] = value }
  }

  /// The value of `key`; setting nil removes the name.
  ///
  /// - Complexity: O(1) on average to read, replace and append; O(n) to remove.
  public subscript(_ key: String) -> JSONValue? {
    get { place(of: key).map { values[$0] } }
    set {
      guard let newValue else {
        removeValue(forKey: key)
        return
      }
      if let place = place(of: key) {
        values[place] = newValue
      } else {
        append(key, newValue)
      }
    }
  }

  /// The names, in order.
  public var keys: [String] { names }

  /// Removes the name `key` and returns its value, if it was there.
  ///
  /// - Complexity: O(n).
  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? {
    guard let place = place(of: key) else { return nil }
    names.remove(at: place)
    let value = values.remove(at: place)
    places = [:]
    if names.count > Self.scanLimit { indexNames() }
    return value
  }

  private func place(of key: String) -> Int? {
    names.count <= Self.scanLimit ? names.firstIndex(of: key) : places[key]
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    names.append(key)
    values.append(value)
    if names.count > Self.scanLimit + 1 {
      places[key] = names.count - 1
    } else if names.count == Self.scanLimit + 1 {
      indexNames()
    }
  }

  private mutating func indexNames() {
    for (place, name) in names.enumerated() { places[name] = place }
  }
}

extension JSONObject: RandomAccessCollection {
  /// The place of the first name.
  public var startIndex: Int { 0 }

  /// The place after the last name.
  public var endIndex: Int { names.count }

  /// The name and value at `position`.
  public subscript(position: Int) -> Element { (key: names[position], value: values[position]) }
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
