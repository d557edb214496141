import Cloud
import JSON
import Testing

/// What the service refuses about mappings, and how it describes them.
///
/// One row, one fact of `lambda-invocation.md`, sections 2, 6 and 6.2.
struct MappingRefusals {
  @Test(arguments: refusals + conflicts + descriptions)
  func `the service answers`(row: MappingCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// A refusal to create a mapping with these settings.
  private static func refusal(
    _ fact: String,
    _ settings: JSONObject,
    queue: String = "orders",
    _ expected: String
  ) -> MappingCase {
    MappingCase(fact, [expected]) { bench in
      try await bench.deploy()
      return [try await bench.create(settings, queue).text()]
    }
  }

  private static func invalid(_ text: String) -> String {
    "400 InvalidParameterValueException: \(text)"
  }

  private static func unsatisfied(_ value: String, _ place: String, _ rule: String) -> String {
    "400 ValidationException: 1 validation error detected: Value '\(value)' at '\(place)' failed to"
      + " satisfy constraint: Member must \(rule)"
  }

  private static func source(_ arn: String) -> JSONObject { ["EventSourceArn": .string(arn)] }

  private static func filters(_ patterns: [String]) -> JSONObject {
    ["FilterCriteria": ["Filters": .array(patterns.map { ["Pattern": .string($0)] })]]
  }

  static let refusals = [
    refusal(
      "more than 10 messages need a window",
      ["BatchSize": 11],
      invalid(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
          + " than 10"
      )
    ),
    refusal(
      "no batch of none",
      ["BatchSize": 0],
      unsatisfied("0", "batchSize", "have value greater than or equal to 1")
    ),
    refusal(
      "10,000 messages at the most",
      ["BatchSize": 10_001, "MaximumBatchingWindowInSeconds": 1],
      unsatisfied("10001", "batchSize", "have value less than or equal to 10000")
    ),
    refusal(
      "a window of 300 seconds at the most",
      ["MaximumBatchingWindowInSeconds": 301],
      unsatisfied("301", "maximumBatchingWindowInSeconds", "have value less than or equal to 300")
    ),
    refusal(
      "a concurrency of 2 at the least",
      ["ScalingConfig": ["MaximumConcurrency": 1]],
      unsatisfied("1", "scalingConfig.maximumConcurrency", "have value greater than or equal to 2")
    ),
    refusal(
      "and of 1,000 at the most",
      ["ScalingConfig": ["MaximumConcurrency": 1_001]],
      unsatisfied(
        "1001",
        "scalingConfig.maximumConcurrency",
        "have value less than or equal to 1000"
      )
    ),
    refusal(
      "FIFO: ten messages at the most",
      ["BatchSize": 11, "MaximumBatchingWindowInSeconds": 1],
      queue: "orders.fifo",
      unsatisfied("11", "batchSize", "have value less than or equal to 10")
    ),
    refusal(
      "FIFO: no window",
      ["MaximumBatchingWindowInSeconds": 1],
      queue: "orders.fifo",
      invalid("Batching window is not supported for FIFO queues.")
    ),
    refusal(
      "the queue must be there",
      [:],
      queue: "nowhere",
      invalid(
        "Error occurred while ReceiveMessage. SQS Error Code:"
          + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does"
          + " not exist."
      )
    ),
    refusal(
      "the function must be there",
      ["FunctionName": "nobody"],
      "404 ResourceNotFoundException: Function not found:"
        + " arn:aws:lambda:us-east-1:123456789012:function:nobody"
    ),
    refusal(
      "a pattern must be one",
      filters([#"{"body": "text"}"#]),
      invalid("Invalid filter pattern definition.")
    ),
    refusal(
      "an empty list of alternatives matches nothing",
      filters([#"{"eventSource": []}"#]),
      invalid("Invalid filter pattern definition.")
    ),
    refusal(
      "no wildcards",
      filters([#"{"body": {"item": [{"wildcard": "r*"}]}}"#]),
      invalid("Invalid filter pattern definition.")
    ),
    refusal(
      "five patterns at the most",
      filters(Array(repeating: #"{"body": {"item": ["rake"]}}"#, count: 6)),
      invalid("Number of filters in filter criteria exceeds the limit of 5.")
    ),
    refusal(
      "4,096 characters at the most",
      filters([long(4_097)]),
      unsatisfied(
        long(4_097),
        "filterCriteria.filters.1.member.pattern",
        "have length less than or equal to 4096"
      )
    ),
    refusal(
      "response types that there are",
      ["FunctionResponseTypes": ["All"]],
      unsatisfied(
        "All",
        "functionResponseTypes",
        "satisfy enum value set: [ReportBatchItemFailures]"
      )
    ),
    refusal(
      "metrics that there are",
      ["MetricsConfig": ["Metrics": ["All"]]],
      unsatisfied(
        "All",
        "metricsConfig.metrics",
        "satisfy enum value set: [EventCount, ErrorCount, KafkaMetrics]"
      )
    ),
    refusal(
      "and that queues have",
      ["MetricsConfig": ["Metrics": ["ErrorCount"]]],
      invalid("ErrorCount is not valid for SQS event sources.")
    ),
    refusal(
      "a position that there is",
      ["StartingPosition": "0"],
      unsatisfied(
        "0",
        "startingPosition",
        "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]"
      )
    ),
    refusal(
      "and only for streams",
      ["StartingPosition": "LATEST"],
      invalid("StartingPosition is not valid for SQS event sources.")
    ),
    refusal(
      "no halves of a queue's batch",
      ["BisectBatchOnFunctionError": true],
      invalid("BisectBatchOnFunctionError is not valid for SQS event sources.")
    ),
    refusal(
      "a queue's failures go to its own dead-letter queue",
      ["DestinationConfig": ["OnFailure": ["Destination": "arn:aws:sqs:us-east-1:1:x"]]],
      invalid("DestinationConfig is not valid for SQS event sources.")
    ),
    refusal(
      "streams are left out by name",
      source("arn:aws:kinesis:us-east-1:123456789012:stream/clicks"),
      "501 NotSupportedHere: An event source mapping on kinesis exists on AWS and is left out of"
        + " this mini cloud."
    ),
    refusal(
      "provisioned pollers are left out by name",
      ["ProvisionedPollerConfig": ["MinimumPollers": 2]],
      "501 NotSupportedHere: ProvisionedPollerConfig of an event source mapping exists on AWS and"
        + " is left out of this mini cloud."
    ),
    refusal(
      "what is no source",
      source("arn:aws:s3:::photos"),
      invalid("Unrecognized event source: arn:aws:s3:::photos.")
    ),
  ]

  private static func long(_ length: Int) -> String {
    let frame = #"{"body":{"item":[""]}}"#
    return #"{"body":{"item":[""# + String(repeating: "x", count: length - frame.count) + #""]}}"#
  }

  static let conflicts = [
    MappingCase(
      "the same source and function twice",
      [
        "409 ResourceConflictException: An event source mapping with SQS arn (\""
          + " arn:aws:sqs:us-east-1:123456789012:orders \") and function (\" worker \") already"
          + " exists. Please update or delete the existing mapping with UUID ID"
      ]
    ) { bench in
      try await bench.deploy()
      try await bench.map()
      return [try await bench.create().text()]
    },
    MappingCase("another queue of the same function is another mapping", ["Creating"]) { bench in
      try await bench.deploy()
      try await bench.map()
      return [try await bench.create([:], "dead")["State"]?.stringValue ?? ""]
    },
    MappingCase(
      "a function that may run longer than its message is hidden",
      [invalid("Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds")]
    ) { bench in
      try await bench.deploy(timeout: 31)
      return [try await bench.create().text()]
    },
    MappingCase(
      "also when the mapping is changed",
      [invalid("Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds")]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.map()
      let attributes = ["VisibilityTimeout": "2"]
      _ = try await bench.messaging(
        SetQueueAttributes(queueUrl: "orders", attributes: attributes)
      )
      return [try await bench.update(id, ["BatchSize": 5]).text()]
    },
    MappingCase("as long as its message is hidden is allowed", ["Creating"]) { bench in
      try await bench.deploy(timeout: 30)
      return [try await bench.create()["State"]?.stringValue ?? ""]
    },
    MappingCase(
      "a mapping that is being made cannot be changed",
      [
        "400 ResourceInUseException: Cannot update the event source mapping because it is in use."
      ]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.create()["UUID"]?.stringValue ?? ""
      return [try await bench.update(id, ["BatchSize": 5]).text()]
    },
    MappingCase(
      "nor deleted while it is changed",
      [
        "400 ResourceInUseException: Cannot delete the event source mapping because it is in use."
      ]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.map()
      _ = try await bench.update(id, ["BatchSize": 5])
      return [
        try await bench.lambda("delete-event-source-mapping", ["UUID": .string(id)]).text()
      ]
    },
    MappingCase(
      "a mapping that does not exist",
      ["404 ResourceNotFoundException: The resource you requested does not exist."]
    ) { bench in
      [try await bench.get("nobody", "State")]
    },
  ]

  static let descriptions = [
    MappingCase(
      "the defaults of a queue",
      [
        #"{"UUID":"ID","BatchSize":10,"MaximumBatchingWindowInSeconds":0,"#
          + #""EventSourceMappingArn":"arn:aws:lambda:us-east-1:123456789012:event-source-mapping:ID","#
          + #""EventSourceArn":"arn:aws:sqs:us-east-1:123456789012:orders","#
          + #""FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:worker","#
          + #""LastProcessingResult":"No records processed","State":"Creating","#
          + #""StateTransitionReason":"USER_INITIATED","FunctionResponseTypes":[]}"#
      ]
    ) { bench in
      try await bench.deploy()
      var answer = try await bench.create().objectValue ?? [:]
      answer["LastModified"] = nil
      let text = JSONValue.object(answer).text()
      return ["\(text.replacing(answer["UUID"]?.stringValue ?? "", with: "ID"))"]
    },
    MappingCase(
      "what was asked for is shown",
      [
        #"{"MaximumConcurrency":7}"#, #"{"Filters":[{"Pattern":"{\"body\":{\"a\":[1]}}"}]}"#,
        #"["ReportBatchItemFailures"]"#, #"{"Metrics":["EventCount"]}"#,
      ]
    ) { bench in
      try await bench.deploy()
      let answer = try await bench.create([
        "ScalingConfig": ["MaximumConcurrency": 7],
        "FilterCriteria": ["Filters": [["Pattern": #"{"body":{"a":[1]}}"#]]],
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "MetricsConfig": ["Metrics": ["EventCount"]],
      ])
      return ["ScalingConfig", "FilterCriteria", "FunctionResponseTypes", "MetricsConfig"].map {
        answer[$0]?.text() ?? "-"
      }
    },
    MappingCase("what is taken back is gone", ["-", "-", "[]", "-"]) { bench in
      try await bench.deploy()
      let id = try await bench.map([
        "ScalingConfig": ["MaximumConcurrency": 7],
        "FilterCriteria": ["Filters": [["Pattern": #"{"body":{"a":[1]}}"#]]],
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "MetricsConfig": ["Metrics": ["EventCount"]],
      ])
      let answer = try await bench.update(
        id,
        [
          "ScalingConfig": [:], "FilterCriteria": [:], "FunctionResponseTypes": [],
          "MetricsConfig": ["Metrics": []],
        ]
      )
      return ["ScalingConfig", "FilterCriteria", "FunctionResponseTypes", "MetricsConfig"].map {
        answer[$0]?.text() ?? "-"
      }
    },
    MappingCase("a list by function, by source, and page by page", ["2", "1", "1", "0"]) { bench in
      try await bench.deploy()
      _ = try await bench.create()
      _ = try await bench.create([:], "dead")
      let all = try await bench.lambda("list-event-source-mappings", ["FunctionName": "worker"])
      let one = try await bench.lambda(
        "list-event-source-mappings",
        ["EventSourceArn": .string(bench.messaging.queueARN("dead"))]
      )
      let page = try await bench.lambda("list-event-source-mappings", ["MaxItems": 1])
      let rest = try await bench.lambda(
        "list-event-source-mappings",
        ["Marker": page["NextMarker"] ?? .null, "FunctionName": "worker"]
      )
      let none = try await bench.lambda("list-event-source-mappings", ["FunctionName": "nobody"])
      return [all, one, rest, none].map {
        "\($0["EventSourceMappings"]?.arrayValue?.count ?? -1)"
      }
    },
  ]
}
