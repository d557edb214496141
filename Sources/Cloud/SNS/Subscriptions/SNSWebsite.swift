import JSON

/// The addresses in messages with which a subscription is confirmed or ended without signing.
struct SNSWebsite: HTTPEndpoint {
  let cloud: Cloud

  /// The service itself.
  let component = SNS.name

  private static func site(_ region: String) -> String { "https://sns.\(region).amazonaws.com/" }

  static func subscribeURL(of topic: ARN, _ token: String) -> String {
    "\(site(topic.region))?Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)"
  }

  static func unsubscribeURL(of subscription: Subscription) -> String {
    "\(site(subscription.topic.region))?Action=Unsubscribe&SubscriptionArn=\(subscription.arn)"
  }

  /// Does what the query string says, and answers in XML as SNS does.
  func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    let values = Self.query(in: request.path)
    do {
      switch values["Action"] {
      case "ConfirmSubscription":
        let topic = values["TopicArn"] ?? ""
        let owner = ARN(topic).flatMap { cloud.owner(of: $0) } ?? cloud
        let arn = try await owner.sns.confirm(
          topic,
          values["Token"] ?? "",
          needsOwnerToEnd: false,
          isSigned: false
        )
        return Self.answer(
          "ConfirmSubscription",
          "<ConfirmSubscriptionResult><SubscriptionArn>\(arn)</SubscriptionArn>"
            + "</ConfirmSubscriptionResult>"
        )
      case "Unsubscribe":
        let arn = values["SubscriptionArn"] ?? ""
        let owner = ARN(arn).flatMap { cloud.owner(of: $0) } ?? cloud
        try await owner.sns.unsubscribeUnsigned(arn)
        return Self.answer("Unsubscribe", "")
      default:
        throw ServiceError(
          code: "MissingAuthenticationToken",
          status: 403,
          message: "Request is missing Authentication Token"
        )
      }
    } catch let error as ServiceError {
      return HTTPResponse(
        status: error.status,
        body: .string(
          "<ErrorResponse><Error><Type>Sender</Type><Code>\(error.code)</Code>"
            + "<Message>\(error.message)</Message></Error></ErrorResponse>"
        )
      )
    }
  }

  private static func answer(_ action: String, _ result: String) -> HTTPResponse {
    HTTPResponse(status: 200, body: .string("<\(action)Response>\(result)</\(action)Response>"))
  }

  private static func query(in path: String) -> [String: String] {
    guard let mark = path.firstIndex(of: "?") else { return [:] }
    var values: [String: String] = [:]
    for pair in path[path.index(after: mark)...].split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    return values
  }
}

extension SNS {
  /// Ends a subscription for somebody who has followed the link in a message, and tells the endpoint
  /// how to take that back.
  ///
  /// A subscription that has ended is no error.
  func unsubscribeUnsigned(_ arn: String) throws(ServiceError) {
    guard let subscription = findSubscription(arn) else {
      _ = try self.arn(arn, "SubscriptionArn")
      return
    }
    guard !subscription.needsOwnerToEnd else {
      throw .topicAccessDenied(
        PolicyRequest(
          unsigned: "SNS:Unsubscribe",
          on: arn,
          PolicyContext(caller: nil, cloud: cloud)
        )
      )
    }
    end(subscription)
    if subscription.kind.needsConfirmation { askToConfirm(subscription, restores: true) }
  }
}
