import Cloud
import Figures

/// The architecture, drawn from what is deployed, with how it is at this moment.
///
/// What only stores for others, a table or a dead-letter queue, is named in the boxes of those who
/// use it: an arrow to each would hide the way of the work.
struct DiagramView {
  let figure: Figure

  /// Draws everything, or only the components with these names and what connects them.
  init(of world: World, only parts: Set<String>? = nil) throws(CommandError) {
    let states = try ComponentState.all(in: world)
    guard !states.isEmpty else {
      figure = .text("Nothing is deployed. Deploy a stage: deploy monolith.")
      return
    }
    let connections = world.cloud.topology.connections
    let stores = Self.stores(among: states, connections)
    func isDrawn(_ name: String) -> Bool {
      parts.map { $0.contains(name) } ?? (stores[name] == nil)
    }
    let nodes = states.filter { isDrawn($0.component.name) }.map { state in
      let used = connections.filter { $0.from == state.component.name }.compactMap { stores[$0.to] }
      let notes = [state.note] + (used.isEmpty ? [] : ["with \(used.joined(separator: ", "))"])
      return Graph.Node(
        state.component.name,
        kind: state.component.kind.rawValue,
        group: state.component.zone.map { "zone \($0)" },
        status: state.status,
        note: notes.filter { !$0.isEmpty }.joined(separator: "; ")
      )
    }
    let edges = connections.filter { isDrawn($0.from) && isDrawn($0.to) }.map { connection in
      Graph.Edge(
        from: connection.from,
        to: connection.to,
        label: connection.label.isEmpty ? nil : connection.label,
        style: Self.style(connection.style)
      )
    }
    let title = world.deployment.map { "\($0.title), \(world.now) since the start" }
    figure = .graph(Graph(title: title, nodes: nodes, edges: edges))
  }

  /// What only stores for others, by its name, with how it is put in a user's box.
  private static func stores(
    among states: [ComponentState],
    _ connections: [Connection]
  ) -> [String: String] {
    var stores: [String: String] = [:]
    for state in states {
      let name = state.component.name
      let users = connections.filter { $0.to == name }.map(\.from)
      guard !users.isEmpty, !connections.contains(where: { $0.from == name }) else { continue }
      let isDeadLetterQueue =
        state.component.kind == .queue
        && users.allSatisfy { user in
          states.contains { $0.component.name == user && $0.component.kind == .queue }
        }
      if isDeadLetterQueue {
        stores[name] = "\(name) (\(state.status?.text ?? "empty"))"
      } else if state.component.kind == .table {
        stores[name] = name
      }
    }
    return stores
  }

  private static func style(_ style: Connection.Style) -> Graph.Style {
    switch style {
    case .synchronous: .synchronous
    case .asynchronous: .asynchronous
    case .polling: .polling
    }
  }
}
