import Cloud
import JSON
import Simulation
import Testing

/// One recipe's handler, an event, and what comes out.
struct RecipeCase: Sendable, CustomTestStringConvertible {
  let name: String
  let handler: String
  let event: String
  let answers: [String]
  var testDescription: String { name }

  init(_ name: String, _ handler: String, on event: String = "{}", _ answers: String...) {
    self.name = name
    self.handler = handler
    self.event = event
    self.answers = answers
  }

  static let all: [Self] = [
    .init("no return answers null", #"[{"work": "1ms"}]"#, "null"),
    .init(
      "a part of the event keeps its type",
      #"[{"return": "{event.n}"}]"#,
      on: #"{"n": 7}"#,
      "7"
    ),
    .init(
      "text around a placeholder makes it text",
      #"[{"return": "n={event.n}, {event.o}, {nothing}, {event.missing}"}]"#,
      on: #"{"n": 7, "o": {"a": [1]}}"#,
      #""n=7, {\"a\":[1]}, {nothing}, null""#
    ),
    .init(
      "a path goes into lists and into texts that are JSON",
      #"[{"return": "{event.Records.0.body.order.id}"}]"#,
      on: #"{"Records": [{"body": "{\"order\": {\"id\": \"o-1\"}}"}]}"#,
      #""o-1""#
    ),
    .init(
      "a counter survives from one request to the next",
      #"[{"count": "served"}, {"return": "{global.served}"}]"#,
      "1",
      "2",
      "3"
    ),
    .init(
      "if asks with the alternatives of a pattern",
      #"""
      [{"if": "{event.total}", "is": [{"numeric": [">", 100]}], "then": [{"return": "large"}],
        "else": [{"return": "small"}]}]
      """#,
      on: #"{"total": 140}"#,
      #""large""#
    ),
    .init(
      "if finds out that something is missing",
      #"[{"if": "{event.id}", "is": [{"exists": false}], "then": [{"return": "none"}]}]"#,
      #""none""#
    ),
    .init(
      "for takes each element, add gathers",
      #"""
      [{"for": "record", "in": "{event.Records}", "do": [
         {"if": "{record.body.bad}", "is": [true],
          "then": [{"add": {"itemIdentifier": "{record.id}"}, "to": "failures"}]}]},
       {"return": {"batchItemFailures": "{failures}"}}]
      """#,
      on: #"{"Records": [{"id": "a", "body": "{}"}, {"id": "b", "body": "{\"bad\": true}"}]}"#,
      #"{"batchItemFailures":[{"itemIdentifier":"b"}]}"#
    ),
    .init(
      "a list that nothing was added to is empty, and empty again for the next request",
      #"[{"if": "{event.n}", "is": [1], "then": [{"add": 1, "to": "seen"}]}, {"return": "{seen}"}]"#,
      "[]",
      "[]"
    ),
    .init(
      "catch goes by the error's type and knows its message",
      #"""
      [{"try": [{"fail": {"type": "Declined", "message": "card {event.card}"}}],
        "catch": {"Other": [], "Declined": [{"return": "{error.message}"}]}}]
      """#,
      on: #"{"card": 9}"#,
      #""card 9""#
    ),
    .init(
      "a star catches what has no steps of its own",
      #"""
      [{"try": [{"call": "sqs send-message", "with": {"QueueUrl": "none", "MessageBody": "x"}}],
        "catch": {"*": [{"return": "{error.type}"}]}}]
      """#,
      #""AWS.SimpleQueueService.NonExistentQueue""#
    ),
    .init(
      "a call's answer has a name",
      #"""
      [{"call": "sqs create-queue", "with": {"QueueName": "q"}, "as": "queue"},
       {"call": "sqs send-message", "with": {"QueueUrl": "{queue.QueueUrl}", "MessageBody": "hi"},
        "as": "sent"},
       {"return": "{sent.MD5OfMessageBody}"}]
      """#,
      #""49f68a5c8493ec2c0bf489821c21fc3b""#
    ),
    .init(
      "a chance of one always comes, of none never",
      #"""
      [{"chance": 0, "then": [{"return": "never"}]}, {"chance": 1, "then": [{"return": "always"}]}]
      """#,
      #""always""#
    ),
    .init(
      "an error that nothing catches is the function's",
      #"[{"fail": {"type": "Boom", "message": "at {event.place}"}}]"#,
      on: #"{"place": "home"}"#,
      "Boom: at home"
    ),
    .init(
      "a duration may come with the event",
      #"[{"wait": "{event.time}"}, {"return": "waited"}]"#,
      on: #"{"time": "soon"}"#,
      #"RecipeError: {event.time} is "soon" here, and no duration like "20ms"."#
    ),
  ]
}

@Suite("Recipes")
struct RecipeTests {
  @Test("A recipe does what its steps say", arguments: RecipeCase.all)
  func behaviour(_ example: RecipeCase) throws {
    let cloud = Cloud(on: Simulation(seed: 1))
    let answers = try cloud.simulation.run {
      try await Self.create(#"{"handler": \#(example.handler)}"#, in: cloud)
      var answers: [String] = []
      for _ in example.answers {
        let answer = try await cloud.lambda.call(
          Invoke(functionName: "f", payload: try JSONValue(parsing: example.event)),
          for: .learner
        )
        answers.append(Self.text(of: answer))
      }
      return answers
    }
    #expect(answers == example.answers)
  }

  @Test(
    "A recipe that cannot work is refused where it is wrong",
    arguments: [
      ("[]", "list of steps under \"handler\""),
      (#"{"handler": [], "main": []}"#, "not \"main\""),
      (#"{"handler": {}}"#, "list of steps under \"handler\""),
      (#"{"handler": [{"work": "soon"}]}"#, "handler[0]: A duration is written"),
      (#"{"handler": [{"wrok": "1s"}]}"#, "handler[0]: \"wrok\" is no step"),
      (#"{"handler": [{"log": "a", "work": "1s"}]}"#, "handler[0]: a step of a recipe does one"),
      (#"{"handler": [{"if": "{event.a}"}]}"#, "handler[0]: \"if\" needs alternatives"),
      (#"{"handler": [{"if": "{event.a}", "is": "x"}]}"#, "handler[0]: \"is\" holds"),
      (
        #"{"handler": [{"for": "x", "in": "{event}", "do": [{"wait": 1}]}]}"#,
        "handler[0].do[0]: A duration"
      ),
      (#"{"handler": [{"call": "sqs drink"}]}"#, "no operation \"drink\" of a service \"sqs\""),
      (#"{"handler": [{"chance": 2}]}"#, "probability from 0 to 1"),
      (#"{"handler": [{"fail": {"kind": "x"}}]}"#, "not \"kind\""),
      (#"{"handler": [{"work": "1s", "threads": 9}]}"#, "whole number from 1 to 6"),
      (#"{"handler": [], "init": [{"return": 1}]}"#, "nobody to answer"),
      (#"{"handler": [], "size": "big"}"#, "written like \"60MB\""),
    ]
  )
  func refusals(recipe: String, text: String) throws {
    let cloud = Cloud(on: Simulation(seed: 1))
    let message = try cloud.simulation.run {
      do {
        try await Self.create(recipe, in: cloud)
        return "accepted"
      } catch let error as ServiceError {
        return error.message
      }
    }
    #expect(message.contains(text))
  }

  private static func create(_ recipe: String, in cloud: Cloud) async throws {
    let input: JSONValue = [
      "FunctionName": "f", "Runtime": "python3.13", "Handler": "app.handler",
      "Role": "arn:aws:iam::123456789012:role/shop", "ZipFile": .string(recipe),
    ]
    _ = try await cloud.perform(
      service: "lambda",
      operation: "create-function",
      input: input,
      for: .learner
    )
    try await cloud.simulation.sleep(for: .seconds(60))
  }

  private static func text(of answer: Invoke.Output) -> String {
    let payload = answer.payload ?? .null
    guard answer.functionError != nil else { return payload.text() }
    return "\(payload["errorType"]?.stringValue ?? ""): "
      + "\(payload["errorMessage"]?.stringValue ?? "")"
  }
}
