import Cloud
import JSON
import Simulation
import Testing

/// Answers as its event's body says, or returns the event.
actor Reflector: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let wish = event["body"]?.stringValue.flatMap { try? JSONValue(parsing: $0) }
    if let time = wish?["wait"]?.intValue {
      try await environment.cloud.simulation.sleep(for: .seconds(time))
      environment.cloud.faults.heal("waited")
    }
    if wish?["fail"] != nil { throw FunctionError(type: "Boom", message: "no") }
    return wish?["return"] ?? event
  }
}

/// HTTP APIs in front of functions.
@Suite struct APIGatewayTests {
  @Test(arguments: statuses) func `what a function does becomes a status`(
    _ row: PlatformCase
  ) throws {
    try row.check()
  }

  @Test(arguments: routing) func `a request finds its function`(_ row: PlatformCase) throws {
    try row.check()
  }
}

extension APIGatewayTests {
  private static let function = "arn:aws:lambda:us-east-1:123456789012:function:echo"

  private static func endpoint(
    _ cloud: Cloud,
    _ routes: KeyValuePairs<String, String> = ["$default": function]
  ) async throws -> APIEndpoint {
    await cloud.lambda.register(handler: "echo", Reflector.self)
    _ = try await cloud.lambda.call(
      CreateFunction(functionName: "echo", handler: "echo", timeout: 60),
      for: .learner
    )
    try await letIn("echo", on: cloud)
    return try await cloud.client(of: APIGateway.self, for: .learner).create("api", routes: routes)
  }

  private static func letIn(_ function: String, on cloud: Cloud) async throws {
    let permission = AddPermission(
      functionName: function,
      statementId: "api",
      principal: "apigateway.amazonaws.com"
    )
    _ = try await cloud.lambda.call(permission, for: .learner)
  }

  private static func send(
    _ body: JSONValue?,
    _ method: String = "POST",
    _ path: String = "/orders",
    to endpoint: APIEndpoint,
    of cloud: Cloud
  ) async throws -> HTTPResponse {
    let client = HTTPClient(cloud: cloud, component: "customers")
    return try await client.send(
      HTTPRequest(method: method, path: path, body: body),
      to: endpoint
    )
  }

  private static func text(_ response: HTTPResponse) -> String {
    "\(response.status) \(response.body?.text() ?? "-")"
  }

  private static func status(
    _ title: String,
    _ body: JSONValue,
    _ expected: String
  ) -> PlatformCase {
    PlatformCase(title, [expected]) { cloud in
      [text(try await send(body, to: try await endpoint(cloud), of: cloud))]
    }
  }

  private static let internalError = #"500 {"message":"Internal Server Error"}"#
  private static let unavailable = #"503 {"message":"Service Unavailable"}"#

  private static let statuses: [PlatformCase] = [
    status("bare JSON is 200", ["return": ["a": 1]], #"200 {"a":1}"#),
    status("a bare text is 200", ["return": "hello"], #"200 "hello""#),
    status(
      "a proxy response is taken as it is",
      ["return": ["statusCode": 201, "body": "{\"id\":7}"]],
      #"201 {"id":7}"#
    ),
    status("a body may be missing", ["return": ["statusCode": 204]], "204 -"),
    status("a body must be a text", ["return": ["statusCode": 200, "body": 3]], internalError),
    status("a status must be one", ["return": ["statusCode": "x"]], internalError),
    status("a function error is 500", ["fail": true], internalError),
    PlatformCase(
      "after 30 s the gateway gives up and the function goes on",
      [
        unavailable, "30.0", "1",
      ]
    ) { cloud in
      let endpoint = try await endpoint(cloud)
      let began = cloud.simulation.now
      let response = try await send(["wait": 40], to: endpoint, of: cloud)
      let waited = began.duration(to: cloud.simulation.now).seconds.rounded()
      try await cloud.simulation.sleep(for: .seconds(15))
      let billed = cloud.meter.reading.quantity(of: .lambdaRequests)
      return [text(response), "\(waited)", "\(billed)"]
    },
    PlatformCase("a throttled function is 503", [unavailable]) { cloud in
      let endpoint = try await endpoint(cloud)
      _ = await cloud.answer(
        "lambda",
        "put-function-concurrency",
        #"{"FunctionName":"echo","ReservedConcurrentExecutions":0}"#
      )
      return [text(try await send([:], to: endpoint, of: cloud))]
    },
    PlatformCase("a missing function is 500", [internalError]) { cloud in
      let endpoint = try await endpoint(cloud)
      _ = await cloud.answer("lambda", "delete-function", #"{"FunctionName":"echo"}"#)
      return [text(try await send([:], to: endpoint, of: cloud))]
    },
    PlatformCase("beyond the account's rate it is 429", ["429 200", "5200 calls"]) { cloud in
      let endpoint = try await endpoint(cloud, ["GET /only": function])
      let refused = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<5_200 {
          group.addTask { try await send(nil, "GET", "/none", to: endpoint, of: cloud).status }
        }
        var refused = 0
        for try await status in group where status == 429 { refused += 1 }
        return refused
      }
      let calls = cloud.meter.reading.quantity(of: .httpAPICalls)
      return ["429 \(refused)", "\(calls + Int64(refused)) calls"]
    },
  ]

  private static let routing: [PlatformCase] = [
    PlatformCase(
      "the event is format 2.0",
      [
        "2.0", "POST /orders/{id}", "/orders/7", "a=1&a=2&b=", #"{"a":"1,2","b":""}"#,
        #"{"id":"7"}"#,
        "POST", #"{"x":1}"#, "false",
      ]
    ) { cloud in
      let endpoint = try await endpoint(cloud, ["POST /orders/{id}": function])
      let event = try await send(["x": 1], "POST", "/orders/7?a=1&a=2&b=", to: endpoint, of: cloud)
        .body
      return [
        event?["version"]?.stringValue, event?["routeKey"]?.stringValue,
        event?["rawPath"]?.stringValue, event?["rawQueryString"]?.stringValue,
        event?["queryStringParameters"]?.text(), event?["pathParameters"]?.text(),
        event?["requestContext"]?["http"]?["method"]?.stringValue, event?["body"]?.stringValue,
        event?["isBase64Encoded"]?.text(),
      ].map { $0 ?? "nil" }
    },
    PlatformCase(
      "the most specific route wins, an unknown one is 404",
      [
        "GET /orders/new", "GET /orders/{id}", "ANY /orders/{rest+}", "POST /orders/{id}",
        #"404 {"message":"Not Found"}"#,
      ]
    ) { cloud in
      let endpoint = try await endpoint(
        cloud,
        [
          "ANY /orders/{rest+}": function, "GET /orders/{id}": function,
          "GET /orders/new": function, "POST /orders/{id}": function,
        ]
      )
      var found: [String] = []
      for (method, path) in [
        ("GET", "/orders/new"), ("GET", "/orders/7"), ("GET", "/orders/7/lines"),
        ("POST", "/orders/7"), ("GET", "/"),
      ] {
        let response = try await send(nil, method, path, to: endpoint, of: cloud)
        found.append(response.body?["routeKey"]?.stringValue ?? text(response))
      }
      return found
    },
    PlatformCase(
      "an integration that is changed leads elsewhere, and keeps what is not named",
      [
        "other 5000", "other 30000", "NotFoundException", "BadRequestException",
        "BadRequestException", "NotSupportedHere", "200", "api>other",
      ]
    ) { cloud in
      let endpoint = try await endpoint(cloud)
      _ = try await cloud.lambda.call(
        CreateFunction(functionName: "other", handler: "echo", timeout: 60),
        for: .learner
      )
      try await letIn("other", on: cloud)
      let list = await cloud.answer(
        "apigatewayv2",
        "get-integrations",
        #"{"ApiId":"\#(endpoint.id)"}"#
      )
      let items = try JSONValue(parsing: list)["Items"]
      let id = items?.arrayValue?.first?["IntegrationId"]?.stringValue ?? ""
      var found: [String] = []
      for (id, change) in [
        (id, #""IntegrationUri":"\#(function.dropLast(4))other","TimeoutInMillis":5000"#),
        (id, #""TimeoutInMillis":30000"#), ("nope", #""TimeoutInMillis":5000"#),
        (id, #""TimeoutInMillis":49"#), (id, #""IntegrationUri":"other""#),
        (id, #""PayloadFormatVersion":"1.0""#),
      ] {
        let answer = await cloud.answer(
          "apigatewayv2",
          "update-integration",
          #"{"ApiId":"\#(endpoint.id)","IntegrationId":"\#(id)",\#(change)}"#
        )
        found.append(summary(of: answer))
      }
      // Only the function that the API leads to is still there.
      _ = await cloud.answer("lambda", "delete-function", #"{"FunctionName":"echo"}"#)
      found.append("\(try await send(["return": [:]], to: endpoint, of: cloud).status)")
      let edges = cloud.topology.connections.filter { $0.from == "api" }
      return found + edges.map { "\($0.from)>\($0.to)" }
    },
    PlatformCase(
      "quick create, and what is refused",
      [
        "200", "BadRequestException", "NotFoundException", "BadRequestException",
        "NotSupportedHere",
      ]
    ) { cloud in
      _ = try await endpoint(cloud)
      let input = #"{"Name":"quick","ProtocolType":"HTTP","Target":"\#(function)"}"#
      _ = await cloud.answer("apigatewayv2", "create-api", input)
      let quick = try await cloud.apiGateway.endpoint("quick")
      var found = ["\(try await send(["return": [:]], to: quick, of: cloud).status)"]
      for (operation, input) in [
        ("create-api", #"{"Name":"x","ProtocolType":"HTTP","Target":"echo"}"#),
        ("get-routes", #"{"ApiId":"nope"}"#),
        ("create-route", #"{"ApiId":"\#(quick.id)","RouteKey":"orders","Target":"x"}"#),
        ("create-api", #"{"Name":"x","ProtocolType":"WEBSOCKET"}"#),
      ] {
        found.append(summary(of: await cloud.answer("apigatewayv2", operation, input)))
      }
      return found
    },
  ]

  /// An integration's function and time-out, or the code of a refusal.
  private static func summary(of answer: String) -> String {
    guard let integration = try? JSONValue(parsing: answer) else {
      return String(answer.dropFirst().prefix { $0 != ")" })
    }
    let uri = integration["IntegrationUri"]?.stringValue ?? ""
    let function = uri.split(separator: ":").last ?? ""
    return "\(function) \(integration["TimeoutInMillis"]?.text() ?? "")"
  }
}
