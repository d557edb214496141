import Cloud
import JSON
import Simulation

/// Takes what comes over the web and says so on the bus: questions, deliveries, photos.
///
/// One piece of code, deployed three times: which fact it announces is its configuration.
actor Announce: FunctionCode {
  let environment: FunctionEnvironment
  private let bus: Bus

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    bus = Bus(environment)
    try await environment.compute(Costs.initialisation)
  }

  func handle(_ request: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let body = WebRequest.body(of: request)
    do {
      if let delivery = StockDelivery(json: body) { try delivery.check(against: .fernway) }
    } catch {
      return WebRequest.answer(422, error.json)
    }
    try await bus.put(environment.variables["FACT"] ?? "", body)
    return WebRequest.answer(202)
  }
}

/// Stores a question where customer service finds it.
actor NotifySupport: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    try await environment.compute(Costs.initialisation)
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let question = try Facts.question(in: event)
    if try await tables.store(question) {
      environment.report(.questionStored(question: question.id))
    }
    return .null
  }
}

/// Books a delivery into stock.
actor UpdateStock: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    try await environment.compute(Costs.initialisation)
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let delivery = try Facts.delivery(in: event)
    if try await tables.restock(delivery) {
      environment.report(.restocked(delivery: delivery.id))
    }
    return .null
  }
}

/// Makes a photo small: the one function that a photo can kill, alone in its environment.
actor MakeThumbnail: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    try await environment.compute(Costs.initialisation)
  }

  // snippet: make-thumbnail
  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let photo = try Facts.photo(in: event)
    let memory = ByteCount(bytes: photo.bytesToUnpack)
    try environment.allocate(memory)
    defer { environment.free(memory) }
    try await environment.compute(Costs.shrinkPhoto)
    if try await tables.store(Thumbnail(of: photo)) {
      environment.report(.thumbnailMade(photo: photo.name))
    }
    return .null
  }
  // snippet end
}
