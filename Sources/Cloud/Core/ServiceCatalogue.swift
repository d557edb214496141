public import JSON
import Synchronization

/// An operation as the command line and the wire know it: by name, with its shape.
public struct OperationEntry: Sendable {
  /// The service's word, such as `sqs`.
  public let service: String
  /// AWS's name, such as `SendMessage`.
  public let name: String
  /// The command, such as `send-message`.
  public let commandName: String
  private let input: any (Decodable & Sendable).Type
  private let naming: MemberNaming
  private let run: @Sendable (Cloud, JSONValue, Caller) async throws -> JSONValue

  fileprivate init<O: Operation>(_ operation: O.Type) {
    service = O.Service.name
    name = O.name
    commandName = O.commandName
    input = O.self
    let naming = O.Service.memberNaming
    self.naming = naming
    run = { cloud, input, caller in
      let decoder = JSONValueDecoder(keyName: naming.wireName)
      let operation: O
      do {
        operation = try decoder.decode(O.self, from: input)
      } catch let error as JSONDecodingError {
        throw ParameterError(error.path, .refused("\(error)"))
      }
      let service: O.Service = cloud.service()
      let answer = try await service.call(operation, for: caller)
      return OutputJSON.value(of: answer, naming: naming)
    }
  }

  /// What the operation takes; collected once.
  public var shape: Shape {
    Self.shapes.withLock { shapes in
      let key = ObjectIdentifier(input)
      if let shape = shapes[key] { return shape }
      let shape = Shape(of: input, naming: naming)
      shapes[key] = shape
      return shape
    }
  }

  private static let shapes = Mutex<[ObjectIdentifier: Shape]>([:])

  /// Performs the operation through the one door of its service.
  ///
  /// - Throws: ``ParameterError`` when the input does not fit, before anything is done; what
  ///   ``CloudService/call(_:for:)`` throws otherwise.
  public func perform(
    _ input: JSONValue,
    on cloud: Cloud,
    for caller: Caller
  ) async throws -> JSONValue {
    try shape.check(input)
    return try await run(cloud, input, caller)
  }
}

/// A service as the command line knows it.
public struct ServiceEntry: Sendable {
  /// The word, such as `sqs`.
  public let name: String
  /// The name in prose, such as `Amazon SQS`.
  public let title: String
  /// What it can do here, in the order in which the service lists it.
  public let operations: [OperationEntry]

  fileprivate init<S: CloudService>(_ service: S.Type) {
    func entry<O: Operation>(_ operation: O.Type) -> OperationEntry { OperationEntry(operation) }
    name = S.name
    title = S.title
    operations = S.operations.map { entry($0) }
  }

  /// Returns the operation that `name` names, in either spelling.
  public func operation(_ name: String) -> OperationEntry? {
    operations.first { $0.commandName == name || $0.name == name }
  }
}

extension Cloud {
  /// Every service of the mini cloud, as the command line and the wire know it.
  public static let catalogue: [ServiceEntry] = services.map { service in
    func entry<S: CloudService>(_ service: S.Type) -> ServiceEntry { ServiceEntry(service) }
    return entry(service)
  }

  /// Performs an operation that is known by name only: what commands and wires end in.
  ///
  /// - Parameters:
  ///   - service: the service's word, such as `sqs`.
  ///   - operation: the operation's name, such as `SendMessage` or `send-message`.
  ///   - input: the parameters under their wire names.
  ///   - caller: who asks.
  /// - Returns: the answer as the AWS CLI prints it.
  /// - Throws: ``ParameterError`` when the input does not fit; ``ServiceError`` with the code
  ///   `UnknownOperationException` when there is no such operation; what the operation throws.
  public func perform(
    service: String,
    operation: String,
    input: JSONValue,
    for caller: Caller
  ) async throws -> JSONValue {
    let found = Self.catalogue.first { $0.name == service }?.operation(operation)
    guard let found else {
      throw ServiceError(
        code: "UnknownOperationException",
        status: 404,
        message: "\(service) has no operation \(operation) here."
      )
    }
    return try await found.perform(input, on: self, for: caller)
  }
}
