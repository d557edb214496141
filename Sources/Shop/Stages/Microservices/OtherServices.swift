import Cloud
import JSON
import Simulation

// The services beside orders: each has its own instances, so that each fails alone.

/// Keeps questions for customer service.
struct SupportService: Microservice {
  private let machine: ProcessEnvironment
  private let tables: ShopTables

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    tables = ShopTables(machine)
  }

  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard case .question(let question) = ShopRequest(http: request) else {
      return HTTPResponse(status: 400)
    }
    _ = try await tables.store(question)
    machine.report(.questionStored(question: question.id))
    return HTTPResponse(status: 200)
  }
}

/// Makes photos small.
struct PhotoService: Microservice {
  private let machine: ProcessEnvironment
  private let tables: ShopTables

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    tables = ShopTables(machine)
  }

  // snippet: photos
  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard case .photo(let photo) = ShopRequest(http: request) else {
      return HTTPResponse(status: 400)
    }
    try await machine.withMemory(ByteCount(bytes: photo.bytesToUnpack)) {
      try await machine.compute(Costs.shrinkPhoto)
    }
    _ = try await tables.store(Thumbnail(of: photo))
    machine.report(.thumbnailMade(photo: photo.name))
    return HTTPResponse(status: 200)
  }
  // snippet end
}
