import Cloud
import Figures

/// The architecture, drawn from what is deployed, with how it is at this moment.
struct DiagramView {
  let figure: Figure

  init(of world: World) throws(CommandError) {
    let states = try ComponentState.all(in: world)
    guard !states.isEmpty else {
      figure = .text("Nothing is deployed. Deploy a stage: deploy monolith.")
      return
    }
    let nodes = states.map { state in
      Graph.Node(
        state.component.name,
        kind: state.component.kind.rawValue,
        group: state.component.zone.map { "zone \($0)" },
        status: state.status,
        note: state.note.isEmpty ? nil : state.note
      )
    }
    let edges = world.cloud.topology.connections.map { connection in
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

  private static func style(_ style: Connection.Style) -> Graph.Style {
    switch style {
    case .synchronous: .synchronous
    case .asynchronous: .asynchronous
    case .polling: .polling
    }
  }
}
