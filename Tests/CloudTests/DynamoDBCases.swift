import Cloud
import JSON
import Simulation

extension DynamoDBTests {
  private static func update(
    _ expression: String,
    _ values: String,
    _ expected: String,
    _ more: String = ""
  ) -> Command {
    let values = values.isEmpty ? "" : #","ExpressionAttributeValues":\#(values)"#
    return Command(
      expression,
      "update-item",
      #""UpdateExpression":"\#(expression)"\#(values)\#(more)"#,
      expected
    )
  }

  static let updates: [Command] = [
    update("SET n = n + :v", #"{":v":{"N":"0.5"}}"#, #""n":{"N":"5.5"}"#),
    update("SET n = n - :v", #"{":v":{"N":"7"}}"#, #""n":{"N":"-2"}"#),
    update("SET m = if_not_exists(m, :z) + :v", #"{":v":{"N":"1"},":z":{"N":"0"}}"#, #""m":{"N":"1"}"#),
    update("SET n = if_not_exists(n, :z)", #"{":z":{"N":"0"}}"#, #""n":{"N":"5"}"#),
    update("set a = n, b = a1", "", "does not exist in the item"),
    update("SET a = n, n = :v", #"{":v":{"N":"1"}}"#, #""a":{"N":"5"}"#),
    update("SET deep.list[1] = :v", #"{":v":{"S":"z"}}"#, #"[{"N":"1"},{"S":"z"}]"#),
    update("SET deep.list[9] = :v", #"{":v":{"S":"z"}}"#, #"[{"N":"1"},{"N":"2"},{"S":"z"}]"#),
    update("SET deep.x = :v", #"{":v":{"BOOL":true}}"#, #""x":{"BOOL":true}"#),
    update(
      "SET deep.list = list_append(deep.list, :v)",
      #"{":v":{"L":[{"NULL":true}]}}"#,
      #"[{"N":"1"},{"N":"2"},{"NULL":true}]"#
    ),
    update("REMOVE deep.list[0], label", "", #""deep":{"M":{"list":{"L":[{"N":"2"}]}}},"id""#),
    update("REMOVE deep.list[0], deep.list[1]", "", #""list":{"L":[]}"#),
    update("ADD n :v", #"{":v":{"N":"-6"}}"#, #""n":{"N":"-1"}"#),
    update("ADD tags :v", #"{":v":{"SS":["z","x"]}}"#, #"{"SS":["x","y","z"]}"#),
    update("DELETE tags :v", #"{":v":{"SS":["x"]}}"#, #"{"SS":["y"]}"#),
    update("DELETE tags :v SET n = :n", #"{":v":{"SS":["x","y"]},":n":{"N":"1"}}"#, #""n":{"N":"1"}}"#),
    update(
      "SET #s = :v",
      #"{":v":{"S":"paid"}}"#,
      #""status":{"S":"paid"}"#,
      ##","ExpressionAttributeNames":{"#s":"status"}"##
    ),
    update(
      "SET n = n + :v",
      #"{":v":{"N":"1"}}"#,
      #"{"Attributes":{"n":{"N":"6"}}}"#,
      #","ReturnValues":"UPDATED_NEW""#
    ),
    update(
      "SET n = n + :v",
      #"{":v":{"N":"1"}}"#,
      #"{"Attributes":{"n":{"N":"5"}}}"#,
      #","ReturnValues":"UPDATED_OLD""#
    ),
  ]

  private static func condition(_ text: String, _ values: String, _ holds: Bool) -> Command {
    let values = values.isEmpty ? "" : #","ExpressionAttributeValues":\#(values)"#
    return Command(
      text,
      "update-item",
      #""ConditionExpression":"\#(text)"\#(values)"#,
      holds ? #""id":{"S":"a"}"# : "(ConditionalCheckFailedException): The conditional request failed"
    )
  }

  static let conditions: [Command] = [
    condition("attribute_exists(id)", "", true),
    condition("attribute_not_exists(id)", "", false),
    condition("attribute_not_exists(deep.list[2])", "", true),
    condition("attribute_exists(deep.list[1])", "", true),
    condition("n = :v", #"{":v":{"N":"5.0"}}"#, true),
    condition("n = :v", #"{":v":{"S":"5"}}"#, false),
    condition("n <> :v", #"{":v":{"S":"5"}}"#, true),
    condition("missing <> :v", #"{":v":{"S":"5"}}"#, true),
    condition("missing = :v", #"{":v":{"S":"5"}}"#, false),
    condition("n < :v AND NOT n < :w", #"{":v":{"N":"6"},":w":{"N":"5"}}"#, true),
    condition("n < :v OR n > :v", #"{":v":{"N":"5"}}"#, false),
    condition("n <= :v and n >= :v", #"{":v":{"N":"5"}}"#, true),
    condition("n < :v", #"{":v":{"S":"z"}}"#, false),
    condition("n BETWEEN :v AND :w", #"{":v":{"N":"5"},":w":{"N":"6"}}"#, true),
    condition("n IN (:v, :w)", #"{":v":{"N":"4"},":w":{"N":"5"}}"#, true),
    condition("(n = :v OR n = :w) AND n = :v", #"{":v":{"N":"4"},":w":{"N":"5"}}"#, false),
    condition("n = :w OR n = :v AND n = :v", #"{":v":{"N":"4"},":w":{"N":"5"}}"#, true),
    condition("begins_with(label, :v)", #"{":v":{"S":"ra"}}"#, true),
    condition("contains(label, :v)", #"{":v":{"S":"ak"}}"#, true),
    condition("contains(tags, :v)", #"{":v":{"S":"x"}}"#, true),
    condition("contains(tags, :v)", #"{":v":{"S":"xx"}}"#, false),
    condition("contains(deep.list, :v)", #"{":v":{"N":"2"}}"#, true),
    condition("size(label) = :v", #"{":v":{"N":"4"}}"#, true),
    condition("size(deep.list) > :v", #"{":v":{"N":"2"}}"#, false),
    condition("attribute_type(n, :v)", #"{":v":{"S":"N"}}"#, true),
  ]

  private static func refusal(_ input: String, _ expected: String) -> Command {
    Command(expected, "update-item", input, expected)
  }

  private static func put(_ item: String, _ expected: String) -> Command {
    Command(expected, "put-item", #"{"TableName":"items","Item":\#(item)}"#, expected)
  }

  static let refusals: [Command] = [
    refusal(
      #""UpdateExpression":"SET n == :v","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      #"Invalid UpdateExpression: Syntax error; token: "=", near: "== :v""#
    ),
    refusal(
      #""UpdateExpression":"SET n =""#,
      #"Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "=""#
    ),
    refusal(
      #""ConditionExpression":"n ! :v""#,
      #"Invalid ConditionExpression: Syntax error; token: "!""#
    ),
    refusal(
      #""ConditionExpression":"""#,
      "Invalid ConditionExpression: The expression can not be empty;"
    ),
    refusal(
      #""UpdateExpression":"SET status = :v","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status"
    ),
    refusal(
      #""UpdateExpression":"SET #s = :v","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      "An expression attribute name used in the document path is not defined; attribute name: #s"
    ),
    refusal(
      #""UpdateExpression":"SET n = :v""#,
      "An expression attribute value used in expression is not defined; attribute value: :v"
    ),
    refusal(
      #""UpdateExpression":"REMOVE n","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"
    ),
    refusal(
      #""ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      "ExpressionAttributeValues can only be specified when using expressions"
    ),
    refusal(
      #""ConditionExpression":"exists(n)""#,
      "Invalid ConditionExpression: Invalid function name; function: exists"
    ),
    refusal(
      #""ConditionExpression":"attribute_exists(n, label)""#,
      "Incorrect number of operands for operator or function; operator or function:"
        + " attribute_exists, number of operands: 2"
    ),
    refusal(
      #""UpdateExpression":"SET n = label + :v","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      "Incorrect operand type for operator or function; operator or function: +, operand type: S"
    ),
    refusal(
      #""UpdateExpression":"REMOVE deep, deep.list""#,
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path"
        + " one: [deep], path two: [deep, list]"
    ),
    refusal(
      #""UpdateExpression":"REMOVE n REMOVE label""#,
      #"The "REMOVE" section can only be used once in an update expression;"#
    ),
    refusal(
      #""UpdateExpression":"SET none.x = :v","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
      "The document path provided in the update expression is invalid for update"
    ),
    refusal(
      #""UpdateExpression":"SET id = :v","ExpressionAttributeValues":{":v":{"S":"b"}}"#,
      "Cannot update attribute id. This attribute is part of the key"
    ),
    put(#"{"n":{"N":"1"}}"#, "Missing the key id in the item"),
    put(#"{"id":{"N":"1"}}"#, "Type mismatch for key id expected: S actual: N"),
    put(#"{"id":{"S":""}}"#, "cannot contain an empty string value. Key: id"),
    put(#"{"id":{"N":"x"}}"#, "The parameter cannot be converted to a numeric value: x"),
    put(
      #"{"id":{"N":"1\#(String(repeating: "2", count: 38))"}}"#,
      "Attempting to store more than 38 significant digits in a Number"
    ),
    put(#"{"id":{"N":"1E126"}}"#, "Number overflow"),
    put(#"{"id":{}}"#, "Supplied AttributeValue is empty"),
    put(#"{"id":{"S":"b"},"s":{"SS":["x","x"]}}"#, "[x, x] contains duplicates."),
    put(
      #"{"id":{"S":"b"},"s":{"S":"\#(String(repeating: "x", count: 409_600))"}}"#,
      "Item size has exceeded the maximum allowed size"
    ),
    Command(
      "a key of more",
      "get-item",
      #"{"TableName":"items","Key":{"id":{"S":"a"},"n":{"N":"5"}}}"#,
      "The provided key element does not match the schema"
    ),
    Command(
      "no such table",
      "get-item",
      #"{"TableName":"nope","Key":{"id":{"S":"a"}}}"#,
      "(ResourceNotFoundException): Requested resource not found"
    ),
    Command(
      "a table twice",
      "create-table",
      #"{"TableName":"items","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"#
        + #""KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}"#,
      "(ResourceInUseException): Table already exists: items"
    ),
  ]

  static let numbers: [(String, String, String)] = [
    ("0.1", "0.2", "0.3"),
    ("1", "-1", "0"),
    ("-0", "0", "0"),
    ("99999999999999999999999999999999999999", "0", "99999999999999999999999999999999999999"),
    ("99999999999999999999999999999999999999", "1", "100000000000000000000000000000000000000"),
    ("99999999999999999999999999999999999999", "2", "tooManyDigits"),
    ("1e37", "1e-1", "tooManyDigits"),
    ("1e36", "1e-1", "1000000000000000000000000000000000000.1"),
    ("1.50", "1.50", "3"),
    ("00012.3400", "0", "12.34"),
    ("1e-130", "0", "0." + String(repeating: "0", count: 129) + "1"),
    ("1e-131", "0", "underflow"),
    ("9e125", "9e125", "overflow"),
    ("5e124", "5e124", "1" + String(repeating: "0", count: 125)),
    ("-2.5E+3", "500", "-2000"),
    ("1.2.3", "0", #"notANumber("1.2.3")"#),
    ("", "0", #"notANumber("")"#),
  ]
}

// MARK: Tables with a life

extension DynamoDBTests {
  /// A table of readings: days and hours.
  private static func readings(_ cloud: Cloud) async throws -> Client<DynamoDB> {
    let client = cloud.client(of: DynamoDB.self, for: .learner)
    try await client.createTable("readings", hash: "day", sort: "at")
    for day in ["mon", "tue"] {
      for hour in ["09", "17", "12", "08"] {
        let hours = Int(hour) ?? 0
        try await client.put(["day": .string(day), "at": .string(hour), "h": .number(hours)], in: "readings")
      }
    }
    return client
  }

  private static func query(_ cloud: Cloud, _ condition: String, _ values: String, _ more: String = "")
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
    PlatformCase("a query is a range of sort keys in order", [
      "08 09 12 17", "09", "12 17", "08 09", "09 12", "08 09", "17 12", "12",
    ]) { cloud in
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
    PlatformCase("a query needs its hash key, and only what it may have", [
      "(ValidationException): Query condition missed key schema element: day",
      "(ValidationException): Invalid KeyConditionExpression: Invalid operator used in"
        + " KeyConditionExpression: OR",
    ]) { cloud in
      _ = try await readings(cloud)
      let table = ##"{"TableName":"readings","ExpressionAttributeNames":{"#at":"at"},"##
      return [
        await cloud.answer(
          "dynamodb",
          "query",
          table
            + ##""KeyConditionExpression":"#at = :a","ExpressionAttributeValues":{":a":{"S":"9"}}}"##
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
    PlatformCase("a projection returns what it names", [#"{"Item":{"deep":{"M":{"x":{"N":"1"}}},"n":{"N":"5"}}}"#]) {
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
          #"{"TableName":"items","Key":{"id":{"S":"a"}},"ProjectionExpression":"n, deep.x, none"}"#
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
    PlatformCase("a transaction does all or nothing", [
      "TransactionCanceledException [None, ConditionalCheckFailed]", "0", "1",
    ]) { cloud in
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
    PlatformCase("a table is CREATING, then ACTIVE, then gone", [
      "CREATING", "ResourceNotFoundException", "ACTIVE", #"{"TableNames":["items"]}"#, "DELETING",
      #"{"TableNames":[]}"#,
    ]) { cloud in
      let created = await cloud.answer(
        "dynamodb",
        "create-table",
        #"{"TableName":"items","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"#
          + #""KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}"#
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
