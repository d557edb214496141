/// With what requests to API destinations are let in.
public struct ConnectionAuthParameters: Decodable, Sendable {
  /// A name and a password.
  public struct Basic: Decodable, Sendable {
    /// The name.
    public var username: String
    /// The password; never shown again.
    public var password: String?
  }

  /// A header with a key.
  public struct APIKey: Decodable, Sendable {
    /// The header's name.
    public var apiKeyName: String
    /// The key; never shown again.
    public var apiKeyValue: String?
  }

  /// A token for the client's id and secret.
  public struct OAuth: Decodable, Sendable {
    /// Who asks for a token.
    public struct Client: Decodable, Sendable {
      /// The client's id.
      public var clientID: String
      /// The client's secret; never shown again.
      public var clientSecret: String?
    }

    /// How a token is asked for.
    public enum Method: String, Decodable, Sendable, CaseIterable {
      /// By `GET`.
      case get = "GET"
      /// By `POST`.
      case post = "POST"
      /// By `PUT`.
      case put = "PUT"
    }

    /// Who asks for a token.
    public var clientParameters: Client
    /// The authorisation server's address.
    public var authorizationEndpoint: String
    /// How a token is asked for.
    public var httpMethod: Method
    /// What else goes into the request for a token.
    public var oAuthHttpParameters: ConnectionHttpParameters?
  }

  /// A name and a password.
  public var basicAuthParameters: Basic?
  /// A token for the client's id and secret.
  public var oAuthParameters: OAuth?
  /// A header with a key.
  public var apiKeyAuthParameters: APIKey?
  /// What else goes into every request.
  public var invocationHttpParameters: ConnectionHttpParameters?

  /// The same without what is secret.
  var shown: Self {
    var shown = self
    shown.basicAuthParameters?.password = nil
    shown.apiKeyAuthParameters?.apiKeyValue = nil
    shown.oAuthParameters?.clientParameters.clientSecret = nil
    shown.oAuthParameters?.oAuthHttpParameters = oAuthParameters?.oAuthHttpParameters?.shown
    shown.invocationHttpParameters = invocationHttpParameters?.shown
    return shown
  }

  /// Checks that there is what the kind of authorisation needs, and nothing of the others.
  func check(for type: ConnectionAuthorizationType) throws(ServiceError) {
    let given = [
      ("BasicAuthParameters", ConnectionAuthorizationType.basic, basicAuthParameters != nil),
      ("OAuthParameters", .oauthClientCredentials, oAuthParameters != nil),
      ("ApiKeyAuthParameters", .apiKey, apiKeyAuthParameters != nil),
    ]
    for (name, kind, isThere) in given where isThere != (kind == type) {
      throw .validation(
        "Parameter AuthParameters is not valid. Reason: \(type.rawValue)"
          + " \(isThere ? "goes without" : "needs") \(name)."
      )
    }
    let secrets = [
      basicAuthParameters.map { $0.password }, apiKeyAuthParameters.map { $0.apiKeyValue },
      oAuthParameters.map { $0.clientParameters.clientSecret },
    ]
    for case .some(nil) in secrets {
      throw .validation("Parameter AuthParameters is not valid. Reason: The secret is missing.")
    }
  }
}

/// What goes into requests beside what authorises them.
public struct ConnectionHttpParameters: Decodable, Sendable {
  /// A name and a value.
  public struct Parameter: Decodable, Sendable {
    /// The name.
    public var key: String
    /// The value; a secret one is never shown again.
    public var value: String?
    /// Whether the value is a secret.
    public var isValueSecret: Bool?
  }

  /// Headers.
  public var headerParameters: [Parameter]?
  /// Parameters of the query string.
  public var queryStringParameters: [Parameter]?
  /// Members of the body, which has to be a JSON object.
  public var bodyParameters: [Parameter]?

  /// The same without what is secret.
  var shown: Self {
    func shown(_ parameters: [Parameter]?) -> [Parameter]? {
      parameters?.map { parameter in
        var parameter = parameter
        if parameter.isValueSecret == true { parameter.value = nil }
        return parameter
      }
    }
    return Self(
      headerParameters: shown(headerParameters),
      queryStringParameters: shown(queryStringParameters),
      bodyParameters: shown(bodyParameters)
    )
  }
}
