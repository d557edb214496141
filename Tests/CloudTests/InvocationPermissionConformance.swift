import Cloud
import JSON
import Simulation
import Testing

/// Who may invoke a function: services, accounts and HTTP APIs, by statements of each qualifier.
@Suite struct InvocationPermissionConformance {
  @Test(arguments: invoked) func `a policy is asked`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  private static let function = "arn:aws:lambda:us-east-1:123456789012:function:echo"

  /// Who invokes the function, under which name, and who has been let in.
  private static func invoked(
    _ title: String,
    as caller: Caller,
    _ name: String = "echo",
    _ type: Invoke.InvocationType = .requestResponse,
    _ statements: [AddPermission],
    _ expected: String
  ) -> Story {
    Story(title, [expected]) { bench in
      try await bench.closedFunction()
      let lambda = bench.cloud.lambda
      _ = try await bench.cloud.perform(
        service: "lambda",
        operation: "publish-version",
        input: ["FunctionName": "echo"],
        for: .learner
      )
      _ = try await bench.cloud.perform(
        service: "lambda",
        operation: "create-alias",
        input: ["FunctionName": "echo", "Name": "live", "FunctionVersion": "1"],
        for: .learner
      )
      for statement in statements { _ = try await bench(statement) }
      do {
        let request = Invoke(functionName: name, invocationType: type)
        return ["\(try await lambda.call(request, for: caller).statusCode)"]
      } catch let error as ServiceError {
        return ["\(error.status) \(error.code)"]
      }
    }
  }

  private static func statement(
    _ principal: String,
    for source: String? = nil,
    on qualifier: String? = nil,
    _ action: String = "lambda:InvokeFunction",
    _ more: (inout AddPermission) -> Void = { _ in }
  ) -> AddPermission {
    var permission = AddPermission(
      functionName: "echo",
      statementId: "s",
      action: action,
      principal: principal,
      sourceArn: source,
      qualifier: qualifier
    )
    more(&permission)
    return permission
  }

  private static let bucket = Caller(
    "photos",
    from: .service("s3.amazonaws.com", source: "arn:aws:s3:::photos")
  )
  private static let partner = Caller("partner", from: .account("210987654321"))
  private static let denied = "403 AccessDeniedException"
  private static let service = "s3.amazonaws.com"
  private static let photos = "arn:aws:s3:::photos"

  private static let invoked: [Story] = [
    invoked("a part of this account", as: .learner, [], "200"),
    invoked("a service without a statement", as: bucket, [], denied),
    invoked("a service with one, for all its resources", as: bucket, [statement(service)], "200"),
    invoked("for this resource", as: bucket, [statement(service, for: photos)], "200"),
    invoked("for some resources", as: bucket, [statement(service, for: "arn:aws:s3:::p*")], "200"),
    invoked("for another", as: bucket, [statement(service, for: photos + "-2")], denied),
    invoked("for another service", as: bucket, [statement("sns.amazonaws.com")], denied),
    invoked("to do something else", as: bucket, [statement(service, "lambda:GetFunction")], denied),
    invoked("to do everything", as: bucket, [statement(service, "lambda:*")], "200"),
    invoked("to hand over", as: bucket, "echo", .event, [statement(service)], "202"),
    invoked("not even to hand over", as: bucket, "echo", .event, [], denied),
    invoked("a dry run tells", as: bucket, "echo", .dryRun, [], denied),
    invoked("and runs nothing", as: bucket, "echo", .dryRun, [statement(service)], "204"),
    invoked(
      "a bucket's ARN has no account, the request has",
      as: bucket,
      [statement(service) { $0.sourceAccount = "123456789012" }],
      "200"
    ),
    invoked(
      "for another account's resources",
      as: bucket,
      [statement(service) { $0.sourceAccount = "210987654321" }],
      denied
    ),
    invoked(
      "a service belongs to no organisation",
      as: bucket,
      [statement("*") { $0.principalOrgID = "o-1" }],
      denied
    ),
    invoked(
      "an account of the organisation",
      as: partner,
      [statement("*") { $0.principalOrgID = Cloud.organization }],
      "200"
    ),
    invoked(
      "an account of another organisation",
      as: partner,
      [statement("*") { $0.principalOrgID = "o-1" }],
      denied
    ),
    invoked(
      "only Alexa has a token",
      as: bucket,
      [statement(service) { $0.eventSourceToken = "t" }],
      denied
    ),
    invoked(
      "a statement for the URL is none for the API",
      as: bucket,
      [statement("*") { $0.functionUrlAuthType = "NONE" }],
      denied
    ),
    invoked("another account without a statement", as: partner, [], denied),
    invoked("another account with one", as: partner, [statement("210987654321")], "200"),
    invoked(
      "by its root",
      as: partner,
      [statement("arn:aws:iam::210987654321:root")],
      "200"
    ),
    invoked("a third account", as: partner, [statement("111111111111")], denied),
    invoked("everybody", as: partner, [statement("*")], "200"),
    invoked("the alias without its own", as: bucket, "echo:live", [statement(service)], denied),
    invoked("the alias with it", as: bucket, "echo:live", [statement(service, on: "live")], "200"),
    invoked(
      "the version behind it",
      as: bucket,
      "echo:1",
      [statement(service, on: "live")],
      denied
    ),
    invoked("the version with its own", as: bucket, "echo:1", [statement(service, on: "1")], "200"),
    invoked("and the function itself", as: bucket, "echo", [statement(service, on: "1")], denied),
    invoked("$LATEST by its name", as: bucket, "echo:$LATEST", [statement(service)], denied),
  ]

  private static func invoked(
    _ title: String,
    as caller: Caller,
    _ statements: [AddPermission],
    _ expected: String
  ) -> Story {
    invoked(title, as: caller, "echo", .requestResponse, statements, expected)
  }

  private static func invoked(
    _ title: String,
    as caller: Caller,
    _ name: String,
    _ statements: [AddPermission],
    _ expected: String
  ) -> Story {
    invoked(title, as: caller, name, .requestResponse, statements, expected)
  }

  // MARK: Other accounts

  /// What another account asks about the function, what it is allowed, and what it gets.
  private static let foreign: [(operation: String, allowed: String?, outcome: String)] = [
    ("get-function", nil, "403 AccessDeniedException"),
    ("get-function", "lambda:GetFunction", "done"),
    ("get-function", "lambda:Get*", "400 ValidationException"),
    ("get-function", "lambda:InvokeFunction", "403 AccessDeniedException"),
    ("invoke", "lambda:InvokeFunction", "done"),
    ("invoke", "lambda:GetFunction", "403 AccessDeniedException"),
    ("invoke", nil, "403 AccessDeniedException"),
    ("delete-function", "lambda:InvokeFunction", "403 AccessDeniedException"),
  ]

  @Test func `another account may do with a function what its statements name`() throws {
    for row in Self.foreign {
      let outcome = try MessagingBench.run { bench in
        try await bench.closedFunction()
        do {
          if let action = row.allowed {
            _ = try await bench(Self.statement("444455556666", action))
          }
          _ = try await bench.cloud.account("444455556666").perform(
            service: "lambda",
            operation: row.operation,
            input: ["FunctionName": .string(Self.function)],
            for: .learner
          )
          return "done"
        } catch let error as ServiceError {
          return "\(error.status) \(error.code)"
        }
      }
      #expect(outcome == row.outcome, "\(row)")
    }
  }

  // MARK: HTTP APIs

  /// A source ARN behind the API's id, a request, and the status that it gets.
  private static let requests: [(source: String?, method: String, path: String, status: Int)] = [
    (nil, "GET", "/orders/7", 500), ("", "GET", "/orders/7", 500),
    ("/*", "GET", "/orders/7", 200), ("/*/*/orders/*", "GET", "/orders/7", 200),
    ("/*/GET/orders/{id}", "GET", "/orders/7", 200),
    ("/$default/GET/orders/{id}", "GET", "/orders/7", 200),
    ("/*/POST/orders/{id}", "GET", "/orders/7", 500),
    ("/*/*/orders", "GET", "/orders/7", 500),
    ("/test/*/orders/{id}", "GET", "/orders/7", 500),
    ("/*/*/orders/{id}", "GET", "/other", 500), ("/*/$default", "GET", "/other", 200),
    ("/*/*", "GET", "/other", 200),
  ]

  @Test func `a function lets in the routes of an API that its statement names`() throws {
    for row in Self.requests {
      let status = try MessagingBench.run { bench in
        try await bench.closedFunction()
        let gateway = bench.cloud.client(of: APIGateway.self, for: .learner)
        let endpoint = try await gateway.create(
          "api",
          routes: ["GET /orders/{id}": Self.function, "$default": Self.function]
        )
        if let source = row.source {
          let arn = "arn:aws:execute-api:us-east-1:123456789012:\(endpoint.id)\(source)"
          _ = try await bench(Self.statement("apigateway.amazonaws.com", for: arn))
        }
        let client = HTTPClient(cloud: bench.cloud, component: "customers")
        let request = HTTPRequest(method: row.method, path: row.path)
        return try await client.send(request, to: endpoint).status
      }
      #expect(status == row.status, "\(row)")
    }
  }
}

extension MessagingBench {
  /// Makes the function `echo` without any statement.
  func closedFunction() async throws {
    _ = try await echoFunction()
    for service in ["sns", "events"] { try await shut(service) }
  }

  /// Takes a statement from the function `echo`.
  func shut(_ statement: String) async throws {
    _ = try await cloud.perform(
      service: "lambda",
      operation: "remove-permission",
      input: ["FunctionName": "echo", "StatementId": .string(statement)],
      for: .learner
    )
  }
}
