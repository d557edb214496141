import Cloud
import JSON
import Simulation
import Testing

/// What is claimed of connections and API destinations.
///
/// One row, one claim of the service model, the user guide or what LocalStack has recorded on AWS.
struct ApiDestinationConformance {
  @Test(arguments: connections + destinations)
  func `the service answers`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let key: JSONObject = [
    "ApiKeyAuthParameters": ["ApiKeyName": "X-Key", "ApiKeyValue": "secret"]
  ]

  static func connection(_ more: JSONObject = [:]) -> EventsRow.Step {
    (
      "create-connection",
      Row.merged(
        ["Name": "c", "AuthorizationType": "API_KEY", "AuthParameters": .object(key)],
        more
      )
    )
  }

  private static let oauth: JSONObject = [
    "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS",
    "AuthParameters": [
      "OAuthParameters": [
        "ClientParameters": ["ClientID": "id", "ClientSecret": "s"],
        "AuthorizationEndpoint": "https://auth.example/token", "HttpMethod": "POST",
      ]
    ],
  ]

  static let connections: [EventsRow] = [
    .init(
      "[LS] with a key it is authorised at once",
      "create-connection",
      connection().input,
      "ConnectionState = AUTHORIZED",
      "CreationTime = 2026-01-01T00:00:00.010000+00:00"
    ),
    .init(
      "[LS] the key is not shown again",
      after: [connection()],
      "describe-connection",
      ["Name": "c"],
      #"AuthParameters = {"ApiKeyAuthParameters":{"ApiKeyName":"X-Key"}}"#,
      "AuthorizationType = API_KEY",
      "ConnectionState = AUTHORIZED"
    ),
    .init(
      "[LS] nor a password",
      after: [
        connection([
          "AuthorizationType": "BASIC",
          "AuthParameters": [
            "BasicAuthParameters": ["Username": "user", "Password": "pass"],
            "InvocationHttpParameters": [
              "HeaderParameters": [
                ["Key": "a", "Value": "1", "IsValueSecret": false],
                ["Key": "b", "Value": "2", "IsValueSecret": true],
              ]
            ],
          ],
        ])
      ],
      "describe-connection",
      ["Name": "c"],
      #"AuthParameters = {"BasicAuthParameters":{"Username":"user"},"InvocationHttpParameters":"#
        + #"{"HeaderParameters":[{"Key":"a","Value":"1","IsValueSecret":false},"#
        + #"{"Key":"b","IsValueSecret":true}]}}"#
    ),
    .init(
      "[LS] with OAuth it asks for a token first",
      "create-connection",
      connection(oauth).input,
      "ConnectionState = AUTHORIZING"
    ),
    .init(
      "and has none when nobody answers",
      after: [connection(oauth), ("sleep", 10)],
      "describe-connection",
      ["Name": "c"],
      "ConnectionState = DEAUTHORIZED",
      "StateReason = The authorization endpoint cannot be reached."
    ),
    .init(
      "parameters of another kind",
      "create-connection",
      connection(["AuthorizationType": "BASIC"]).input,
      "400 ValidationException: Parameter AuthParameters is not valid. Reason: BASIC needs"
        + " BasicAuthParameters."
    ),
    .init(
      "[LS] a name with spaces",
      "create-connection",
      connection(["Name": "Invalid Name With Spaces!"]).input,
      Row.constraint("Invalid Name With Spaces!", at: "name", Row.letters)
    ),
    .init(
      "a connection twice",
      after: [connection()],
      "create-connection",
      connection().input,
      "400 ResourceAlreadyExistsException: Connection c already exists."
    ),
    .init(
      "[LS] it is being deleted",
      after: [connection()],
      "delete-connection",
      ["Name": "c"],
      "ConnectionState = DELETING"
    ),
    .init(
      "[LS] and is gone",
      after: [connection(), ("delete-connection", ["Name": "c"])],
      "describe-connection",
      ["Name": "c"],
      "400 ResourceNotFoundException: Failed to describe the connection(s). Connection 'c' does not"
        + " exist."
    ),
    .init(
      "deauthorised",
      after: [connection(), ("deauthorize-connection", ["Name": "c"])],
      "describe-connection",
      ["Name": "c"],
      "ConnectionState = DEAUTHORIZED"
    ),
    .init(
      "and fit for use again",
      after: [
        connection(), ("deauthorize-connection", ["Name": "c"]),
        ("update-connection", ["Name": "c", "AuthParameters": .object(key)]),
      ],
      "list-connections",
      [:],
      "Connections.0.ConnectionState = AUTHORIZED"
    ),
  ]

  private static func refused(_ fact: String, _ more: JSONObject, _ expected: String) -> EventsRow {
    let input: JSONObject = [
      "Name": "d", "ConnectionArn": "arn:aws:events:us-east-1:123456789012:connection/c/1",
      "InvocationEndpoint": "https://partner.example/orders", "HttpMethod": "POST",
    ]
    return EventsRow(
      fact,
      after: [connection()],
      "create-api-destination",
      Row.merged(input, more),
      expected
    )
  }

  static let destinations: [EventsRow] = [
    refused(
      "a connection that is not there",
      [:],
      "400 ResourceNotFoundException: Connection"
        + " 'arn:aws:events:us-east-1:123456789012:connection/c/1' does not exist."
    ),
    refused(
      "[LS] no ARN of a connection",
      ["ConnectionArn": "invalid-connection-arn"],
      Row.constraint(
        "invalid-connection-arn",
        at: "connectionArn",
        "satisfy regular expression pattern: ^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:"
          + "([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$"
      )
    ),
    refused(
      "another method",
      ["HttpMethod": "TRACE"],
      "HttpMethod must be one of POST, GET, HEAD, OPTIONS, PUT, PATCH, DELETE, but is TRACE"
    ),
    .init(
      "[LS] one that is not there",
      "describe-api-destination",
      ["Name": "d"],
      "400 ResourceNotFoundException: Failed to describe the api-destination(s). An api-destination"
        + " 'd' does not exist."
    ),
  ]

  // MARK: Requests

  /// What comes to `https://partner.example/orders`, which answers as it is told to.
  struct Call: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var connection: JSONObject = [:]
    var target: JSONObject = [:]
    var path = "/orders"
    var rate: Int?
    var events = 1
    var wait = 1
    /// How the page behaves.
    var page: @Sendable (inout WebServer.Behaviour) -> Void = { _ in }
    /// Further pages with what they answer.
    var others: [String: JSONValue] = [:]
    let expected: [String]
  }

  private static let auth: JSONValue = ["access_token": "t-1"]

  static let calls = [
    Call(
      testDescription: "the event in the body, the key in its header",
      expected: ["POST /orders X-Key=secret detail={\"id\":1}", "dead: 0"]
    ),
    Call(
      testDescription: "a name and a password",
      connection: [
        "AuthorizationType": "BASIC",
        "AuthParameters": ["BasicAuthParameters": ["Username": "user", "Password": "pass"]],
      ],
      expected: ["POST /orders Authorization=Basic dXNlcjpwYXNz detail={\"id\":1}", "dead: 0"]
    ),
    Call(
      testDescription: "a token of the authorisation server",
      connection: oauth,
      wait: 3,
      others: ["https://auth.example/token": auth],
      expected: ["POST /orders Authorization=Bearer t-1 detail={\"id\":1}", "dead: 0"]
    ),
    Call(
      testDescription: "parts of the path, the query and headers from the target",
      target: [
        "HttpParameters": [
          "PathParameterValues": ["42"], "QueryStringParameters": ["q": "1"],
          "HeaderParameters": ["X-Key": "mine", "X-Other": "o"],
        ]
      ],
      path: "/orders/*",
      expected: ["POST /orders/42?q=1 X-Other=o X-Key=secret detail={\"id\":1}", "dead: 0"]
    ),
    Call(
      testDescription: "§4 a 503 is tried again",
      wait: 10,
      page: { ($0.status, $0.times) = (503, 2) },
      expected: ["3 requests", "dead: 0"]
    ),
    Call(
      testDescription: "a 409 too",
      wait: 10,
      page: { ($0.status, $0.times) = (409, 1) },
      expected: ["2 requests", "dead: 0"]
    ),
    Call(
      testDescription: "a 400 is not",
      wait: 10,
      page: { $0.status = 400 },
      expected: ["1 requests", "dead: SDK_CLIENT_ERROR after 0"]
    ),
    Call(
      testDescription: "a redirection is not followed",
      wait: 10,
      page: { $0.status = 302 },
      expected: ["1 requests", "dead: SDK_CLIENT_ERROR after 0"]
    ),
    Call(
      testDescription: "five seconds are the longest; what takes longer is tried again",
      target: ["RetryPolicy": ["MaximumRetryAttempts": 1]],
      wait: 20,
      page: { $0.latency = .milliseconds(5_100) },
      expected: ["2 requests", "dead: TIMEOUT after 1"]
    ),
    Call(
      testDescription: "an endpoint that does not listen",
      target: ["RetryPolicy": ["MaximumRetryAttempts": 1]],
      wait: 20,
      page: { $0.isDown = true },
      expected: ["0 requests", "dead: SDK_CLIENT_ERROR after 1"]
    ),
    Call(
      testDescription: "a connection that is not authorised",
      connection: oauth,
      wait: 10,
      expected: ["0 requests", "dead: SDK_CLIENT_ERROR after 0"]
    ),
    Call(
      testDescription: "beyond the rate requests are delayed",
      rate: 2,
      events: 10,
      wait: 3,
      expected: ["7 requests", "dead: 0"]
    ),
    Call(
      testDescription: "and not dropped",
      rate: 2,
      events: 10,
      wait: 5,
      expected: ["10 requests", "dead: 0"]
    ),
  ]

  @Test(arguments: calls) func `endpoints get requests`(call: Call) throws {
    let cloud = Cloud(on: Simulation(seed: 5))
    defer { cloud.shutDown() }
    let seen = try cloud.simulation.run { try await Self.run(call, on: cloud) }
    #expect(seen == call.expected)
  }

  private static func run(_ call: Call, on cloud: Cloud) async throws -> [String] {
    let page = try #require(WebAddress("https://partner.example/orders"))
    let server = cloud.internet.server(of: page, in: cloud)
    await server.set("/orders", call.page)
    await server.set("/orders/42") { _ in }
    for (address, body) in call.others {
      let address = try #require(WebAddress(address))
      await cloud.internet.server(of: address, in: cloud).set(address.path) { $0.body = body }
    }
    try await deploy(call, on: cloud)
    for _ in 0..<call.events {
      try await EventsRow.take(EventsRow.put(EventsRow.event()), on: cloud)
    }
    try await EventsRow.take(("sleep", .number(JSONNumber(call.wait))), on: cloud)
    let letters = try await EventsRow.take(EventsRow.receive("dead"), on: cloud)
    return [try await requests(to: server, in: call), "dead: \(text(of: letters))"]
  }

  private static func deploy(_ call: Call, on cloud: Cloud) async throws {
    try await EventsRow.take(EventsRow.queue("dead"), on: cloud)
    let connection = try await EventsRow.take(connection(call.connection), on: cloud)
    try await EventsRow.take(("sleep", 1), on: cloud)
    let destination = try await EventsRow.take(
      (
        "create-api-destination",
        EventsRow.merged(
          [
            "Name": "d", "ConnectionArn": connection["ConnectionArn"] ?? "",
            "InvocationEndpoint": .string("https://partner.example\(call.path)"),
            "HttpMethod": "POST",
          ],
          call.rate.map { ["InvocationRateLimitPerSecond": .number(JSONNumber($0))] } ?? [:]
        )
      ),
      on: cloud
    )
    var target = call.target
    target["Arn"] = destination["ApiDestinationArn"]
    target["RoleArn"] = "arn:aws:iam::123456789012:role/r"
    target["DeadLetterConfig"] = ["Arn": "arn:aws:sqs:us-east-1:123456789012:dead"]
    try await EventsRow.take(EventsRow.rule(), on: cloud)
    try await EventsRow.take(EventsRow.target(target), on: cloud)
  }

  /// The one request that came, with the headers of its own; or how many came.
  private static func requests(to server: WebServer, in call: Call) async throws -> String {
    let received = await server.pages.flatMap(\.received)
    guard received.count == 1, call.expected[0].hasPrefix("POST"),
      let request = received.first?.request
    else { return "\(received.count) requests" }
    let usual = ["user-agent", "content-type"]
    let headers = request.headers.filter { !usual.contains($0.name.lowercased()) }
      .map { "\($0.name)=\($0.value)" }
    let detail = request.body?["detail"]?.text() ?? "-"
    return ([request.method, request.path] + headers + ["detail=\(detail)"])
      .joined(separator: " ")
  }

  private static func text(of letters: JSONValue) -> String {
    guard let messages = letters["Messages"]?.arrayValue, let first = messages.first else {
      return "0"
    }
    func value(_ name: String) -> String {
      first["MessageAttributes"]?[name]?["StringValue"]?.stringValue ?? "-"
    }
    return "\(value("ERROR_CODE")) after \(value("RETRY_ATTEMPTS"))"
  }
}
