import Cloud
import EventPattern
import JSON

/// Reads what `why` is asked about a subscription to a topic.
extension WhyCommand {
  /// Whether a word names a subscription: an ARN with a part behind the topic's name.
  static func isSubscription(_ word: Argument) -> Bool {
    word.text.hasPrefix("arn:aws:sns:") && word.text.split(separator: ":").count == 7
  }

  /// The filter policy of a subscription.
  static func filter(
    ofSubscription word: Argument,
    in world: World
  ) throws(CommandError) -> SubscriptionFilter {
    let (sns, arn) = (world.cloud.sns, word.text)
    guard let filter = try world.run({ await sns.filter(ofSubscription: arn) }) else {
      throw CommandError(
        .notFound,
        "There is no subscription \(arn).",
        remedy: "sns list-subscriptions shows those that there are.",
        column: word.column
      )
    }
    guard filter.pattern != nil else {
      throw CommandError(
        .notPossible,
        "The subscription has no filter policy: it gets every message.",
        remedy: "Set one with sns set-subscription-attributes --attribute-name FilterPolicy.",
        column: word.column
      )
    }
    return filter
  }

  /// What a policy sees of message attributes that are written as `sns publish` takes them; anything
  /// else is taken as it is.
  static func seen(_ attributes: JSONValue, at column: Int) throws(CommandError) -> JSONValue {
    guard case .object(let object) = attributes,
      object.count > 0, object.allSatisfy({ $0.1["DataType"]?.stringValue != nil })
    else { return attributes }
    let listed = object.map { name, value in
      MessageAttribute(
        name: name,
        dataType: value["DataType"]?.stringValue ?? "",
        value: value["StringValue"]?.stringValue ?? value["BinaryValue"]?.stringValue ?? ""
      )
    }
    guard let event = MessageAttribute.event(of: listed) else {
      throw CommandError(
        .badArgument,
        "One of the attributes does not fit its type, so that no policy admits the message.",
        remedy: "A Number is written in decimal, a String.Array is a JSON array.",
        column: column
      )
    }
    return event
  }
}
