import JSON

/// What an extension made by command does: lists of steps, as in a function's recipe.
///
/// ```json
/// { "extensions": {
///     "audit": { "init": [{ "work": "200ms" }],
///                "invoke": [{ "wait": "30ms" }, { "count": "seen" }],
///                "shutdown": [{ "log": "flushed {global.seen}, {event.shutdownReason}" }] } } }
/// ```
///
/// In a layer it is external, a process of its own; in a function's recipe it is internal, a thread
/// of the runtime, and has no `shutdown`. `init` comes before it registers. It registers for what it
/// has steps for, unless `events` says it. `{event.…}` is the event as the Extensions API hands it
/// over. In a layer, a text in place of the lists names a Swift type that has been registered.
struct ExtensionRecipe {
  private static let parts = ["init", "invoke", "shutdown"]

  let events: [ExtensionEventType]
  private let place: String

  /// Reads a recipe and checks each step.
  ///
  /// - Parameters:
  ///   - value: the recipe.
  ///   - place: where it stands, such as `extensions.audit`.
  ///   - isInternal: whether it stands in a function's recipe.
  /// - Throws: ``ServiceError`` that names the place and what may stand there.
  init(_ value: JSONValue, at place: String, isInternal: Bool) throws(ServiceError) {
    self.place = place
    guard let object = value.objectValue else {
      throw .invalidParameter("\(place) is an object like {\"invoke\": [{\"work\": \"5ms\"}]}.")
    }
    for key in object.keys where !(Self.parts + ["events"]).contains(key) {
      throw .invalidParameter(
        "\(place) has \"init\", \"invoke\", \"shutdown\" and \"events\", not \"\(key)\"."
      )
    }
    for part in Self.parts {
      guard let list = object[part] else { continue }
      if try RecipeStep.list(list, at: "\(place).\(part)").contains(where: \.answers) {
        throw .invalidParameter("\(place).\(part): an extension has nobody to answer.")
      }
    }
    let steps = Set(object.keys)
    events =
      try object["events"].map { value throws(ServiceError) in
        try Self.events(value, at: place)
      } ?? ExtensionEventType.allCases.filter { steps.contains($0.part) }
    for type in ExtensionEventType.allCases
    where steps.contains(type.part) && !events.contains(type) {
      throw .invalidParameter(
        "\(place): the steps of \"\(type.part)\" are never taken, because \"events\" has no"
          + " \"\(type.rawValue)\"."
      )
    }
    if isInternal, events.contains(.shutdown) {
      throw .invalidParameter(
        "\(place): an internal extension cannot register for SHUTDOWN; one in a layer can."
      )
    }
  }

  private static func events(
    _ value: JSONValue,
    at place: String
  ) throws(ServiceError) -> [ExtensionEventType] {
    guard let names = value.arrayValue else {
      throw .invalidParameter("\(place).events is a list of \"INVOKE\" and \"SHUTDOWN\".")
    }
    var events: [ExtensionEventType] = []
    for name in names {
      guard let type = name.stringValue.flatMap(ExtensionEventType.init) else {
        throw .invalidParameter(
          "\(place).events: there are \"INVOKE\" and \"SHUTDOWN\", not \(name.text())."
        )
      }
      events.append(type)
    }
    return events
  }

  /// The extensions of a layer's or a function's recipe, by name.
  ///
  /// - Parameters:
  ///   - recipe: the whole recipe.
  ///   - isInternal: whether it is a function's.
  /// - Returns: the extensions; those that name a Swift type have no recipe.
  /// - Throws: ``ServiceError`` that names the place and what may stand there.
  static func all(
    in recipe: JSONValue?,
    isInternal: Bool
  ) throws(ServiceError) -> [(name: String, value: JSONValue, recipe: Self?)] {
    guard let value = recipe?["extensions"] else { return [] }
    guard let object = value.objectValue else {
      throw .invalidParameter(
        "\"extensions\" holds extensions by name: {\"audit\": {\"invoke\": []}}."
      )
    }
    var all: [(name: String, value: JSONValue, recipe: Self?)] = []
    for (name, value) in object.sorted(by: { $0.key < $1.key }) {
      guard !name.isEmpty, !name.contains("/") else {
        throw .invalidParameter("\"\(name)\" is no name of an extension's file.")
      }
      if !isInternal, value.stringValue != nil {
        all.append((name, value, nil))
      } else {
        let place = "extensions.\(name)"
        all.append((name, value, try Self(value, at: place, isInternal: isInternal)))
      }
    }
    return all
  }
}

extension ExtensionEventType {
  /// The steps of a recipe that are taken about it.
  fileprivate var part: String {
    switch self {
    case .invoke: "invoke"
    case .shutdown: "shutdown"
    }
  }
}

extension Lambda {
  /// The extensions that run beside a function: those of its layers, of which a later one's file
  /// takes the place of an earlier one's of the same name, and those of its code.
  func extensions(
    of configuration: FunctionConfiguration,
    _ code: any FunctionCode.Type
  ) throws(ServiceError) -> [ExtensionSource] {
    var external: [String: ExtensionSource] = [:]
    for arn in configuration.layers {
      let content = layerContent(arn)?.json
      for (name, value, recipe) in try ExtensionRecipe.all(in: content, isInternal: false) {
        external[name] = try source(name, value, recipe, isInternal: false)
      }
    }
    var sources = external.sorted { $0.key < $1.key }.map(\.value)
    for type in code.extensions {
      sources.append(
        ExtensionSource(
          name: type.name,
          isInternal: true,
          events: type.events,
          code: type,
          recipe: nil
        )
      )
    }
    let own = try ExtensionRecipe.all(in: configuration.recipe, isInternal: true)
    for (name, value, recipe) in own {
      sources.append(try source(name, value, recipe, isInternal: true))
    }
    return sources
  }

  private func source(
    _ name: String,
    _ value: JSONValue,
    _ recipe: ExtensionRecipe?,
    isInternal: Bool
  ) throws(ServiceError) -> ExtensionSource {
    if let recipe {
      return ExtensionSource(
        name: name,
        isInternal: isInternal,
        events: recipe.events,
        code: RecipeExtension.self,
        recipe: value
      )
    }
    let text = value.stringValue ?? ""
    guard let type = extensionTypes[text] else {
      throw .invalidParameter("No code is registered for extension \(text).")
    }
    return ExtensionSource(
      name: name,
      isInternal: isInternal,
      events: type.events,
      code: type,
      recipe: nil
    )
  }
}
