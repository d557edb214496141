import JSON

/// A policy that AWS keeps for all accounts, to be attached to roles.
///
/// Source: the AWS managed policy reference guide, 2026: what execution roles of functions are made
/// of, and the one that allows everything.
///
/// > Simplified: of several hundred policies these few; an account makes none of its own.
struct ManagedPolicy: Sendable {
  let name: String
  let arn: String
  let document: RolePolicy

  /// All of them, by name.
  static let all: [ManagedPolicy] = [
    Self("AdministratorAccess", ["*"]),
    execution("Basic", []),
    execution("DynamoDB", ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]),
    execution(
      "Kinesis",
      [
        "DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards",
        "ListStreams", "SubscribeToShard",
      ]
    ),
    execution(
      "SQSQueue",
      service: "sqs",
      ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]
    ),
    Self(
      "AWSLambdaVPCAccessExecutionRole",
      path: "service-role/",
      sid: "AWSLambdaVPCAccessExecutionPermissions",
      logging
        + [
          "CreateNetworkInterface", "DescribeNetworkInterfaces", "DescribeSubnets",
          "DeleteNetworkInterface", "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses",
        ].map { "ec2:\($0)" }
    ),
    Self(
      "AWSXRayDaemonWriteAccess",
      sid: "AWSXRayDaemonWriteAccess",
      [
        "PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets",
        "GetSamplingStatisticSummaries",
      ].map { "xray:\($0)" }
    ),
  ]

  private static let logging = [
    "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
  ]

  /// What a function needs whose events Lambda fetches from a service, its log included.
  private static func execution(
    _ source: String,
    service: String? = nil,
    _ actions: [String]
  ) -> Self {
    let prefix = service ?? source.lowercased()
    return Self(
      "AWSLambda\(source)ExecutionRole",
      path: "service-role/",
      actions.map { "\(prefix):\($0)" } + logging
    )
  }

  private init(_ name: String, path: String = "", sid: String? = nil, _ actions: [String]) {
    self.name = name
    arn = "arn:aws:iam::aws:policy/\(path)\(name)"
    var statement = JSONObject()
    if let sid { statement["Sid"] = .string(sid) }
    statement["Effect"] = "Allow"
    statement["Action"] = actions == ["*"] ? "*" : .array(actions.map { .string($0) })
    statement["Resource"] = "*"
    let policy: JSONValue = ["Version": "2012-10-17", "Statement": [.object(statement)]]
    do {
      document = try RolePolicy(parsing: policy.text())
    } catch {
      preconditionFailure("the managed policy \(name) is none: \(error)")
    }
  }

  /// Finds a policy by its ARN.
  ///
  /// - Throws: ``ServiceError`` when the ARN is none, or names no policy that there is here.
  static func named(_ arn: String) throws(ServiceError) -> Self {
    if let policy = all.first(where: { $0.arn == arn }) { return policy }
    guard let name = ARN(arn), name.service == "iam", name.resource.hasPrefix("policy/") else {
      throw ServiceError(
        code: "InvalidInput",
        status: 400,
        message: "ARN \(arn) is not valid."
      )
    }
    guard name.account != "aws" else {
      throw .notSupported("A managed policy besides \(all.map(\.name).joined(separator: ", "))")
    }
    throw .noSuchEntity("Policy \(arn) does not exist or is not attachable.")
  }
}
