import JSON

/// How messages go to addresses over HTTP: retries, pace and content type.
///
/// A topic's policy names the defaults of its subscriptions, which may have their own.
struct HTTPDeliveryPolicy: Hashable {
  var retries: HTTPRetryPolicy?
  /// How many messages a second the address gets at most.
  var maxReceivesPerSecond: Int?
  var contentType: String?
  /// Whether the subscriptions' own policies do not count; of a topic's policy.
  var disablesOverrides = false
  /// As it is printed.
  let text: String

  static let usualContentType = "text/plain; charset=UTF-8"

  private enum Form {
    case topic, subscription

    var retries: String { self == .topic ? "defaultHealthyRetryPolicy" : "healthyRetryPolicy" }
    var throttle: String { self == .topic ? "defaultThrottlePolicy" : "throttlePolicy" }
    var request: String { self == .topic ? "defaultRequestPolicy" : "requestPolicy" }

    func path(_ name: String) -> String { self == .topic ? "http.\(name)" : name }

    var known: [String] {
      [retries, throttle, request]
        + (self == .topic ? ["disableSubscriptionOverrides"] : ["sicklyRetryPolicy", "guaranteed"])
    }

    /// Whether a field of a policy says what every policy shows and nothing here changes.
    func isIdle(_ name: String, _ value: JSONValue) -> Bool {
      switch name {
      case "sicklyRetryPolicy": value == .null
      case "guaranteed": value == .null || value == false
      default: true
      }
    }
  }

  /// Reads a topic's policy.
  init(ofTopic text: String) throws(AttributeProblem) {
    let object = try Self.object(text)
    if let unknown = object.keys.first(where: { $0 != "http" }) {
      throw .invalid("DeliveryPolicy: \(unknown) is not a valid protocol")
    }
    guard case .object(let http)? = object["http"] else {
      throw .invalid("DeliveryPolicy: http must be specified")
    }
    try self.init(http, .topic)
  }

  /// Reads a subscription's policy.
  init(ofSubscription text: String) throws(AttributeProblem) {
    try self.init(try Self.object(text), .subscription)
  }

  private static func object(_ text: String) throws(AttributeProblem) -> JSONObject {
    guard case .object(let object)? = try? JSONValue(parsing: text) else {
      throw .invalid("DeliveryPolicy: failed to parse JSON.")
    }
    return object
  }

  private init(_ object: JSONObject, _ form: Form) throws(AttributeProblem) {
    if let unknown = object.keys.first(where: { !form.known.contains($0) }) {
      throw .invalid("DeliveryPolicy: \(form.path(unknown)) is not a valid field")
    }
    for (name, value) in object where !form.isIdle(name, value) {
      throw .refused(.notSupported("The field \(name) of a delivery policy"))
    }
    retries = try Self.part(object, form.retries, form) { (part, path) throws(AttributeProblem) in
      try HTTPRetryPolicy(part, at: path)
    }
    maxReceivesPerSecond = try Self.part(object, form.throttle, form) {
      (part, path) throws(AttributeProblem) in
      try Self.check(part, has: ["maxReceivesPerSecond"], at: path)
      guard let rate = part["maxReceivesPerSecond"]?.intValue, rate >= 1 else {
        throw .invalid(
          "DeliveryPolicy: \(path).maxReceivesPerSecond must be greater than or equal to 1"
        )
      }
      return rate
    }
    contentType = try Self.part(object, form.request, form) {
      (part, path) throws(AttributeProblem) in
      try Self.check(part, has: ["headerContentType"], at: path)
      guard let type = part["headerContentType"]?.stringValue, type.contains("/") else {
        throw .invalid("DeliveryPolicy: \(path).headerContentType is not a valid content type")
      }
      return type
    }
    if let value = object["disableSubscriptionOverrides"] {
      guard case .bool(let flag) = value else {
        throw .invalid("DeliveryPolicy: http.disableSubscriptionOverrides must be a boolean")
      }
      disablesOverrides = flag
    }
    text = Self.text(of: object, form, disablesOverrides)
  }

  /// Refuses a part of a policy that has a field of another name than these.
  static func check(
    _ part: JSONObject,
    has known: [String],
    at path: String
  ) throws(AttributeProblem) {
    if let unknown = part.keys.first(where: { !known.contains($0) }) {
      throw .invalid("DeliveryPolicy: \(path).\(unknown) is not a valid field")
    }
  }

  private static func part<Value>(
    _ object: JSONObject,
    _ name: String,
    _ form: Form,
    _ read: (JSONObject, String) throws(AttributeProblem) -> Value
  ) throws(AttributeProblem) -> Value? {
    switch object[name] {
    case nil, .null: return nil
    case .object(let part): return try read(part, form.path(name))
    default: throw .invalid("DeliveryPolicy: \(form.path(name)) must be an object")
    }
  }

  /// What SNS shows of a policy: of a topic what was given, of a subscription every part.
  private static func text(
    of object: JSONObject,
    _ form: Form,
    _ disablesOverrides: Bool
  ) -> String {
    var shown = JSONObject()
    switch form {
    case .topic:
      for name in [form.retries, "disableSubscriptionOverrides", form.throttle, form.request] {
        if name == "disableSubscriptionOverrides" { shown[name] = .bool(disablesOverrides) }
        if let part = object[name], part != .null { shown[name] = part }
      }
      return JSONValue.object(["http": .object(shown)]).text()
    case .subscription:
      for name in [form.retries, "sicklyRetryPolicy", form.throttle, form.request] {
        shown[name] = object[name] ?? .null
      }
      shown["guaranteed"] = false
      return JSONValue.object(shown).text()
    }
  }
}

/// What holds for a subscription when its policy and its topic's are put together.
struct EffectiveDeliveryPolicy {
  let retries: HTTPRetryPolicy
  let maxReceivesPerSecond: Int?
  let contentType: String

  init(topic: HTTPDeliveryPolicy?, subscription: HTTPDeliveryPolicy?) {
    let own = topic?.disablesOverrides == true ? nil : subscription
    retries = own?.retries ?? topic?.retries ?? HTTPRetryPolicy()
    maxReceivesPerSecond = own?.maxReceivesPerSecond ?? topic?.maxReceivesPerSecond
    contentType = own?.contentType ?? topic?.contentType ?? HTTPDeliveryPolicy.usualContentType
  }

  private var throttle: JSONValue {
    maxReceivesPerSecond.map { ["maxReceivesPerSecond": .number(JSONNumber($0))] } ?? .null
  }

  /// As a topic shows it.
  func topicText(disablesOverrides: Bool) -> String {
    var http: JSONObject = [
      "defaultHealthyRetryPolicy": retries.json,
      "disableSubscriptionOverrides": .bool(disablesOverrides),
    ]
    if maxReceivesPerSecond != nil { http["defaultThrottlePolicy"] = throttle }
    http["defaultRequestPolicy"] = ["headerContentType": .string(contentType)]
    return JSONValue.object(["http": .object(http)]).text()
  }

  /// As a subscription shows it.
  var subscriptionText: String {
    let policy: JSONObject = [
      "healthyRetryPolicy": retries.json, "sicklyRetryPolicy": .null, "throttlePolicy": throttle,
      "requestPolicy": ["headerContentType": .string(contentType)], "guaranteed": false,
    ]
    return JSONValue.object(policy).text()
  }
}
