import Cloud
import JSON

/// What SNS refuses of subscriptions and mobile devices.
extension SNSRefusals {
  private static func subscription(
    _ title: String,
    _ text: String,
    _ kind: String,
    _ endpoint: String,
    _ attributes: JSONObject = [:],
    to topic: String = "orders"
  ) -> Refusal {
    call(
      title,
      text,
      "subscribe",
      [
        "TopicArn": .string("arn:aws:sns:us-east-1:123456789012:\(topic)"),
        "Protocol": .string(kind), "Endpoint": .string(endpoint),
        "Attributes": .object(attributes),
      ],
      topics: [topic]
    )
  }

  static let subscriptions = [
    subscription(
      "a telephone that is none",
      "InvalidParameter 400 Invalid SMS endpoint: invalid-number",
      "sms",
      "invalid-number"
    ),
    subscription(
      "another protocol than the URL's",
      invalid("Endpoint must match the specified protocol"),
      "https",
      "http://a.example/"
    ),
    subscription(
      "a password in a page's address",
      "NotSupportedHere 501 A password in a page's address exists on AWS and is left out"
        + " of this mini cloud.",
      "https",
      "https://anna:secret@a.example/"
    ),
    subscription("an address with a space", invalid("Email address"), "email", "a b@c.example"),
    subscription(
      "a FIFO queue on a standard topic",
      invalid(
        "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS"
          + " topics"
      ),
      "sqs",
      queueARN + ".fifo"
    ),
    subscription(
      "a page on a FIFO topic",
      invalid("Invalid parameter: Endpoint Reason: Please use FIFO SQS queue"),
      "https",
      "https://a.example/",
      to: "orders.fifo"
    ),
    subscription(
      "a value that is neither",
      invalid(
        "Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false."
      ),
      "sqs",
      queueARN,
      ["RawMessageDelivery": "wrongvalue"]
    ),
    subscription(
      "a standard dead-letter queue for a FIFO queue",
      invalid(
        "Attributes Reason: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a"
          + " FIFO Topic."
      ),
      "sqs",
      queueARN + ".fifo",
      ["RedrivePolicy": #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead"}"#],
      to: "orders.fifo"
    ),
    subscription(
      "a count of receives for a dead-letter queue, which only queues know",
      invalid(
        "Attributes Reason: RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown."
      ),
      "sqs",
      queueARN,
      ["RedrivePolicy": #"{"deadLetterTargetArn":"\#(queueARN)-dead","maxReceiveCount":3}"#]
    ),
    subscription(
      "a dead-letter queue in another account",
      invalid(
        "Attributes Reason: RedrivePolicy: deadLetterTargetArn must be in the account and Region of"
          + " the subscription"
      ),
      "sqs",
      queueARN,
      ["RedrivePolicy": #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:444455556666:dead"}"#]
    ),
    subscription(
      "a part of a delivery policy that changes nothing here",
      "NotSupportedHere 501 The field sicklyRetryPolicy of a delivery policy exists on AWS and is"
        + " left out of this mini cloud.",
      "https",
      "https://a.example/",
      ["DeliveryPolicy": #"{"sicklyRetryPolicy":{"numRetries":1},"guaranteed":false}"#]
    ),
    subscription(
      "a filter with six keys",
      invalid("Attributes Reason: FilterPolicy: Filter policy can not have more than 5 keys"),
      "sqs",
      queueARN,
      ["FilterPolicy": #"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}"#]
    ),
    subscription(
      "a nested filter on attributes",
      invalid(
        "Attributes Reason: FilterPolicy: Filter policy scope MessageAttributes does not support"
          + " nested filter policy"
      ),
      "sqs",
      queueARN,
      ["FilterPolicy": #"{"a":{"b":[1]}}"#]
    ),
    subscription(
      "a nested filter on the body",
      "accepted",
      "sqs",
      queueARN,
      ["FilterPolicy": #"{"a":{"b":[1]}}"#, "FilterPolicyScope": "MessageBody"]
    ),
    call(
      "a token that is none",
      "InvalidParameter 400 Invalid token",
      "confirm-subscription",
      ["TopicArn": topic, "Token": "randomtoken"]
    ),
    call(
      "a token that nobody has got",
      invalid("Token"),
      "confirm-subscription",
      ["TopicArn": topic, "Token": .string(String(repeating: "a", count: 288))]
    ),
    call(
      "a topic that is no ARN",
      invalid("Topic"),
      "confirm-subscription",
      ["TopicArn": "orders", "Token": .string(String(repeating: "a", count: 288))]
    ),
    call(
      "ending what is no ARN",
      invalid("SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
      "unsubscribe",
      ["SubscriptionArn": "pending confirmation"]
    ),
    call("ending a topic", invalid("SubscriptionId"), "unsubscribe", ["SubscriptionArn": topic]),
    call(
      "ending what has ended",
      "accepted",
      "unsubscribe",
      ["SubscriptionArn": .string(topicARN + ":21be56ed-a058-49f5-8c98-aedd2564c486")]
    ),
    call(
      "attributes of what is not there",
      "NotFound 404 Subscription does not exist",
      "get-subscription-attributes",
      ["SubscriptionArn": .string(topicARN + ":21be56ed-a058-49f5-8c98-aedd2564c486")]
    ),
  ]

  static let mobile = [
    call(
      "a push service that there is not",
      invalid("Platform Reason: PIGEON is not supported"),
      "create-platform-application",
      ["Name": "app", "Platform": "PIGEON", "Attributes": ["PlatformCredential": "x"]]
    ),
    call(
      "an app without what opens the push service",
      invalid("Attributes Reason: PlatformCredential attribute is missing"),
      "create-platform-application",
      ["Name": "app", "Platform": "GCM", "Attributes": ["Enabled": "true"]]
    ),
    call(
      "an app with half of what opens the push service",
      invalid("Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential"),
      "create-platform-application",
      ["Name": "app", "Platform": "GCM", "Attributes": ["PlatformPrincipal": "x"]]
    ),
    call(
      "an app with what no app has",
      invalid("Attributes Reason: Invalid attribute name: Colour"),
      "create-platform-application",
      ["Name": "app", "Platform": "GCM", "Attributes": ["Colour": "red"]]
    ),
    call(
      "an app without a name",
      invalid(" Reason: cannot be empty"),
      "create-platform-application",
      ["Name": "", "Platform": "GCM", "Attributes": ["PlatformCredential": "x"]]
    ),
    call(
      "a device of an app that is not there",
      "NotFound 404 PlatformApplication does not exist",
      "create-platform-endpoint",
      [
        "PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/GCM/app",
        "Token": "t",
      ]
    ),
    call(
      "a device that is not there",
      "NotFound 404 Endpoint does not exist",
      "get-endpoint-attributes",
      ["EndpointArn": "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/app/1"]
    ),
  ]
}
