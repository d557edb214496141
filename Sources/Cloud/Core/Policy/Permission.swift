/// Something that a policy can allow or deny: an action on a resource.
public struct Permission: Hashable, Sendable {
  /// As IAM names it, such as `sqs:SendMessage`.
  public let action: String
  /// The resource; `nil` for an action that is about none, which policies call `*`.
  public let resource: ARN?
  /// What conditions can look at of this kind of request alone, by keys in small letters such as
  /// `events:source`.
  public let particulars: [String: String]

  /// Creates a permission.
  ///
  /// - Parameters:
  ///   - action: as IAM names it.
  ///   - resource: what it would be done to.
  ///   - particulars: what conditions can look at of this kind of request alone.
  public init(_ action: String, on resource: ARN?, _ particulars: [String: String] = [:]) {
    self.action = action
    self.resource = resource
    self.particulars = particulars
  }
}

/// How a service answers what a policy does not allow.
///
/// Source: the services' common errors, and texts that users of the services have recorded.
public struct AccessRefusal: Sendable {
  /// How the service spells actions in the text.
  enum Spelling {
    /// As IAM names them.
    case plain
    /// `sqs:sendmessage`
    case smallLetters
    /// `SNS:Publish`
    case serviceInCapitals
  }

  private let code: String
  private let status: Int
  private let spelling: Spelling

  init(_ code: String, _ status: Int, _ spelling: Spelling = .plain) {
    self.code = code
    self.status = status
    self.spelling = spelling
  }

  /// The services that speak JSON.
  public static let json = Self("AccessDeniedException", 400)
  /// The services that speak REST.
  public static let rest = Self("AccessDeniedException", 403)
  /// The services that speak Query.
  public static let query = Self("AccessDenied", 403)

  /// An action as the service spells it.
  func spell(_ action: String) -> String {
    switch spelling {
    case .plain: return action
    case .smallLetters: return action.lowercased()
    case .serviceInCapitals:
      let prefix = action.prefix { $0 != ":" }
      return prefix.uppercased() + action.dropFirst(prefix.count)
    }
  }

  /// The refusal of a request.
  ///
  /// - Parameters:
  ///   - request: with the action as the service spells it.
  ///   - kind: which policies were asked: `resource-based` or `identity-based`.
  ///   - decision: what they have said.
  /// - Returns: the service's error.
  func error(
    _ request: PolicyRequest,
    by kind: String,
    _ decision: PolicyDocument.Decision
  ) -> ServiceError {
    ServiceError(code: code, status: status, message: request.refusal(by: kind, decision))
  }
}
