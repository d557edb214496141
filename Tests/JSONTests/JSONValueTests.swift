import JSON
import Testing

struct JSONValueTests {
  @Test func `what is printed reads back as the same value and prints the same`() throws {
    var generated = GeneratedJSON(generator: SeededGenerator(seed: 1))
    for _ in 0..<100 {
      let value = generated.value()
      let compact = try JSONValue(parsing: value.text())
      let pretty = try JSONValue(parsing: value.prettyText())
      let holds =
        compact == value && pretty == value && compact.text() == value.text()
        && pretty.prettyText() == value.prettyText() && compact.hashValue == value.hashValue
        && value.textSize == value.text().utf8.count
      try #require(holds, "\(value)")
    }
  }

  @Test func `pretty text is what the AWS CLI prints`() {
    let value: JSONValue = [
      "Messages": [["MessageId": "m-1", "Body": "Grüße \"\u{7}\"\n"], [:]], "Empty": [],
      "Rate": 300.0, "Done": true, "Next": nil,
    ]
    #expect(
      value.prettyText() == """
        {
            "Messages": [
                {
                    "MessageId": "m-1",
                    "Body": "Grüße \\"\\u0007\\"\\n"
                },
                {}
            ],
            "Empty": [],
            "Rate": 300.0,
            "Done": true,
            "Next": null
        }
        """
    )
    #expect(value.text().hasPrefix(#"{"Messages":[{"MessageId":"m-1","#))
  }

  @Test(arguments: [3, 30])
  func `an object keeps its order, ignores it for equality and forgets removed names`(count: Int) {
    var object = JSONObject((0..<count).map { ("k\($0)", JSONValue.number(JSONNumber($0))) })
    let reversed = JSONObject(object.reversed().map { ($0.key, $0.value) })
    #expect(object == reversed && object.hashValue == reversed.hashValue)
    object["k1"] = "new"
    object["k0"] = nil
    #expect(object.keys == (1..<count).map { "k\($0)" })
    #expect(object["k1"] == "new" && object["k0"] == nil && object["k2"] == 2)
    #expect(object != reversed)
  }

  @Test func `parts are reached by name and index and absent parts are nil`() {
    let value: JSONValue = ["a": [1, 2.5, "x", true, nil]]
    let list = value["a"]
    #expect(list?[0]?.intValue == 1 && list?[1]?.doubleValue == 2.5 && list?[1]?.intValue == nil)
    #expect(list?[2]?.stringValue == "x" && list?[3]?.boolValue == true && list?[4] == .null)
    #expect(list?[5] == nil && list?[-1] == nil && list?["a"] == nil && value["b"] == nil)
    #expect(value[0] == nil && value.arrayValue == nil && list?.arrayValue?.count == 5)
  }
}
