/// What an extension can register for.
public enum ExtensionEventType: String, Hashable, Sendable, CaseIterable {
  /// Each request.
  case invoke = "INVOKE"
  /// The end of the environment; external extensions alone can.
  case shutdown = "SHUTDOWN"
}

/// The calls of an environment's extensions on the Extensions API, version 2020-01-01, and which of
/// them are allowed when.
///
/// A value that knows nothing of time or of processes, like ``RuntimeAPI``. An extension whose name
/// is that of a file under `/opt/extensions` is external, a process of its own; any other is a
/// thread of the runtime. Source: Lambda developer guide, "Using the Lambda Extensions API", and
/// AWS's runtime interface emulator.
public struct ExtensionsAPI: Hashable, Sendable {
  /// How far an extension is; the names are those of the log's EXTENSION line.
  public enum State: String, Hashable, Sendable {
    /// Its process runs and has not registered.
    case started = "Started"
    /// It has registered, and has not asked for an event yet.
    case registered = "Registered"
    /// It waits for an event.
    case ready = "Ready"
    /// It works on an event.
    case running = "Running"
    /// It has told that it cannot begin; it should exit.
    case initError = "InitError"
    /// It has told that it must exit.
    case exitError = "ExitError"
    /// Its process has ended.
    case exited = "Exited"

    /// Whether the environment's phase goes on until the extension has done something.
    var isAwaited: Bool {
      switch self {
      case .started, .registered, .running: true
      case .ready, .initError, .exitError, .exited: false
      }
    }
  }

  /// What is known about one extension.
  public struct Member: Hashable, Sendable {
    /// Its full file name, or the name that a thread of the runtime gives itself.
    public let name: String
    /// Whether it is a thread of the runtime.
    public let isInternal: Bool
    /// By what it is known since it has registered.
    public fileprivate(set) var identifier: String?
    /// What it has registered for.
    public fileprivate(set) var events: [ExtensionEventType] = []
    /// How far it is.
    public fileprivate(set) var state = State.started
    /// What it said was wrong.
    public fileprivate(set) var errorType: String?
  }

  /// How many extensions an environment may have.
  public static let limit = 10

  /// In the order in which they were started, then in that in which they registered.
  public private(set) var members: [Member]
  /// Whether an extension may still register: until the runtime asks for its first event.
  public private(set) var isOpen = true

  /// Creates the state of an environment whose external extensions have just been started.
  public init(external names: [String]) {
    members = names.map { Member(name: $0, isInternal: false) }
  }

  /// Whether no extension is awaited: each has asked for its next event, or is gone.
  public var isQuiet: Bool { !members.contains(where: \.state.isAwaited) }

  /// The extensions that wait for an event and have registered for its type, by identifier.
  public func waiting(for event: ExtensionEventType) -> [String] {
    members.filter { $0.state == .ready && $0.events.contains(event) }.compactMap(\.identifier)
  }

  /// What is known about an extension that has registered.
  public func member(_ identifier: String) -> Member? {
    members.first { $0.identifier == identifier }
  }

  /// The runtime has asked for its first event: nobody can register any more.
  public mutating func close() { isOpen = false }

  // MARK: Calls

  /// `POST /extension/register`.
  ///
  /// - Parameters:
  ///   - name: the full file name.
  ///   - events: what it wants to be told.
  ///   - identifier: by what it will be known.
  /// - Throws: ``APIRefusal`` after INIT, for a type of event that it cannot have, a name that has
  ///   registered before, or the eleventh extension.
  public mutating func register(
    _ name: String,
    for events: [String],
    as identifier: String
  ) throws(APIRefusal) {
    guard !name.isEmpty else {
      throw .forbidden("Extension.InvalidExtensionName", "Empty extension name")
    }
    let known = members.firstIndex { $0.name == name }
    let types = try Self.types(events, isInternal: known.map { members[$0].isInternal } ?? true)
    guard isOpen else {
      throw .forbidden("Extension.RegistrationClosed", "Extension registration closed already")
    }
    let registered = members.count { $0.identifier != nil }
    guard registered < Self.limit else {
      throw .forbidden("Extension.TooManyExtensions", "Extension limit (\(Self.limit)) reached")
    }
    if let known, members[known].isInternal {
      throw .forbidden(Self.invalidState, "Extension with this name already registered")
    }
    let index = known ?? members.count
    if known == nil { members.append(Member(name: name, isInternal: true)) }
    guard members[index].state == .started else { throw refusal(.registered, of: index, name) }
    members[index].state = .registered
    members[index].events = types
    members[index].identifier = identifier
  }

  /// `GET /extension/event/next`: the extension is done, and waits.
  ///
  /// - Throws: ``APIRefusal`` when it is not known, waits already, or has told that it ends.
  public mutating func next(_ identifier: String) throws(APIRefusal) {
    try move(identifier, to: .ready, from: [.registered, .running])
  }

  /// `POST /extension/init/error`: the extension cannot begin.
  ///
  /// - Throws: ``APIRefusal`` when it is not known, or has begun.
  public mutating func initError(_ identifier: String, _ type: String) throws(APIRefusal) {
    try move(identifier, to: .initError, from: [.registered], type)
  }

  /// `POST /extension/exit/error`: the extension must end.
  ///
  /// - Throws: ``APIRefusal`` when it is not known, or has ended.
  public mutating func exitError(_ identifier: String, _ type: String) throws(APIRefusal) {
    try move(identifier, to: .exitError, from: [.registered, .ready, .running], type)
  }

  // MARK: The environment's side

  /// Hands an event over to an extension that waits for one.
  public mutating func deliver(to identifier: String) {
    guard let index = members.firstIndex(where: { $0.identifier == identifier }) else { return }
    precondition(members[index].state == .ready, "\(members[index].name) waits for no event")
    members[index].state = .running
  }

  /// An extension's process has ended, whatever it was doing.
  public mutating func ended(_ name: String) {
    guard let index = members.firstIndex(where: { $0.name == name }) else { return }
    members[index].state = .exited
  }

  private static let invalidState = "Extension.InvalidExtensionState"

  private static func types(
    _ names: [String],
    isInternal: Bool
  ) throws(APIRefusal) -> [ExtensionEventType] {
    var types: [ExtensionEventType] = []
    for name in names {
      guard let type = ExtensionEventType(rawValue: name) else {
        throw .forbidden("Extension.InvalidEventType", "\(name): ErrorInvalidEventType")
      }
      if isInternal, type == .shutdown {
        throw .forbidden(
          "Extension.InvalidEventType",
          "\(name): ShutdownEventNotSupportedForInternalExtension"
        )
      }
      if !types.contains(type) { types.append(type) }
    }
    return types
  }

  private mutating func move(
    _ identifier: String,
    to state: State,
    from allowed: [State],
    _ errorType: String? = nil
  ) throws(APIRefusal) {
    guard let index = members.firstIndex(where: { $0.identifier == identifier }) else {
      throw .forbidden("Extension.UnknownExtensionIdentifier", "Unknown extension \(identifier)")
    }
    guard allowed.contains(members[index].state) else {
      throw refusal(state, of: index, identifier)
    }
    members[index].state = state
    if let errorType { members[index].errorType = errorType }
  }

  private func refusal(_ target: State, of index: Int, _ name: String) -> APIRefusal {
    .stateTransition(
      from: members[index].state.rawValue,
      to: target.rawValue,
      of: "extension \(name)",
      Self.invalidState
    )
  }
}
