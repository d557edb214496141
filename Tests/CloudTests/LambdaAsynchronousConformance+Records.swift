import Cloud
import JSON
import Simulation
import Testing

extension LambdaAsynchronousConformance {
  private static let queue = InvocationBench.arn("sqs", "left")
  private static let boom = #"[{"fail": {"type": "Boom", "message": "no"}}]"#

  private static func configured(
    _ bench: InvocationBench,
    _ destinations: [String: String],
    retries: Int = 0
  ) async throws {
    let config = destinations.sorted { $0.key < $1.key }.map {
      ($0.key, JSONValue.object(["Destination": .string($0.value)]))
    }
    try await bench.configure(
      "f",
      [
        "MaximumRetryAttempts": .number(JSONNumber(retries)),
        "DestinationConfig": .object(JSONObject(config)),
      ]
    )
  }

  /// Lets the execution role send to queues, or not.
  private static func policy(_ bench: InvocationBench, _ effect: String) async throws {
    _ = try? await bench.call(
      "iam",
      "create-role",
      [
        "RoleName": "shop",
        "AssumeRolePolicyDocument": .string(
          #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "#
            + #"{"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#
        ),
      ]
    )
    try await bench.call(
      "iam",
      "put-role-policy",
      [
        "RoleName": "shop", "PolicyName": "queues",
        "PolicyDocument": .string(
          #"{"Version": "2012-10-17", "Statement": [{"Effect": "\#(effect)", "#
            + #""Action": "sqs:SendMessage", "Resource": "*"}]}"#
        ),
      ]
    )
  }

  /// The refusal of a destination.
  private static func refusal(
    _ name: String,
    _ arn: String
  ) -> @Sendable (InvocationBench) async throws -> [String] {
    { bench in
      try await bench.create("f", "[]")
      let refusal = try await bench.refusal {
        try await configured(bench, [name: arn])
        return "taken"
      }
      return [refusal]
    }
  }

  static let records: [InvocationCase] = [
    .init(
      "the record of an event that failed for good",
      [
        #"{"version":"1.0","timestamp":"2026-01-01T00:03:02.TTTZ","requestContext":{"requestId":"ID","#
          + #""functionArn":"arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST","condition":"#
          + #""RetriesExhausted","approximateInvokeCount":3},"requestPayload":{"id":7},"#
          + #""responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"#
          + #""Unhandled"},"responsePayload":{"errorMessage":"no","errorType":"Boom","requestId":"ID","#
          + #""stackTrace":[]}}"#
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", boom)
      try await configured(bench, ["OnFailure": queue], retries: 2)
      let id = try await bench.send("f")["RequestId"]?.stringValue ?? "-"
      try await bench.sleep("10m")
      return try await bench.messages(in: "left").map { message in
        let body = (message["Body"]?.stringValue ?? "-").split(separator: id)
          .joined(separator: "ID")
        let dot = body.firstRange(of: "T00:03:02.")
        guard let dot else { return body }
        return body[..<dot.upperBound] + "TTT" + body[dot.upperBound...].dropFirst(3)
      }
    },
    .init(
      "the record of an event that succeeded, on an alias",
      [
        "Success", "1", #"{"id":7}"#, "200", "1", "-", #"{"ok":true}"#,
        "arn:aws:lambda:us-east-1:123456789012:function:f:live",
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", #"[{"return": {"ok": true}}]"#)
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "create-alias",
        ["FunctionName": "f", "Name": "live", "FunctionVersion": "1"]
      )
      try await bench.configure(
        "f",
        [
          "Qualifier": "live",
          "DestinationConfig": ["OnSuccess": ["Destination": .string(queue)]],
        ]
      )
      try await bench.send("f:live")
      try await bench.sleep("10s")
      let body = try await bench.bodies(in: "left").first ?? .null
      return InvocationBench.parts(
        body,
        "requestContext.condition",
        "requestContext.approximateInvokeCount",
        "requestPayload",
        "responseContext.statusCode",
        "responseContext.executedVersion",
        "responseContext.functionError",
        "responsePayload",
        "requestContext.functionArn"
      )
    },
    .init(
      "of an event that was never run there is no response",
      [
        "ZeroReservedConcurrency", "0", "-", "-",
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", boom)
      try await configured(bench, ["OnFailure": queue])
      try await bench.reserve("f", 0)
      try await bench.send("f")
      try await bench.sleep("10s")
      return InvocationBench.parts(
        try await bench.bodies(in: "left").first ?? .null,
        "requestContext.condition",
        "requestContext.approximateInvokeCount",
        "responseContext",
        "responsePayload"
      )
    },
    .init("a function gets the record as its event", ["Success"]) { bench in
      try await bench.create("g", #"[{"log": "{event.requestContext.condition}"}]"#)
      try await bench.create("f", "[]")
      try await configured(bench, ["OnSuccess": InvocationBench.arn("lambda", "function:g")])
      try await bench.send("f")
      try await bench.sleep("10s")
      return bench.lines("g").filter { $0 == "Success" }
    },
    .init(
      "a bus gets it as an event's detail, with bus and function as resources",
      [
        "lambda", "Lambda Function Invocation Result - Failure",
        #"["arn:aws:events:us-east-1:123456789012:event-bus/default","#
          + #""arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST"]"#,
        "RetriesExhausted",
      ]
    ) { bench in
      try await bench.openQueue("left")
      try await bench.call(
        "events",
        "put-rule",
        ["Name": "all", "EventPattern": #"{"source": ["lambda"]}"#]
      )
      try await bench.call(
        "events",
        "put-targets",
        ["Rule": "all", "Targets": [["Id": "q", "Arn": .string(queue)]]]
      )
      try await bench.create("f", boom)
      let bus = InvocationBench.arn("events", "event-bus/default")
      try await configured(bench, ["OnFailure": bus])
      try await bench.send("f")
      try await bench.sleep("10s")
      return InvocationBench.parts(
        try await bench.bodies(in: "left").first ?? .null,
        "source",
        "detail-type",
        "resources",
        "detail.requestContext.condition"
      )
    },
    .init(
      "a topic takes records of up to 256 KB, and larger ones are lost",
      [
        "1 left", "1 DestinationDeliveryFailures",
      ]
    ) { bench in
      let topic = InvocationBench.arn("sns", "news")
      try await bench.openQueue("left")
      try await bench.call("sns", "create-topic", ["Name": "news"])
      try await bench.call(
        "sns",
        "subscribe",
        ["TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(queue)]
      )
      try await bench.create("f", "[]")
      try await configured(bench, ["OnSuccess": topic])
      for size in [200_000, 262_144] {
        try await bench.send("f", .string(String(repeating: "x", count: size)))
        try await bench.sleep("10s")
      }
      let lost = try await bench.metric("DestinationDeliveryFailures", of: "f", "Sum")
      return ["\(try await bench.messages(in: "left").count) left"]
        + lost.map { "\($0) DestinationDeliveryFailures" }
    },
    .init("a queue that is not there makes a dead-letter error", ["1"]) { bench in
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": .string(queue)]])
      try await bench.configure("f", ["MaximumRetryAttempts": 0])
      try await bench.send("f")
      try await bench.sleep("10s")
      return try await bench.metric("DeadLetterErrors", of: "f", "Sum")
    },
    .init(
      "a FIFO topic is refused",
      [
        "400 InvalidParameterValueException: FIFO-type Amazon SNS topics aren't supported as a"
          + " destination."
      ],
      refusal("OnSuccess", InvocationBench.arn("sns", "news.fifo"))
    ),
    .init(
      "a FIFO queue is refused",
      [
        "400 InvalidParameterValueException: The destination ARN"
          + " arn:aws:sqs:us-east-1:123456789012:q.fifo is invalid."
      ],
      refusal("OnFailure", InvocationBench.arn("sqs", "q.fifo"))
    ),
    .init(
      "the function itself is refused",
      [
        "400 InvalidParameterValueException: You can't specify the function as a destination for"
          + " itself."
      ],
      refusal("OnFailure", InvocationBench.arn("lambda", "function:f"))
    ),
    .init(
      "a function that is not there is refused",
      [
        "400 InvalidParameterValueException: The destination ARN"
          + " arn:aws:lambda:us-east-1:123456789012:function:g is invalid."
      ],
      refusal("OnFailure", InvocationBench.arn("lambda", "function:g"))
    ),
    .init(
      "a table is refused",
      [
        "400 InvalidParameterValueException: The provided destination config"
          + " DestinationConfig(onSuccess=null, onFailure=OnFailure(destination="
          + "arn:aws:dynamodb:us-east-1:123456789012:table/t)) is invalid."
      ],
      refusal("OnFailure", InvocationBench.arn("dynamodb", "table/t"))
    ),
    .init(
      "a bucket is for failures alone, and left out here",
      [
        "501 NotSupportedHere: A bucket as a destination exists on AWS and is left out of this mini"
          + " cloud."
      ],
      refusal("OnFailure", "arn:aws:s3:::records")
    ),
    .init(
      "the execution role must allow the delivery, when it is set and when it is made",
      [
        "400 InvalidParameterValueException: The function's execution role does not have permissions"
          + " to call SendMessage on arn:aws:sqs:us-east-1:123456789012:left",
        "400 InvalidParameterValueException: The provided execution role does not have permissions"
          + " to call SendMessage on SQS", "1 left", "1 lost",
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", "[]")
      try await policy(bench, "Deny")
      let destination = try await bench.refusal {
        try await configured(bench, ["OnSuccess": queue])
        return "taken"
      }
      let deadLetters = try await bench.refusal {
        try await bench.call(
          "lambda",
          "update-function-configuration",
          ["FunctionName": "f", "DeadLetterConfig": ["TargetArn": .string(queue)]]
        )
      }
      try await policy(bench, "Allow")
      try await configured(bench, ["OnSuccess": queue])
      try await bench.send("f")
      try await bench.sleep("10s")
      try await policy(bench, "Deny")
      try await bench.send("f")
      try await bench.sleep("10s")
      let lost = try await bench.metric("DestinationDeliveryFailures", of: "f", "Sum")
      let left = try await bench.messages(in: "left").count
      return [destination, deadLetters, "\(left) left"] + lost.map { "\($0) lost" }
    },
    .init(
      "settings without any are refused, and so are numbers out of range",
      [
        "400 InvalidParameterValueException: You must specify at least one of error handling or"
          + " destination setting.",
        "400 ValidationException: 1 validation error detected: Value '3' at 'maximumRetryAttempts'"
          + " failed to satisfy constraint: Member must have value less than or equal to 2",
        "400 ValidationException: 1 validation error detected: Value '59' at"
          + " 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater"
          + " than or equal to 60",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      var lines: [String] = []
      for settings: JSONObject in [
        [:], ["MaximumRetryAttempts": 3], ["MaximumEventAgeInSeconds": 59],
      ] {
        lines.append(
          try await bench.refusal {
            try await bench.configure("f", settings)
            return "taken"
          }
        )
      }
      return lines
    },
  ]
}
