import Cloud
import JSON

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
    update(
      "SET m = if_not_exists(m, :z) + :v",
      #"{":v":{"N":"1"},":z":{"N":"0"}}"#,
      #""m":{"N":"1"}"#
    ),
    update("SET n = if_not_exists(n, :z)", #"{":z":{"N":"0"}}"#, #""n":{"N":"5"}"#),
    update("set a = n, b = a1", "", "does not exist in the item"),
    update("SET a = n, n = :v", #"{":v":{"N":"1"}}"#, #""a":{"N":"5"}"#),
    update("SET deep.steps[1] = :v", #"{":v":{"S":"z"}}"#, #"[{"N":"1"},{"S":"z"}]"#),
    update("SET deep.steps[9] = :v", #"{":v":{"S":"z"}}"#, #"[{"N":"1"},{"N":"2"},{"S":"z"}]"#),
    update("SET deep.x = :v", #"{":v":{"BOOL":true}}"#, #""x":{"BOOL":true}"#),
    update(
      "SET deep.steps = list_append(deep.steps, :v)",
      #"{":v":{"L":[{"NULL":true}]}}"#,
      #"[{"N":"1"},{"N":"2"},{"NULL":true}]"#
    ),
    update("REMOVE deep.steps[0], label", "", #""deep":{"M":{"steps":{"L":[{"N":"2"}]}}},"id""#),
    update("REMOVE deep.steps[0], deep.steps[1]", "", #""steps":{"L":[]}"#),
    update("ADD n :v", #"{":v":{"N":"-6"}}"#, #""n":{"N":"-1"}"#),
    update("ADD tags :v", #"{":v":{"SS":["z","x"]}}"#, #"{"SS":["x","y","z"]}"#),
    update("DELETE tags :v", #"{":v":{"SS":["x"]}}"#, #"{"SS":["y"]}"#),
    update(
      "DELETE tags :v SET n = :n",
      #"{":v":{"SS":["x","y"]},":n":{"N":"1"}}"#,
      #""n":{"N":"1"}}"#
    ),
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
      holds
        ? #""id":{"S":"a"}"# : "(ConditionalCheckFailedException): The conditional request failed"
    )
  }

  static let conditions: [Command] = [
    condition("attribute_exists(id)", "", true),
    condition("attribute_not_exists(id)", "", false),
    condition("attribute_not_exists(deep.steps[2])", "", true),
    condition("attribute_exists(deep.steps[1])", "", true),
    condition("n = :v", #"{":v":{"N":"5.0"}}"#, true),
    condition("n = :v", #"{":v":{"S":"5"}}"#, false),
    condition("n <> :v", #"{":v":{"S":"5"}}"#, true),
    condition("absent <> :v", #"{":v":{"S":"5"}}"#, true),
    condition("absent = :v", #"{":v":{"S":"5"}}"#, false),
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
    condition("contains(deep.steps, :v)", #"{":v":{"N":"2"}}"#, true),
    condition("size(label) = :v", #"{":v":{"N":"4"}}"#, true),
    condition("size(deep.steps) > :v", #"{":v":{"N":"2"}}"#, false),
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
      #""UpdateExpression":"REMOVE deep, deep.steps""#,
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path"
        + " one: [deep], path two: [deep, steps]"
    ),
    refusal(
      #""UpdateExpression":"REMOVE n REMOVE label""#,
      #"The "REMOVE" section can only be used once in an update expression;"#
    ),
    refusal(
      #""UpdateExpression":"SET nowhere.x = :v","ExpressionAttributeValues":{":v":{"N":"1"}}"#,
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
      #"{"TableName":"items","#
        + #""AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"#
        + #""KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"#
        + #""BillingMode":"PAY_PER_REQUEST"}"#,
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
