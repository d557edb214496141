import Cloud
import JSON

/// What SNS refuses, in JSON as on the command line; most texts are recorded from AWS.
extension SNSRefusals {
  static func call(
    _ title: String,
    _ expected: String,
    _ operation: String,
    _ input: JSONObject,
    topics: [String] = ["orders"],
    attributes: JSONObject = [:]
  ) -> Refusal {
    Refusal(title, expected) { bench in
      for topic in topics { try await bench.makeTopic(topic, attributes) }
      try await bench.sns(operation, input)
    }
  }

  static func invalid(_ text: String) -> String {
    "InvalidParameter 400 Invalid parameter: \(text)"
  }

  static let topic = JSONValue.string(topicARN)
  private static let fifo = JSONValue.string(topicARN + ".fifo")

  private static func attribute(
    _ title: String,
    _ expected: String,
    _ value: JSONValue,
    name: String = "attr1"
  ) -> Refusal {
    call(
      title,
      "ParameterValueInvalid 400 \(expected)",
      "publish",
      [
        "TopicArn": topic, "Message": "x", "MessageAttributes": .object([name: value]),
      ]
    )
  }

  static let attributes = [
    attribute(
      "an empty value",
      "The message attribute 'attr1' must contain non-empty message attribute value for message"
        + " attribute type 'String'.",
      ["DataType": "String", "StringValue": ""]
    ),
    attribute(
      "no value",
      "The message attribute 'attr1' must contain non-empty message attribute value for message"
        + " attribute type 'Binary'.",
      ["DataType": "Binary"]
    ),
    attribute(
      "a number that is too small",
      "Message attribute 'attr1' number value [1e-100000] scale must be 10^-128 and 10^126.",
      ["DataType": "Number", "StringValue": "1e-100000"]
    ),
    attribute(
      "a number with 39 digits",
      "Message attribute 'attr1' number value [\(String(repeating: "1", count: 39))] must have less"
        + " than 38 precision digits.",
      ["DataType": "Number", "StringValue": .string(String(repeating: "1", count: 39))]
    ),
    attribute(
      "a number with a comma",
      "Could not cast message attribute 'attr1' value to number.",
      ["DataType": "Number", "StringValue": "1,5"]
    ),
    attribute(
      "a text in the wrong field",
      "The message attribute 'attr1' with type 'Number' must use field 'String'.",
      ["DataType": "Number", "BinaryValue": "AgME"]
    ),
    attribute(
      "bytes in the wrong field",
      "The message attribute 'attr1' with type 'Binary' must use field 'Binary'.",
      ["DataType": "Binary", "StringValue": "x"]
    ),
    attribute(
      "bytes that are no Base64",
      "The message attribute 'attr1' holds no Base64.",
      ["DataType": "Binary", "BinaryValue": "?"]
    ),
    attribute(
      "an unknown type",
      "The message attribute 'attr1' has an invalid message attribute type, the set of supported"
        + " type prefixes is Binary, Number, and String.",
      ["DataType": "Text", "StringValue": "x"]
    ),
    attribute(
      "a long name",
      "Length of message attribute name must be less than 256 bytes.",
      ["DataType": "String", "StringValue": "x"],
      name: String(repeating: "a", count: 257)
    ),
    attribute(
      "a strange letter",
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only"
        + " include alphanumeric characters, hyphens, underscores, or dots.",
      ["DataType": "String", "StringValue": "x"],
      name: "a^b"
    ),
    attribute(
      "a dot in front",
      "Invalid message attribute name starting with character '.' was found.",
      ["DataType": "String", "StringValue": "x"],
      name: ".a"
    ),
    attribute(
      "a dot behind",
      "Invalid message attribute name ending with character '.' was found.",
      ["DataType": "String", "StringValue": "x"],
      name: "a."
    ),
    attribute(
      "two dots",
      "Message attribute name can not have successive '.' character.",
      ["DataType": "String", "StringValue": "x"],
      name: "a..b"
    ),
  ]

  static let topics = [
    call("an empty name", invalid("Topic Name"), "create-topic", ["Name": ""], topics: []),
    call("a name with a dot", invalid("Topic Name"), "create-topic", ["Name": "a.b"], topics: []),
    call(
      "a FIFO name without the attribute",
      invalid("Topic Name"),
      "create-topic",
      ["Name": "a.fifo"],
      topics: []
    ),
    call(
      "a name of 257 letters",
      invalid("Topic Name"),
      "create-topic",
      ["Name": .string(String(repeating: "a", count: 257))],
      topics: []
    ),
    call(
      "a standard topic with content-based deduplication",
      invalid("Attributes Reason: Content-based deduplication can only be set for FIFO topics"),
      "create-topic",
      ["Name": "a", "Attributes": ["ContentBasedDeduplication": "true"]],
      topics: []
    ),
    call(
      "a rate above a hundred",
      invalid(
        "Attributes Reason: SQSSuccessFeedbackSampleRate: 500 value provided is not an integer"
          + " between 0-100"
      ),
      "create-topic",
      ["Name": "a", "Attributes": ["SQSSuccessFeedbackSampleRate": "500"]],
      topics: []
    ),
    call(
      "more retries in two phases than integers can count",
      invalid(
        "Attributes Reason: DeliveryPolicy: http.defaultHealthyRetryPolicy.numRetries must be greater"
          + " than or equal to the sum of numNoDelayRetries, numMinDelayRetries and"
          + " numMaxDelayRetries"
      ),
      "create-topic",
      [
        "Name": "a",
        "Attributes": [
          "DeliveryPolicy": .string(
            #"{"http":{"defaultHealthyRetryPolicy":{"numRetries":3,"#
              + #""numNoDelayRetries":9223372036854775807,"numMinDelayRetries":9223372036854775807}}}"#
          )
        ],
      ],
      topics: []
    ),
    call(
      "too many retries",
      invalid(
        "Attributes Reason: DeliveryPolicy: http.defaultHealthyRetryPolicy.numRetries must be less"
          + " than or equal to 100"
      ),
      "create-topic",
      [
        "Name": "a",
        "Attributes": [
          "DeliveryPolicy": #"{"http":{"defaultHealthyRetryPolicy":{"numRetries":300}}}"#
        ],
      ],
      topics: []
    ),
    call(
      "a policy about what SNS does not do",
      invalid("Policy statement action out of service scope!"),
      "set-topic-attributes",
      [
        "TopicArn": topic, "AttributeName": "Policy",
        "AttributeValue":
          #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"SNS:Publishx","Resource":"*"}]}"#,
      ]
    ),
    call(
      "a change of kind",
      invalid("AttributeName"),
      "set-topic-attributes",
      ["TopicArn": topic, "AttributeName": "FifoTopic", "AttributeValue": "true"]
    ),
    call(
      "throughput by group, taken back",
      invalid("FifoThroughputScope: MessageGroup cannot be changed back to Topic"),
      "set-topic-attributes",
      ["TopicArn": fifo, "AttributeName": "FifoThroughputScope", "AttributeValue": "Topic"],
      topics: ["orders.fifo"],
      attributes: ["FifoThroughputScope": "MessageGroup"]
    ),
    call(
      "other tags",
      invalid("Tags Reason: Topic already exists with different tags"),
      "create-topic",
      ["Name": "orders", "Tags": [["Key": "a", "Value": "1"]]]
    ),
    call(
      "a key twice",
      invalid("Duplicated keys are not allowed."),
      "tag-resource",
      [
        "ResourceArn": topic,
        "Tags": [["Key": "a", "Value": "1"], ["Key": "a", "Value": "2"]],
      ]
    ),
    call(
      "a key of AWS's own",
      invalid("Tags Reason: Tag keys that begin with aws: are reserved."),
      "tag-resource",
      ["ResourceArn": topic, "Tags": [["Key": "AWS:team", "Value": "1"]]]
    ),
    call(
      "51 tags",
      "TagLimitExceeded 400 Could not complete request: tag quota of per resource exceeded",
      "tag-resource",
      [
        "ResourceArn": topic,
        "Tags": .array((0..<51).map { ["Key": .string("k\($0)"), "Value": "v"] }),
      ]
    ),
    call(
      "a permission for what there is not",
      invalid("Policy statement action out of service scope!"),
      "add-permission",
      [
        "TopicArn": topic, "Label": "a", "AWSAccountId": ["444455556666"],
        "ActionName": ["Fly"],
      ]
    ),
    call(
      "another Region",
      invalid("TopicArn"),
      "get-topic-attributes",
      ["TopicArn": "arn:aws:sns:eu-west-1:123456789012:orders"]
    ),
  ]

  static let publishing = [
    call(
      "a FIFO message without a group",
      invalid("The MessageGroupId parameter is required for FIFO topics"),
      "publish",
      ["TopicArn": fifo, "Message": "x"],
      topics: ["orders.fifo"]
    ),
    call(
      "a FIFO message without anything to tell a repetition by",
      invalid(
        "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
          + " provided explicitly"
      ),
      "publish",
      ["TopicArn": fifo, "Message": "x", "MessageGroupId": "g"],
      topics: ["orders.fifo"]
    ),
    call(
      "what tells a repetition, to a standard topic",
      invalid(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that"
          + " is not valid for this topic type"
      ),
      "publish",
      ["TopicArn": topic, "Message": "x", "MessageDeduplicationId": "d"]
    ),
    call(
      "a telephone that is none",
      invalid("PhoneNumber Reason: +1a234 is not valid to publish to"),
      "publish",
      ["PhoneNumber": "+1a234", "Message": "x"]
    ),
    call(
      "a device that is not there",
      invalid("TargetArn Reason: No endpoint found for the target arn specified"),
      "publish",
      [
        "TargetArn": "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/app/1", "Message": "x",
      ]
    ),
    call(
      "a message for a topic and a telephone",
      invalid("TopicArn, TargetArn or PhoneNumber Reason: only one of them may have a value"),
      "publish",
      ["TopicArn": topic, "PhoneNumber": "+15555551234", "Message": "x"]
    ),
    call(
      "an empty subject",
      invalid("Subject"),
      "publish",
      ["TopicArn": topic, "Message": "x", "Subject": ""]
    ),
    call(
      "a batch in which one attribute is wrong",
      "ParameterValueInvalid 400 Message attribute name can not have successive '.' character.",
      "publish-batch",
      [
        "TopicArn": topic,
        "PublishBatchRequestEntries": [
          ["Id": "1", "Message": "x"],
          [
            "Id": "2", "Message": "x",
            "MessageAttributes": ["a..b": ["DataType": "String", "StringValue": "x"]],
          ],
        ],
      ]
    ),
    call(
      "a batch of 256 KiB and a byte",
      "BatchRequestTooLong 400 The length of all the messages put together is more than the limit.",
      "publish-batch",
      [
        "TopicArn": topic,
        "PublishBatchRequestEntries": [
          ["Id": "1", "Message": .string(String(repeating: "x", count: 131_072))],
          ["Id": "2", "Message": .string(String(repeating: "x", count: 131_073))],
        ],
      ]
    ),
    call(
      "equal ids",
      "BatchEntryIdsNotDistinct 400 Two or more batch entries in the request have the same Id.",
      "publish-batch",
      [
        "TopicArn": topic,
        "PublishBatchRequestEntries": [
          ["Id": "1", "Message": "x"], ["Id": "1", "Message": "y"],
        ],
      ]
    ),
  ]
}
