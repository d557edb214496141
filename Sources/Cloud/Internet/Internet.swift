import Synchronization

/// What lies outside of AWS and is the same for every account: other people's web servers, and what
/// reaches people's mailboxes and telephones.
///
/// A class with a lock and no actor, because an address is looked up in the midst of a request.
public final class Internet: Sendable {
  private struct State {
    var servers: [String: WebServer] = [:]
    /// In the order in which they were made.
    var sites: [String] = []
  }

  private let state = Mutex(State())
  /// What has reached people.
  public let outbox = Outbox()

  init() {}

  /// The server of a site, such as `https://partner.example`; `nil` when there is none.
  public subscript(site: String) -> WebServer? { state.withLock { $0.servers[site] } }

  /// Every server, in the order in which they were made.
  public var servers: [WebServer] {
    state.withLock { state in state.sites.compactMap { state.servers[$0] } }
  }

  /// The server of an address; made, in `cloud`'s topology, when there is none yet.
  public func server(of address: WebAddress, in cloud: Cloud) -> WebServer {
    let server = state.withLock { state in
      if let server = state.servers[address.site] { return server }
      let server = WebServer(address, in: cloud)
      state.servers[address.site] = server
      state.sites.append(address.site)
      return server
    }
    cloud.topology.add(Component(server.component, .provider))
    return server
  }

  func removeAll() {
    state.withLock { $0 = State() }
    outbox.removeAll()
  }
}
