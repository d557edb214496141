/// A function's HTTP address as the service describes it.
public struct FunctionURLDescription: Sendable {
  /// How browsers of other origins may call it.
  public struct Cors: Sendable {
    /// Whether they may send cookies.
    public let allowCredentials: Bool?
    /// Which headers they may send.
    public let allowHeaders: [String]?
    /// Which methods they may use.
    public let allowMethods: [String]?
    /// From which origins.
    public let allowOrigins: [String]?
    /// Which headers of the answer they may read.
    public let exposeHeaders: [String]?
    /// For how many seconds they may keep the rules.
    public let maxAge: Int?
  }

  /// The address: `https://ID.lambda-url.REGION.on.aws/`.
  public let functionUrl: String
  /// The function's ARN, with the alias if it belongs to one.
  public let functionArn: String
  /// `NONE` or `AWS_IAM`.
  public let authType: String
  /// Cross-origin rules; `nil` for none.
  public let cors: Cors?
  /// When it was made.
  public let creationTime: String
  /// When it was last changed; `nil` in the answer that makes it.
  public let lastModifiedTime: String?
  /// `BUFFERED` or `RESPONSE_STREAM`.
  public let invokeMode: String

  init(_ url: FunctionURL, _ arn: String, in cloud: Cloud, isNew: Bool = false) {
    functionUrl = "https://\(url.domain(in: cloud))/"
    functionArn = arn
    authType = url.authType
    cors = url.cors.map { rules in
      Cors(
        allowCredentials: rules.allowCredentials,
        allowHeaders: rules.allowHeaders,
        allowMethods: rules.allowMethods,
        allowOrigins: rules.allowOrigins,
        exposeHeaders: rules.exposeHeaders,
        maxAge: rules.maxAge
      )
    }
    creationTime = url.created
    lastModifiedTime = isNew ? nil : url.lastModified
    invokeMode = url.invokeMode
  }
}

extension FunctionURL {
  static let authTypes = ["NONE", "AWS_IAM"]

  /// Checks the words of an address's settings.
  static func check(_ authType: String?, _ invokeMode: String?) throws(ServiceError) {
    if let authType, !authTypes.contains(authType) {
      throw .notAMember(authType, at: "authType", of: authTypes)
    }
    let modes = ["RESPONSE_STREAM", "BUFFERED"]
    if let invokeMode, !modes.contains(invokeMode) {
      throw .notAMember(invokeMode, at: "invokeMode", of: modes)
    }
    guard invokeMode != "RESPONSE_STREAM" else { throw .notSupported("A streamed response") }
  }
}
