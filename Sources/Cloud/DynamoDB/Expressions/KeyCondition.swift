/// Which items of a table a query is about: one hash key, and a range of sort keys.
struct KeyCondition {
  /// Which sort keys.
  enum SortRange {
    case all
    case comparison(Condition.Comparator, AttributeValue)
    case between(AttributeValue, AttributeValue)
    case beginsWith(AttributeValue)

    /// Tells whether a sort key lies before the range.
    func isAfter(_ key: AttributeValue) -> Bool {
      switch self {
      case .all, .comparison(.less, _), .comparison(.lessOrEqual, _): false
      case .comparison(.greater, let bound): bound.precedes(key) == false
      case .comparison(_, let bound), .between(let bound, _), .beginsWith(let bound):
        key.precedes(bound) == true
      }
    }

    /// Tells whether a sort key lies behind the range.
    func isBefore(_ key: AttributeValue) -> Bool {
      switch self {
      case .all, .comparison(.greater, _), .comparison(.greaterOrEqual, _): false
      case .comparison(.less, let bound): key.precedes(bound) == false
      case .comparison(_, let bound), .between(_, let bound): bound.precedes(key) == true
      case .beginsWith(let prefix):
        prefix.precedes(key) == true && !Condition.begins(key, prefix)
      }
    }
  }

  let hash: AttributeValue
  private(set) var sort = SortRange.all

  /// Takes apart what the expression says.
  ///
  /// - Throws: ``ServiceError`` when it says anything but `hash = :v`, alone or with one condition
  ///   on the sort key.
  init(_ condition: Condition, _ schema: KeySchema, _ values: AttributeMap) throws(ServiceError) {
    var parts = [condition]
    while case .and(let left, let right) = parts[0] {
      parts.replaceSubrange(0..<1, with: [left, right])
    }
    guard parts.count <= 2 else { throw Self.unsupported("Query key condition not supported") }
    var hash: AttributeValue?
    for part in parts {
      let (path, range) = try Self.part(part, values)
      if path == schema.hash.name, case .comparison(.equal, let value) = range, hash == nil {
        try schema.hash.check(value)
        hash = value
      } else if path == schema.sort?.name, case .all = sort {
        sort = range
      } else {
        throw path == schema.hash.name
          ? Self.unsupported("Query key condition not supported")
          : Self.unsupported(
            "Query condition missed key schema element: \(schema.missing(parts.count))"
          )
      }
    }
    guard let hash else {
      throw Self.unsupported("Query condition missed key schema element: \(schema.hash.name)")
    }
    self.hash = hash
    if case .between(let lower, let upper) = sort, upper.precedes(lower) == true {
      throw .expression(
        .keyCondition,
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound;"
          + " lower bound operand: AttributeValue: {\(lower.type):\(lower)}, upper bound operand:"
          + " AttributeValue: {\(upper.type):\(upper)}"
      )
    }
  }

  private static func unsupported(_ message: String) -> ServiceError { .validation(message) }

  private static func part(
    _ condition: Condition,
    _ values: AttributeMap
  ) throws(ServiceError) -> (String, SortRange) {
    switch condition {
    case .comparison(.path(let path), let comparator, .value(let value))
    where comparator != .notEqual && path.elements.count == 1:
      return (path.root, .comparison(comparator, values[value] ?? .null))
    case .between(.path(let path), .value(let lower), .value(let upper))
    where path.elements.count == 1:
      return (path.root, .between(values[lower] ?? .null, values[upper] ?? .null))
    case .beginsWith(.path(let path), .value(let prefix)) where path.elements.count == 1:
      return (path.root, .beginsWith(values[prefix] ?? .null))
    case .or:
      throw .expression(.keyCondition, "Invalid operator used in KeyConditionExpression: OR")
    case .not:
      throw .expression(.keyCondition, "Invalid operator used in KeyConditionExpression: NOT")
    default: throw unsupported("Query key condition not supported")
    }
  }
}
