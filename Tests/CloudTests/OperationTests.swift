import Cloud
import JSON
import Simulation
import Testing

@Suite struct OperationTests {
  @Test func `every operation shows what it takes`() {
    for service in Cloud.catalogue {
      #expect(Set(service.operations.map(\.commandName)).count == service.operations.count)
      for operation in service.operations {
        let names = operation.shape.members.map(\.name)
        expectEqual(Set(names).count, names.count)
        expectEqual(operation.shape, operation.shape)
      }
    }
  }

  @Test func `a shape is collected from the type alone`() {
    let line = Shape.structure([
      .init("Item", isRequired: true, .string),
      .init("Count", isRequired: false, .integer),
    ])
    expectEqual(
      Shape(of: WriteLetter.self),
      .structure([
        .init("ReceiverArn", isRequired: true, .string),
        .init("UUID", isRequired: false, .string),
        .init("Urgency", isRequired: false, .choice(["LOW", "HIGH"])),
        .init("IsSealed", isRequired: false, .boolean),
        .init("Weight", isRequired: false, .number),
        .init("Lines", isRequired: false, .list(line)),
        .init("Labels", isRequired: false, .map(.string)),
        .init("Notes", isRequired: false, .map(.list(.string))),
        .init(
          "Enclosure",
          isRequired: false,
          .structure([
            .init("Name", isRequired: true, .string),
            .init("Parts", isRequired: false, .list(.json)),
          ])
        ),
        .init("Payload", isRequired: false, .json),
      ])
    )
    expectEqual(Shape.Member("ReceiverArn", isRequired: true, .string).option, "--receiver-arn")
  }

  @Test(arguments: checks) func `input is checked against the shape`(_ row: Check) throws {
    let shape = Shape(of: WriteLetter.self)
    var found: String?
    do {
      try shape.check(try JSONValue(parsing: row.input))
    } catch let error as ParameterError {
      found = error.description
    }
    expectEqual(found, row.error)
  }

  @Test func `an answer prints under its wire names, without what is not there`() {
    let answer = WriteLetter.Output(
      letterId: "l-1",
      md5OfMessageBody: nil,
      urgency: .high,
      copies: 2,
      price: 0.5,
      labels: ["b": "2", "a": "1"],
      enclosure: nil,
      archive: ["shelf": [1, nil]],
      stamp: .init(value: 7)
    )
    expectEqual(
      OutputJSON.value(of: answer).text(),
      #"{"LetterId":"l-1","Urgency":"HIGH","Copies":2,"Price":0.5,"Labels":{"a":"1","b":"2"},"#
        + #""Archive":{"shelf":[1,null]},"Stamp":"7"}"#
    )
    expectEqual(OutputJSON.value(of: NoOutput()).text(), "{}")
  }

  @Test func `an operation can be performed by name`() throws {
    let simulation = Simulation(seed: 1)
    let cloud = Cloud(on: simulation)
    defer { cloud.shutDown() }
    let input: JSONValue = [
      "FunctionName": "greet", "Role": "arn:aws:iam::123456789012:role/r", "Handler": "h",
      "Runtime": "provided.al2023",
    ]
    let answer = try simulation.run {
      try await cloud.perform(
        service: "lambda",
        operation: "create-function",
        input: input,
        for: .learner
      )
    }
    expectEqual(answer["FunctionName"], "greet")
    #expect(throws: ParameterError.self) {
      try simulation.run {
        try await cloud.perform(service: "lambda", operation: "Invoke", input: [:], for: .learner)
      }
    }
    #expect(throws: ServiceError.self) {
      try simulation.run {
        try await cloud.perform(service: "lambda", operation: "Sing", input: [:], for: .learner)
      }
    }
  }

  struct Check: Sendable {
    let input: String
    let error: String?
  }

  static let checks: [Check] = [
    Check(input: #"{"ReceiverArn": "x"}"#, error: nil),
    Check(input: #"{"ReceiverArn": "x", "Lines": null}"#, error: nil),
    Check(input: #"{"ReceiverArn": "x", "Payload": [1, {"any": "thing"}]}"#, error: nil),
    Check(input: "{}", error: "ReceiverArn is missing"),
    Check(input: "[]", error: "the input must be a structure, but is a list"),
    Check(input: #"{"ReceiverArn": 1}"#, error: "ReceiverArn must be a string, but is an integer"),
    Check(
      input: #"{"ReceiverArn": "x", "Lines": [{"Item": "a"}, {"Count": 1}]}"#,
      error: "Lines[1].Item is missing"
    ),
    Check(
      input: #"{"ReceiverArn": "x", "Lines": [{"Item": "a", "Sum": 1}]}"#,
      error: "Lines[0].Sum is no parameter here; there are Item, Count"
    ),
    Check(
      input: #"{"ReceiverArn": "x", "Lines": [{"Item": "a", "Count": 1.5}]}"#,
      error: "Lines[0].Count must be an integer, but is a number"
    ),
    Check(
      input: #"{"ReceiverArn": "x", "Urgency": "MID"}"#,
      error: "Urgency must be one of LOW, HIGH, but is MID"
    ),
    Check(
      input: #"{"ReceiverArn": "x", "Notes": {"a": "b"}}"#,
      error: "Notes.a must be a list of strings, but is a string"
    ),
  ]
}

private func expectEqual<T: Equatable>(_ a: T, _ b: T, at l: SourceLocation = #_sourceLocation) {
  #expect(a == b, sourceLocation: l)
}

/// An input with everything that a shape can hold.
private struct WriteLetter: Decodable {
  enum Urgency: String, Decodable, CaseIterable {
    case low = "LOW"
    case high = "HIGH"
  }

  struct Line: Decodable {
    var item: String
    var count: Int?
  }

  struct Enclosure: Decodable {
    var name: String
    var parts: [Enclosure]?
  }

  struct Stamp: JSONRepresentable {
    var value: Int
    var json: JSONValue { .string("\(value)") }
  }

  struct Output {
    let letterId: String
    let md5OfMessageBody: String?
    let urgency: Urgency
    let copies: Int
    let price: Double
    let labels: [String: String]
    let enclosure: String?
    let archive: JSONValue
    let stamp: Stamp
  }

  var receiverArn: String
  var uuid: String?
  var urgency: Urgency?
  var isSealed: Bool?
  var weight: Double?
  var lines: [Line]?
  var labels: [String: String]?
  var notes: [String: [String]]?
  var enclosure: Enclosure?
  var payload: JSONValue?
}
