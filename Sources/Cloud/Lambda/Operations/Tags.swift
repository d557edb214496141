/// Adds tags to a function, or changes them.
public struct TagResource: Operation {
  /// The function's ARN.
  public var resource: String
  /// Tags by name.
  public var tags: [String: String]

  /// Adds the tags.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    if tags.isEmpty {
      throw ServiceError.invalidParameter("An error occurred and the request cannot be processed.")
    }
    let name = try lambda.taggable(resource)
    let old = lambda.functions[name]?.tags ?? [:]
    lambda.tag(name, try Function.checked(old.merging(tags) { $1 }))
    return NoOutput()
  }
}

/// Takes tags from a function.
public struct UntagResource: Operation {
  /// The function's ARN.
  public var resource: String
  /// The tags' names.
  public var tagKeys: [String]

  /// Removes the tags; those that are not there are no error.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let name = try lambda.taggable(resource)
    let old = lambda.functions[name]?.tags ?? [:]
    lambda.tag(name, old.filter { !tagKeys.contains($0.key) })
    return NoOutput()
  }
}

/// Lists a function's tags.
public struct ListTags: Operation {
  /// The function's ARN.
  public var resource: String

  /// The tags.
  public struct Output: Sendable {
    /// By name.
    public let tags: [String: String]
  }

  /// Lists the tags.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    Output(tags: lambda.functions[try lambda.taggable(resource)]?.tags ?? [:])
  }
}

extension Lambda {
  /// The name of the function that an ARN stands for, or the refusal to tag it.
  ///
  /// > Simplified: mappings and code signing have tags on AWS, too.
  fileprivate func taggable(_ arn: String) throws(ServiceError) -> String {
    guard let parsed = ARN(arn), parsed.service == "lambda", parsed.resource.hasPrefix("function:")
    else {
      throw .pattern(
        arn,
        at: "resource",
        "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:"
          + "(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|"
          + "code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-"
          + "[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
      )
    }
    let reference = try FunctionReference(arn, qualifier: nil)
    guard reference.qualifier == nil else {
      throw .invalidParameter(
        "Tags on function aliases and versions are not supported. Please specify a function ARN."
      )
    }
    return try function(arn).name
  }

  fileprivate func tag(_ name: String, _ tags: [String: String]) {
    functions[name]?.tags = tags
    functions[name]?.revision = newIdentifier()
  }
}

extension Function {
  /// Checks a function's whole set of tags.
  static func checked(_ tags: [String: String]) throws(ServiceError) -> [String: String] {
    guard tags.count <= LambdaQuotas.tags else {
      throw .invalidParameter("Number of tags exceeds resource tag limit.")
    }
    return tags
  }
}
