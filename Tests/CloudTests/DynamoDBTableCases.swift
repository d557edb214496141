import Cloud
import JSON
import Simulation

extension DynamoDBTests {
  /// A table of readings: days and hours.
  private static func readings(_ cloud: Cloud) async throws -> Client<DynamoDB> {
    let client = cloud.client(of: DynamoDB.self, for: .learner)
    try await client.createTable("readings", hash: "day", sort: "at")
    for day in ["mon", "tue"] {
      for hour in ["09", "17", "12", "08"] {
        let hours = Int(hour) ?? 0
        try await client.put(
          ["day": .string(day), "at": .string(hour), "h": .number(hours)],
          in: "readings"
        )
      }
    }
    return client
  }

  private static func query(
    _ cloud: Cloud,
    _ condition: String,
    _ values: String,
    _ more: String = ""
  )
    async throws -> String
  {
    let input =
      #"{"TableName":"readings","KeyConditionExpression":"\#(condition)","#
      + ##""ExpressionAttributeValues":\##(values),"##
      + ##""ExpressionAttributeNames":{"#d":"day","#at":"at"}"##
      + more + "}"
    let answer = await cloud.answer("dynamodb", "query", input)
    guard let items = try? JSONValue(parsing: answer)["Items"]?.arrayValue else { return answer }
    return items.compactMap { $0["at"]?["S"]?.stringValue }.joined(separator: " ")
  }

  static let cases: [PlatformCase] = [
    PlatformCase(
      "a query is a range of sort keys in order",
      [
        "08 09 12 17", "09", "12 17", "08 09", "09 12", "08 09", "17 12", "12",
      ]
    ) { cloud in
      _ = try await readings(cloud)
      let values = #"{":d":{"S":"mon"},":a":{"S":"09"}}"#
      let two = #"{":d":{"S":"mon"},":a":{"S":"09"},":b":{"S":"12"}}"#
      return [
        try await query(cloud, "#d = :d AND #at >= :a", #"{":d":{"S":"mon"},":a":{"S":"0"}}"#),
        try await query(cloud, "#d = :d AND #at = :a", values),
        try await query(cloud, "#d = :d AND #at > :a", values),
        try await query(cloud, "#at <= :a AND #d = :d", values),
        try await query(cloud, "#d = :d AND #at BETWEEN :a AND :b", two),
        try await query(
          cloud,
          "#d = :d AND begins_with(#at, :a)",
          #"{":d":{"S":"mon"},":a":{"S":"0"}}"#
        ),
        try await query(
          cloud,
          "#d = :d AND #at > :a",
          values,
          #","ScanIndexForward":false"#
        ),
        try await query(
          cloud,
          "#d = :d AND #at > :a",
          #"{":d":{"S":"mon"},":a":{"S":"09"},":m":{"N":"12"}}"#,
          #","FilterExpression":"h = :m""#
        ),
      ]
    },
    PlatformCase(
      "a query needs its hash key, and only what it may have",
      [
        "(ValidationException): Query condition missed key schema element: day",
        "(ValidationException): Invalid KeyConditionExpression: Invalid operator used in"
          + " KeyConditionExpression: OR",
      ]
    ) { cloud in
      _ = try await readings(cloud)
      let table = ##"{"TableName":"readings","ExpressionAttributeNames":{"#at":"at"},"##
      return [
        await cloud.answer(
          "dynamodb",
          "query",
          table
            + ##""KeyConditionExpression":"#at = :a","##
            + #""ExpressionAttributeValues":{":a":{"S":"9"}}}"#
        ),
        await cloud.answer(
          "dynamodb",
          "query",
          table + ##""KeyConditionExpression":"#at = :a OR #at = :a","##
            + #""ExpressionAttributeValues":{":a":{"S":"9"}}}"#
        ),
      ]
    },
    PlatformCase("pages put together are the whole", ["8", "true", "3 pages"]) { cloud in
      _ = try await readings(cloud)
      var found: [String] = []
      var start = ""
      var pages = 0
      repeat {
        let input = #"{"TableName":"readings","Limit":3\#(start)}"#
        let page = try JSONValue(parsing: await cloud.answer("dynamodb", "scan", input))
        found += page["Items"]?.arrayValue?.map { $0.text() } ?? []
        start = page["LastEvaluatedKey"].map { #","ExclusiveStartKey":\#($0.text())"# } ?? ""
        pages += 1
      } while !start.isEmpty
      return ["\(found.count)", "\(Set(found).count == found.count)", "\(pages) pages"]
    },
    PlatformCase(
      "a projection returns what it names",
      [#"{"Item":{"deep":{"M":{"x":{"N":"1"}}},"n":{"N":"5"}}}"#]
    ) {
      cloud in
      let client = cloud.client(of: DynamoDB.self, for: .learner)
      try await client.createTable("items", hash: "id")
      try await client.put(
        ["id": "a", "n": 5, "m": 6, "deep": .map(["x": 1, "y": 2])],
        in: "items"
      )
      return [
        await cloud.answer(
          "dynamodb",
          "get-item",
          #"{"TableName":"items","Key":{"id":{"S":"a"}},"#
            + #""ProjectionExpression":"n, deep.x, nothing"}"#
        )
      ]
    },
    PlatformCase("units are what AWS bills", ["1 w", "3 w", "1 w", "3 w", "2 r", "1 r", "2 w"]) {
      cloud in
      let client = cloud.client(of: DynamoDB.self, for: .learner)
      try await client.createTable("items", hash: "id")
      let long = AttributeValue.string(String(repeating: "x", count: 2_500))
      var found: [String] = []
      func metered(_ body: () async throws -> Void) async throws {
        let before = cloud.meter.reading
        try? await body()
        let used = cloud.meter.reading.since(before)
        let writes = used.quantity(of: .dynamoDBWrites)
        found.append(writes > 0 ? "\(writes) w" : "\(used.quantity(of: .dynamoDBReads)) r")
      }
      try await metered { try await client.put(["id": "a"], in: "items") }
      try await metered { try await client.put(["id": "b", "t": long], in: "items") }
      try await metered {
        try await client.put(["id": "a"], in: "items", if: "attribute_not_exists(id)")
      }
      try await metered { try await client.update(["id": "b"], in: "items", "REMOVE t") }
      try await metered { _ = try await client.get(["id": "a"], from: "items") }
      try await metered { _ = try await client(GetItem(tableName: "items", key: ["id": "a"])) }
      try await metered {
        let write = PutItem(tableName: "items", item: ["id": "c"])
        _ = try await client(TransactWriteItems([.put(write)]))
      }
      return found
    },
    PlatformCase(
      "a transaction does all or nothing",
      [
        "TransactionCanceledException [None, ConditionalCheckFailed]", "0", "1",
      ]
    ) { cloud in
      let client = cloud.client(of: DynamoDB.self, for: .learner)
      try await client.createTable("items", hash: "id")
      try await client.put(["id": "a", "n": 0], in: "items")
      let write = PutItem(tableName: "items", item: ["id": "new"])
      func take(_ count: AttributeValue) -> UpdateItem {
        UpdateItem(
          tableName: "items",
          key: ["id": "a"],
          updateExpression: "SET n = n - :c",
          conditionExpression: "n >= :c",
          expressionAttributeValues: [":c": count]
        )
      }
      var found: [String] = []
      do {
        _ = try await client(TransactWriteItems([.put(write), .update(take(1))]))
      } catch let error as ServiceError {
        found.append("\(error.code) \(error.message.drop { $0 != "[" })")
      }
      found.append("\(await cloud.dynamoDB.inspect("items").count - 1)")
      _ = try await client(TransactWriteItems([.put(write), .update(take(0))]))
      return found + ["\(await cloud.dynamoDB.inspect("items").count - 1)"]
    },
    PlatformCase(
      "a table is CREATING, then ACTIVE, then gone",
      [
        "CREATING", "ResourceNotFoundException", "ACTIVE", #"{"TableNames":["items"]}"#, "DELETING",
        #"{"TableNames":[]}"#,
      ]
    ) { cloud in
      let created = await cloud.answer(
        "dynamodb",
        "create-table",
        #"{"TableName":"items","#
          + #""AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"#
          + #""KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"#
          + #""BillingMode":"PAY_PER_REQUEST"}"#
      )
      let item = #"{"TableName":"items","Item":{"id":{"S":"a"}}}"#
      let early = await cloud.answer("dynamodb", "put-item", item)
      try await cloud.simulation.sleep(for: .seconds(6))
      let described = await cloud.answer("dynamodb", "describe-table", #"{"TableName":"items"}"#)
      let listed = await cloud.answer("dynamodb", "list-tables", "{}")
      let deleted = await cloud.answer("dynamodb", "delete-table", #"{"TableName":"items"}"#)
      return [
        try JSONValue(parsing: created)["TableDescription"]?["TableStatus"]?.stringValue ?? created,
        String(early.dropFirst().prefix { $0 != ")" }),
        try JSONValue(parsing: described)["Table"]?["TableStatus"]?.stringValue ?? described,
        listed,
        try JSONValue(parsing: deleted)["TableDescription"]?["TableStatus"]?.stringValue ?? deleted,
        await cloud.answer("dynamodb", "list-tables", "{}"),
      ]
    },
  ]
}
