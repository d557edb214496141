public import Cloud
import JSON

// How requests and answers look over HTTP, in front of every architecture.

extension ShopRequest {
  /// The request as a customer's device sends it.
  public var http: HTTPRequest {
    switch self {
    case .checkout(let order): HTTPRequest(method: "POST", path: "/orders", body: order.json)
    case .question(let question):
      HTTPRequest(method: "POST", path: "/questions", body: question.json)
    case .restock(let delivery):
      HTTPRequest(method: "POST", path: "/deliveries", body: delivery.json)
    case .photo(let photo): HTTPRequest(method: "POST", path: "/photos", body: photo.json)
    }
  }

  /// Reads a request; `nil` when it is none that the shop understands.
  public init?(http request: HTTPRequest) {
    let body = request.body ?? .null
    let read: ShopRequest? =
      switch (request.method, request.path) {
      case ("POST", "/orders"): Order(json: body).map { .checkout($0) }
      case ("POST", "/questions"): Question(json: body).map { .question($0) }
      case ("POST", "/deliveries"): StockDelivery(json: body).map { .restock($0) }
      case ("POST", "/photos"): Photo(json: body).map { .photo($0) }
      default: nil
      }
    guard let read else { return nil }
    self = read
  }
}

extension ShopResponse {
  /// The answer as the shop sends it: 200 for a yes, 422 for a no with its reason.
  public var http: HTTPResponse {
    switch self {
    case .done: HTTPResponse(status: 200)
    case .rejected(let reason): HTTPResponse(status: 422, body: reason.json)
    case .failed(let status, let text): HTTPResponse(status: status, message: text)
    }
  }

  /// Reads an answer: any status from 200 to 299 is a yes, a reason that is known is a no, and
  /// everything else is a failure.
  public init(http response: HTTPResponse) {
    if response.isSuccess {
      self = .done
    } else if response.status < 500, let reason = response.body.flatMap(Rejection.init(json:)) {
      self = .rejected(reason)
    } else {
      self = .failed(status: response.status, response.body?["message"]?.stringValue ?? "")
    }
  }
}
