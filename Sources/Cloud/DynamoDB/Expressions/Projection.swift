/// Which attributes of an item are returned.
struct Projection: Sendable {
  let paths: [DocumentPath]

  /// The item's attributes at the paths, in maps and lists as they were.
  func apply(to item: AttributeMap) -> AttributeMap {
    var result: AttributeMap = [:]
    for path in paths {
      guard let value = path.value(in: item) else { continue }
      let inner = Self.wrap(value, path.elements.dropFirst())
      result[path.root] = result[path.root].map { Self.merge($0, inner) } ?? inner
    }
    return result
  }

  /// Puts a value back into what its path leads through; lists hold only what was asked for.
  private static func wrap(
    _ value: AttributeValue,
    _ path: ArraySlice<DocumentPath.Element>
  ) -> AttributeValue {
    switch path.first {
    case nil: value
    case .name(let name): .map([name: wrap(value, path.dropFirst())])
    case .index: .list([wrap(value, path.dropFirst())])
    }
  }

  private static func merge(_ left: AttributeValue, _ right: AttributeValue) -> AttributeValue {
    switch (left, right) {
    case (.map(let left), .map(let right)): .map(left.merging(right, uniquingKeysWith: merge))
    case (.list(let left), .list(let right)): .list(left + right)
    default: right
    }
  }
}

extension ExpressionParser {
  /// Reads a whole projection.
  mutating func projection() throws(ServiceError) -> Projection {
    var paths = [try path()]
    while takes(sign: ",") { paths.append(try path()) }
    try expectEnd()
    for (index, path) in paths.enumerated() {
      guard let other = paths[..<index].first(where: { $0.overlaps(path) }) else { continue }
      throw error(
        "Two document paths overlap with each other; must remove or rewrite one of these paths;"
          + " path one: \(other), path two: \(path)"
      )
    }
    return Projection(paths: paths)
  }
}
