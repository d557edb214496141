import JSON
import Shop
import Testing

@Suite struct MessageTests {
  @Test func `every message is read back as it was written`() throws {
    let order = Order(
      id: "A-17",
      lines: [.init("rake", quantity: 2), .init("pots")],
      customer: "Ada",
      card: .declined
    )
    let plain = Order(id: "A-18", lines: [])
    #expect(Order(json: try JSONValue(parsing: order.json.text())) == order)
    #expect(Order(json: plain.json) == plain)
    let question = Question(id: "q", text: "Which soil?")
    #expect(Question(json: question.json) == question)
    let delivery = StockDelivery(id: "d", item: "rake", quantity: 50)
    #expect(StockDelivery(json: delivery.json) == delivery)
    let photo = Photo.poison(name: "p.jpg")
    #expect(Photo(json: photo.json) == photo)
    let rejections: [Rejection] = [
      .nothingOrdered, .cardDeclined, .unknownItem("x"), .outOfStock(item: "y"),
      .badQuantity(item: "z", quantity: -3),
    ]
    #expect(rejections.map { Rejection(json: $0.json) } == rejections)
  }

  @Test(arguments: [
    "{}", "[]", "null", #"{"id":"a"}"#, #"{"id":1,"lines":[],"customer":"c","card":"v"}"#,
    #"{"id":"a","lines":[{"item":"rake"}],"customer":"c","card":"v"}"#,
    #"{"name":"p","bytes":1,"width":9223372036854775807,"height":9223372036854775807}"#,
  ])
  func `what is no message is not read`(text: String) throws {
    let json = try JSONValue(parsing: text)
    #expect(Order(json: json) == nil && Photo(json: json) == nil && Question(json: json) == nil)
  }
}

@Suite struct StageSettingsTests {
  @Test func `settings are preset, chosen, and refused by name`() throws {
    let stage = ChaoticStage.self
    let settings = try StageSettings(parsing: ["workers=4"], for: stage)
    #expect(settings["size"] == "small" && settings.number("workers") == 4)
    let bad: [(String, String)] = [
      ("size", "name=value"), ("size=tiny", "small or large"), ("workers=9", "from 1 to 8"),
      ("workers=many", "from 1 to 8"), ("speed=1", "it has size, workers"), ("=", "no setting"),
    ]
    let texts = bad.map { text, _ -> String in
      do { _ = try StageSettings(parsing: [text], for: stage) } catch { return "\(error)" }
      return "taken"
    }
    #expect(zip(texts, bad).allSatisfy { $0.contains($1.1) }, "\(texts)")
  }
}
