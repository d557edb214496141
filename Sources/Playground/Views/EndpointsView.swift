import Cloud
import Figures
import JSON
import Simulation

/// The pages of other people's web servers, or what has come to some of them.
struct EndpointsView {
  /// How many requests are shown at most.
  static let limit = 20

  private let pages: [(url: String, host: String, page: WebServer.Page)]
  private let isAboutOne: Bool

  /// Reads the pages.
  ///
  /// - Parameters:
  ///   - world: where.
  ///   - subject: a URL, or a host with all of its pages; `nil` for all.
  /// - Throws: ``CommandError`` when the simulation cannot go on.
  init(of world: World, about subject: String?) throws(CommandError) {
    var pages: [(url: String, host: String, page: WebServer.Page)] = []
    for server in world.cloud.internet.servers {
      for page in try world.run({ await server.pages }) {
        pages.append((server.site + page.path, server.component, page))
      }
    }
    isAboutOne = subject != nil
    self.pages = pages.filter { subject == nil || $0.url == subject || $0.host == subject }
  }

  /// What a view can be about.
  static func subjects(in world: World) throws(CommandError) -> [String] {
    let all = try Self(of: world, about: nil).pages
    return all.map(\.url)
      + all.map(\.host).reduce(into: []) { hosts, host in
        if !hosts.contains(host) { hosts.append(host) }
      }
  }

  var figures: [Figure] {
    guard !pages.isEmpty else {
      return [.text("There is no endpoint. Make one: endpoint https://partner.example/orders.")]
    }
    let table = Table(
      title: "Endpoints",
      columns: [
        "page", "answers", .init("requests", .trailing), .init("accepted", .trailing),
      ],
      rows: pages.map { url, _, page in
        [
          Span(url), Span(Self.words(for: page.behaviour)), Span("\(page.count)"),
          Span("\(page.accepted)"),
        ]
      }
    )
    return [.table(table)] + (isAboutOne ? pages.flatMap { Self.requests(to: $0.page) } : [])
  }

  private static func words(for behaviour: WebServer.Behaviour) -> String {
    guard !behaviour.isDown else { return "refuses connections" }
    let status = behaviour.times == 0 ? 200 : behaviour.status
    return "\(status) after \(behaviour.latency.readable)"
      + (behaviour.confirms ? ", confirms subscriptions" : "")
      + (behaviour.acknowledges ? ", acknowledges requests" : "")
  }

  private static func requests(to page: WebServer.Page) -> [Figure] {
    page.received.suffix(limit).map { received in
      let request = received.request
      let headers = request.headers.map { "  \($0.name): \($0.value)\n" }.joined()
      return .text(
        "\(received.instant)  \(request.method) \(request.path), answered \(received.status)\n"
          + headers + (request.text.map { "  \($0)" } ?? "")
      )
    }
  }

  var json: JSONValue {
    .array(
      pages.map { url, _, page in
        [
          "url": .string(url),
          "requests": .number(JSONNumber(page.count)),
          "accepted": .number(JSONNumber(page.accepted)),
          "received": .array(page.received.map(Self.json)),
        ]
      }
    )
  }

  private static func json(_ received: WebServer.Received) -> JSONValue {
    let request = received.request
    return [
      "at_ms": .number(JSONNumber(received.instant.duration(since: .start).milliseconds)),
      "method": .string(request.method),
      "path": .string(request.path),
      "headers": .object(JSONObject(request.headers.map { ($0.name, .string($0.value)) })),
      "text": request.text.map { .string($0) } ?? .null,
      "body": request.body ?? .null,
      "status": .number(JSONNumber(received.status)),
    ]
  }
}
