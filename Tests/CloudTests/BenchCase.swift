import Testing

/// One fact: what happens on a bench, and what must be seen of it.
struct BenchCase<Bench: Sendable>: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let expected: [String]
  let body: @Sendable (Bench) async throws -> [String]

  init(
    _ fact: String,
    _ expected: [String],
    _ body: @escaping @Sendable (Bench) async throws -> [String]
  ) {
    testDescription = fact
    self.expected = expected
    self.body = body
  }

  /// Creates a case that names the bullet of the facts that it covers.
  init(
    _ bullet: String,
    _ fact: String,
    _ expected: [String],
    _ body: @escaping @Sendable (Bench) async throws -> [String]
  ) {
    self.init("\(bullet): \(fact)", expected, body)
  }
}
