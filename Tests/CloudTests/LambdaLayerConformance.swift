import Cloud
import JSON
import Testing

/// What the service is claimed to answer about layers, function URLs and tags.
///
/// One row, one bullet of `lambda-config.md`.
struct LambdaLayerConformance {
  @Test(arguments: layers + urlsAndTags)
  func `the service answers`(row: LambdaRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  @Test(arguments: answers + crossOrigin)
  func `a function URL answers`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// What the URL of `f` answers, once a statement has opened it.
  private static func ask(
    _ bench: InvocationBench,
    _ request: HTTPRequest = HTTPRequest(method: "GET", path: "/"),
    authType: JSONValue = "NONE"
  ) async throws -> String {
    let config = try await open(bench, ["AuthType": authType])
    let endpoint = try await bench.cloud.lambda.endpoint(config["FunctionUrl"]?.stringValue ?? "")
    let client = HTTPClient(cloud: bench.cloud, component: "browser")
    let response = try await client.send(request, to: endpoint)
    return "\(response.status) \(response.body?.text() ?? "-")"
  }

  /// Gives `f` a URL with these settings, and lets everybody call it.
  private static func open(
    _ bench: InvocationBench,
    _ settings: JSONObject
  ) async throws -> JSONValue {
    var input: JSONObject = ["FunctionName": "f", "AuthType": "NONE"]
    for (key, value) in settings { input[key] = value }
    for (id, action, limit) in [
      ("open", "lambda:InvokeFunctionUrl", ("FunctionUrlAuthType", input["AuthType"] ?? "NONE")),
      ("invoke", "lambda:InvokeFunction", ("InvokedViaFunctionUrl", true)),
    ] {
      var permission: JSONObject = [
        "FunctionName": "f", "StatementId": .string(id), "Action": .string(action),
        "Principal": "*",
      ]
      permission[limit.0] = limit.1
      try await bench.call("lambda", "add-permission", permission)
    }
    return try await bench.call("lambda", "create-function-url-config", input)
  }

  /// What a page of an origin gets from the URL of `f`, whose rules allow one origin two methods.
  private static func cross(
    _ bench: InvocationBench,
    from origin: String,
    asking method: String? = nil
  ) async throws -> [String] {
    var request = HTTPRequest(method: method == nil ? "GET" : "OPTIONS", path: "/")
    request.headers = [HTTPHeader("Origin", origin)]
    if let method { request.headers.append(HTTPHeader("access-control-request-method", method)) }
    try await bench.create(
      "f",
      #"""
      [{"return": {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "mine"},
                   "body": "{event.headers.origin}"}}]
      """#
    )
    let rules: JSONValue = [
      "AllowOrigins": ["https://shop.example"], "AllowMethods": ["GET", "POST"],
      "AllowHeaders": ["x-id"], "ExposeHeaders": ["date"], "AllowCredentials": true,
    ]
    let config = try await open(bench, ["Cors": rules])
    let endpoint = try await bench.cloud.lambda.endpoint(config["FunctionUrl"]?.stringValue ?? "")
    let client = HTTPClient(cloud: bench.cloud, component: "browser")
    let response = try await client.send(request, to: endpoint)
    return ["\(response.status) \(response.body?.text() ?? "-"), \(bench.runs) runs"]
      + response.headers.map {
        "\($0.name.replacing("Access-Control-", with: "")): \($0.value)"
      }
  }

  static let crossOrigin: [InvocationCase] = [
    .init(
      "a preflight is answered by the rules alone, and runs nothing",
      [
        "200 -, 0 runs", "Allow-Origin: https://shop.example", "Allow-Credentials: true",
        "Expose-Headers: date", "Allow-Methods: GET,POST", "Allow-Headers: x-id", "Max-Age: 5",
      ]
    ) { try await cross($0, from: "https://shop.example", asking: "POST") },
    .init(
      "other answers have the rules' headers beside the function's own",
      [
        #"200 "https://shop.example", 1 runs"#, "Allow-Origin: mine",
        "Allow-Origin: https://shop.example", "Allow-Credentials: true", "Expose-Headers: date",
      ]
    ) { try await cross($0, from: "https://shop.example") },
    .init(
      "another origin has an answer, too, and no header that lets its page read it",
      [#"200 "https://other.example", 1 runs"#, "Allow-Origin: mine"]
    ) { try await cross($0, from: "https://other.example") },
    .init("nor is it told what it may send", ["200 -, 0 runs"]) {
      try await cross($0, from: "https://other.example", asking: "POST")
    },
  ]

  static let answers: [InvocationCase] = [
    .init("§9 the function's status and body", [#"201 {"a":1}"#]) { bench in
      try await bench.create("f", #"[{"return": {"statusCode": 201, "body": "{\"a\":1}"}}]"#)
      return [try await ask(bench)]
    },
    .init("a function that fails is 502", [#"502 {"Message":"Internal Server Error"}"#]) { bench in
      try await bench.create("f", #"[{"fail": {"type": "Boom", "message": "no"}}]"#)
      return [try await ask(bench)]
    },
    .init(
      "and so is an answer that is none",
      [#"502 {"Message":"Internal Server Error"}"#]
    ) { bench in
      try await bench.create("f", #"[{"return": {"statusCode": "many"}}]"#)
      return [try await ask(bench)]
    },
    .init("no concurrency left is 429", [#"429 {"Message":"Rate Exceeded."}"#]) { bench in
      try await bench.create("f", "[]")
      try await bench.reserve("f", 0)
      return [try await ask(bench)]
    },
    .init("who cannot sign is refused with 403", [#"403 {"Message":"Forbidden"}"#]) { bench in
      try await bench.create("f", "[]")
      return [try await ask(bench, authType: "AWS_IAM")]
    },
  ]

  static let layers: [LambdaRow] = [
    .init(
      "§9 a function uses a layer version",
      "update-function-configuration",
      LambdaRow.update(["Layers": [.string(LambdaRow.tools)]]),
      "Layers.0.Arn = \(LambdaRow.tools)",
      "Layers.0.CodeSize = 18"
    ),
    .init(
      "§1 five layers",
      "update-function-configuration",
      LambdaRow.update(["Layers": .array((1...6).map { .string("\(LambdaRow.tools)\($0)") })]),
      "400 InvalidParameterValueException: Cannot reference more than 5 layers."
    ),
    .init(
      "a layer that is not there",
      "update-function-configuration",
      LambdaRow.update(["Layers": ["arn:aws:lambda:us-east-1:123456789012:layer:none:1"]]),
      "400 InvalidParameterValueException: Layer version"
        + " arn:aws:lambda:us-east-1:123456789012:layer:none:1 does not exist."
    ),
    .init(
      "a layer without a version",
      "update-function-configuration",
      LambdaRow.update(["Layers": ["arn:aws:lambda:us-east-1:123456789012:layer:tools"]]),
      "400 ValidationException: 1 validation error detected: Value"
        + " '[arn:aws:lambda:us-east-1:123456789012:layer:tools]' at 'layers' failed to satisfy"
        + " constraint: Member must satisfy constraint: [Member must have length less than or equal"
        + " to 140, Member must have length greater than or equal to 1, Member must satisfy regular"
        + " expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}"
        + ":\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:"
        + "[a-zA-Z0-9-_]+), Member must not be null]"
    ),
    .init(
      "two versions of one layer",
      after: [("publish-layer-version", ["LayerName": "tools", "ZipFile": "{}"])],
      "update-function-configuration",
      LambdaRow.update([
        "Layers": [.string(LambdaRow.tools), .string(LambdaRow.tools.dropLast() + "2")]
      ]),
      "400 InvalidParameterValueException: Two different versions of the same layer are not allowed"
        + " to be referenced in the same function. \(LambdaRow.tools) and"
        + " \(LambdaRow.tools.dropLast())2 are versions of the same layer."
    ),
    .init(
      "§6 unzipped over 262,144,000 bytes, layers included",
      after: (1...5).map {
        (
          "publish-layer-version",
          ["LayerName": .string("big\($0)"), "ZipFile": #"{"size": "50MB", "extensions": {}}"#]
        )
      } + [
        ("update-function-code", LambdaRow.update(["ZipFile": #"{"handler": []}"#])), ("sleep", 2),
      ],
      "update-function-configuration",
      LambdaRow.update([
        "Layers": .array(
          (1...5).map { .string("arn:aws:lambda:us-east-1:123456789012:layer:big\($0):1") }
        )
      ]),
      "400 InvalidParameterValueException: Function code combined with layers exceeds the maximum"
        + " allowed size of 262144000 bytes. The actual size is 262144015 bytes."
    ),
    .init(
      "layer versions count up",
      after: [
        ("publish-layer-version", ["LayerName": "tools", "ZipFile": "{}"]),
        ("delete-layer-version", ["LayerName": "tools", "VersionNumber": 2]),
      ],
      "publish-layer-version",
      ["LayerName": "tools", "ZipFile": "{}", "Description": "third"],
      "Version = 3",
      "Description = third",
      "LayerVersionArn = \(LambdaRow.tools.dropLast())3"
    ),
    .init(
      "a deleted layer version is gone",
      after: [("delete-layer-version", ["LayerName": "tools", "VersionNumber": 1])],
      "get-layer-version",
      ["LayerName": "tools", "VersionNumber": 1],
      "404 ResourceNotFoundException: The resource you requested does not exist."
    ),
    .init(
      "a function that uses it goes on",
      after: [
        ("update-function-configuration", LambdaRow.update(["Layers": [.string(LambdaRow.tools)]])),
        ("delete-layer-version", ["LayerName": "tools", "VersionNumber": 1]), ("sleep", 2),
      ],
      "invoke",
      ["FunctionName": "f"],
      "StatusCode = 200"
    ),
    .init(
      "layer versions begin with 1",
      "get-layer-version",
      ["LayerName": "tools", "VersionNumber": 0],
      "400 InvalidParameterValueException: Layer Version Cannot be less than 1"
    ),
    .init(
      "layers are listed with their newest version",
      "list-layers",
      [:],
      "Layers.# = 1",
      "Layers.0.LayerName = tools",
      "Layers.0.LatestMatchingVersion.Version = 1"
    ),
    .init(
      "layer versions are listed newest first",
      after: [("publish-layer-version", ["LayerName": "tools", "ZipFile": "{}"])],
      "list-layer-versions",
      ["LayerName": "tools"],
      "LayerVersions.0.Version = 2",
      "LayerVersions.1.Version = 1"
    ),
  ]

  static let urlsAndTags: [LambdaRow] = [
    .init(
      "§9 a function URL",
      "create-function-url-config",
      ["FunctionName": "f", "AuthType": "NONE"],
      "FunctionArn = \(LambdaRow.arn)",
      "AuthType = NONE",
      "InvokeMode = BUFFERED",
      "LastModifiedTime = -"
    ),
    .init(
      "§9 one for each function or alias",
      after: [("create-function-url-config", ["FunctionName": "f", "AuthType": "NONE"])],
      "create-function-url-config",
      ["FunctionName": "f", "AuthType": "NONE"],
      "409 ResourceConflictException: Failed to create function url config for [functionArn ="
        + " \(LambdaRow.arn)]. Error message:  FunctionUrlConfig exists for this Lambda function"
    ),
    .init(
      "§9 an alias has its own",
      after: [("create-function-url-config", ["FunctionName": "f", "AuthType": "NONE"])],
      "create-function-url-config",
      ["FunctionName": "f", "Qualifier": "live", "AuthType": "AWS_IAM"],
      "FunctionArn = \(LambdaRow.arn):live"
    ),
    .init(
      "§9 not for a version",
      "create-function-url-config",
      ["FunctionName": "f", "Qualifier": "1", "AuthType": "NONE"],
      "400 ValidationException: 1 validation error detected: Value '1' at 'qualifier' failed to"
        + " satisfy constraint: Member must satisfy regular expression pattern:"
        + " ((?!^\\d+$)^[0-9a-zA-Z-_]+$)"
    ),
    .init(
      "§9 authorisation is NONE or AWS_IAM",
      "create-function-url-config",
      ["FunctionName": "f", "AuthType": "SOME"],
      "400 ValidationException: 1 validation error detected: Value 'SOME' at 'authType' failed to"
        + " satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM]"
    ),
    .init(
      "a URL that is not there",
      "get-function-url-config",
      ["FunctionName": "f"],
      "404 ResourceNotFoundException: The resource you requested does not exist."
    ),
    .init(
      "a URL for nobody",
      "create-function-url-config",
      ["FunctionName": "nobody", "AuthType": "NONE"],
      "404 ResourceNotFoundException: Function does not exist"
    ),
    .init(
      "URLs are listed",
      after: [("create-function-url-config", ["FunctionName": "f", "AuthType": "NONE"])],
      "list-function-url-configs",
      ["FunctionName": "f"],
      "FunctionUrlConfigs.# = 1",
      "FunctionUrlConfigs.0.AuthType = NONE"
    ),
    .init(
      "tags are kept",
      after: [
        ("tag-resource", ["Resource": .string(LambdaRow.arn), "Tags": ["a": "1", "b": "2"]]),
        ("untag-resource", ["Resource": .string(LambdaRow.arn), "TagKeys": ["a", "c"]]),
      ],
      "list-tags",
      ["Resource": .string(LambdaRow.arn)],
      #"Tags = {"b":"2"}"#
    ),
    .init(
      "no tags at all",
      "tag-resource",
      ["Resource": .string(LambdaRow.arn), "Tags": [:]],
      "400 InvalidParameterValueException: An error occurred and the request cannot be processed."
    ),
    .init(
      "tags belong to functions",
      "list-tags",
      ["Resource": .string(LambdaRow.arn + ":1")],
      "400 InvalidParameterValueException: Tags on function aliases and versions are not supported."
        + " Please specify a function ARN."
    ),
    .init(
      "fifty tags",
      "tag-resource",
      [
        "Resource": .string(LambdaRow.arn),
        "Tags": .object(JSONObject((1...51).map { ("k\($0)", "v") })),
      ],
      "400 InvalidParameterValueException: Number of tags exceeds resource tag limit."
    ),
  ]
}
