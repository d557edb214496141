import Cloud
import JSON
import Simulation
import Testing

/// Tables: items, expressions, conditions, units.
@Suite struct DynamoDBTests {
  /// A command on the table `items`, which holds `{id: "a", n: 5, name: "rake", tags: …}`.
  struct Command: Sendable, CustomTestStringConvertible {
    let title: String
    let operation: String
    let input: String
    let expected: String
    var testDescription: String { title }

    init(_ title: String, _ operation: String, _ input: String, _ expected: String) {
      self.title = title
      self.operation = operation
      self.input = input
      self.expected = expected
    }
  }

  static let item =
    #"{"id":{"S":"a"},"n":{"N":"5"},"label":{"S":"rake"},"tags":{"SS":["x","y"]},"#
    + #""deep":{"M":{"steps":{"L":[{"N":"1"},{"N":"2"}]}}}}"#

  static func withItem<R: Sendable>(
    _ body: @escaping @Sendable (Cloud) async throws -> R
  ) throws -> R {
    try PlatformCase.run { cloud in
      try await cloud.client(of: DynamoDB.self, for: .learner).createTable("items", hash: "id")
      let put = await cloud.answer(
        "dynamodb",
        "put-item",
        #"{"TableName":"items","Item":\#(item)}"#
      )
      #expect(put == "{}")
      return try await body(cloud)
    }
  }

  /// Puts the table's name and the item's key before the rest of the input.
  static func input(_ rest: String) -> String {
    rest.hasPrefix("{") ? rest : #"{"TableName":"items","Key":{"id":{"S":"a"}},\#(rest)}"#
  }

  @Test(arguments: updates) func `an update does as on AWS`(_ row: Command) throws {
    try check(row)
  }

  @Test(arguments: conditions) func `a condition holds or not`(_ row: Command) throws {
    try check(row)
  }

  @Test(arguments: refusals) func `a request is refused in AWS's words`(_ row: Command) throws {
    try check(row)
  }

  private func check(_ row: Command) throws {
    let found = try Self.withItem { cloud in
      let answer = await cloud.answer("dynamodb", row.operation, Self.input(row.input))
      guard answer == "{}", row.operation == "update-item" else { return answer }
      let read = await cloud.answer(
        "dynamodb",
        "get-item",
        #"{"TableName":"items","Key":{"id":{"S":"a"}}}"#
      )
      return try JSONValue(parsing: read)["Item"]?.text() ?? read
    }
    #expect(found.contains(row.expected), "\(found)")
  }

  @Test(arguments: numbers) func `numbers are exact decimals`(
    _ left: String,
    _ right: String,
    _ sum: String
  ) throws {
    #expect(Self.sum(left, right) == sum)
    #expect(Self.sum(right, left) == sum)
  }

  private static func sum(_ left: String, _ right: String) -> String {
    do {
      return try DynamoNumber(parsing: left).adding(DynamoNumber(parsing: right)).description
    } catch {
      return "\(error)"
    }
  }

  /// Every order is one of numbers: reading, comparing and adding agree with whole numbers.
  @Test func `small numbers agree with integers`() throws {
    var stream = RandomStream(seed: 5, name: "numbers")
    for _ in 0..<2_000 {
      let (left, right) = (stream.uniform(in: -9_999...9_999), stream.uniform(in: -9_999...9_999))
      let scaled = try [left, right].map { try DynamoNumber(parsing: "\($0)e-3") }
      let agrees =
        (scaled[0] < scaled[1]) == (left < right) && (scaled[0] == scaled[1]) == (left == right)
      let sum = try scaled[0].adding(scaled[1])
      let isSum = try DynamoNumber(parsing: "\(left + right)e-3") == sum
      let isItself = try DynamoNumber(parsing: scaled[0].description) == scaled[0]
      if !agrees || !isSum || !isItself { Issue.record("\(left) and \(right)") }
    }
  }

  /// Many buyers at once: every success takes one piece, and there is never less than none.
  @Test(arguments: [nil, 1, 2, 3] as [UInt64?])
  func `conditional writes are linearisable`(_ shuffling: UInt64?) throws {
    let (sold, left) = try PlatformCase.run(seed: 9, shuffling: shuffling) { cloud in
      let client = cloud.client(of: DynamoDB.self, for: .learner)
      try await client.createTable("stock", hash: "id")
      try await client.put(["id": "rake", "pieces": 40], in: "stock")
      let sold = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 {
          group.addTask {
            do {
              try await client.update(
                ["id": "rake"],
                in: "stock",
                "SET pieces = pieces - :one",
                if: "pieces >= :one",
                values: [":one": 1]
              )
              return true
            } catch let error as ServiceError where .conditionalCheckFailed ~= error {
              return false
            }
          }
        }
        var sold = 0
        for try await hasSold in group where hasSold { sold += 1 }
        return sold
      }
      return (sold, try await client.get(["id": "rake"], from: "stock")?["pieces"]?.intValue)
    }
    #expect(sold == 40 && left == 0)
  }

  @Test(arguments: cases) func `a table does as on AWS`(_ row: PlatformCase) throws {
    try row.check()
  }
}
