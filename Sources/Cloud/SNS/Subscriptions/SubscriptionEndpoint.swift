/// Where the messages of a subscription go.
struct SubscriptionEndpoint: Hashable {
  /// The protocols that SNS knows.
  enum Kind: String, CaseIterable {
    case sqs, lambda, http, https, email
    case emailJSON = "email-json"
    case sms, application, firehose

    /// Whether a person or a program outside of AWS has to agree first.
    var needsConfirmation: Bool {
      switch self {
      case .http, .https, .email, .emailJSON: true
      case .sqs, .lambda, .sms, .application, .firehose: false
      }
    }

    var allowsRaw: Bool { [.sqs, .http, .https, .firehose].contains(self) }
    var isHTTP: Bool { self == .http || self == .https }

    /// Whether messages arrive in an envelope, or in an event, with a signature.
    var isSigned: Bool { ![.email, .sms, .application].contains(self) }

    /// Who runs what takes the messages over, which decides how often SNS tries again.
    var isManagedByAWS: Bool { [.sqs, .lambda, .firehose].contains(self) }

    /// How the attributes that turn on the log of deliveries call the protocol; `nil` where there is
    /// no such log.
    var feedbackName: String? {
      switch self {
      case .http, .https: "HTTP"
      case .lambda: "Lambda"
      case .sqs: "SQS"
      case .application: "Application"
      case .firehose: "Firehose"
      case .email, .emailJSON, .sms: nil
      }
    }
  }

  /// What the endpoint names.
  enum Target: Hashable {
    /// A queue, a function, a delivery stream or an app on a mobile device.
    case resource(ARN)
    case web(WebAddress)
    case mailbox(host: String)
    case telephone
  }

  let kind: Kind
  /// As it was given.
  let text: String
  let target: Target

  /// Reads an endpoint.
  init(_ name: String, _ text: String?) throws(ServiceError) {
    guard let kind = Kind(rawValue: name) else {
      throw .invalidTopicParameter("Amazon SNS does not support this protocol string: \(name)")
    }
    self.kind = kind
    self.text = text ?? ""
    target = try Self.target(kind, self.text)
  }

  private static func target(_ kind: Kind, _ text: String) throws(ServiceError) -> Target {
    let arn = ARN(text)
    switch kind {
    case .sqs:
      guard let arn, arn.service == "sqs" else { throw .invalidTopicParameter("SQS endpoint ARN") }
      return .resource(arn)
    case .lambda:
      guard let arn, arn.service == "lambda", arn.resource.hasPrefix("function:") else {
        throw .invalidTopicParameter("Lambda endpoint ARN")
      }
      return .resource(arn)
    case .application:
      guard let arn, arn.service == "sns", arn.resource.hasPrefix("endpoint/") else {
        throw .invalidTopicParameter("ApplicationEndpoint ARN")
      }
      return .resource(arn)
    case .firehose:
      guard let arn, arn.service == "firehose", arn.resource.hasPrefix("deliverystream/") else {
        throw .invalidTopicParameter("Firehose endpoint ARN")
      }
      return .resource(arn)
    case .http, .https:
      guard text.hasPrefix("\(kind.rawValue)://") else {
        throw .invalidTopicParameter("Endpoint must match the specified protocol")
      }
      guard let address = WebAddress(text) else {
        if text.contains("@") { throw .notSupported("A password in a page's address") }
        throw .invalidTopicParameter("Endpoint")
      }
      return .web(address)
    case .email, .emailJSON:
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty,
        parts[0].utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
        let host = WebAddress("http://\(parts[1])"),
        host.host == parts[1].lowercased()
      else { throw .invalidTopicParameter("Email address") }
      return .mailbox(host: host.host)
    case .sms:
      guard isTelephone(text) else { throw .invalidSNS("Invalid SMS endpoint: \(text)") }
      return .telephone
    }
  }

  /// Whether a text is a telephone number in the international form (E.164).
  static func isTelephone(_ text: String) -> Bool {
    let digits = text.hasPrefix("+") ? text.dropFirst() : Substring(text)
    return (2...15).contains(digits.utf8.count) && !digits.hasPrefix("0")
      && digits.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// The ARN of a queue, a function, a delivery stream or an app; `nil` for others.
  var resource: ARN? {
    if case .resource(let arn) = target { arn } else { nil }
  }

  /// Whether the endpoint is a FIFO queue.
  var isFIFOQueue: Bool { kind == .sqs && text.hasSuffix(".fifo") }

  /// Who takes the messages over, by its name in the topology.
  var component: String {
    switch target {
    case .resource(let arn) where kind == .application: PlatformApplication.carrier(in: arn)
    case .resource(let arn): arn.componentName
    case .web(let address): address.host
    case .mailbox(let host): host
    case .telephone: Self.telephoneCompany
    }
  }

  /// The name in the topology of who delivers text messages.
  static let telephoneCompany = "telephone-company"
}
