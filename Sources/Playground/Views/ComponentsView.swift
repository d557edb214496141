import Cloud
import Figures
import JSON

/// Everything that is deployed, as a table.
struct ComponentsView {
  private let states: [ComponentState]

  init(of world: World) throws(CommandError) {
    states = try ComponentState.all(in: world)
  }

  var figures: [Figure] {
    guard !states.isEmpty else { return [.text("Nothing is deployed.")] }
    let table = Table(
      title: "Components",
      columns: ["component", "is a", "made of", "now"],
      rows: states.map { state in
        [
          Span(state.component.name), Span(state.component.kind.rawValue), Span(state.note),
          state.status ?? Span(""),
        ]
      }
    )
    return [.table(table)]
  }

  var json: JSONValue {
    .array(
      states.map { state in
        [
          "name": .string(state.component.name),
          "kind": .string(state.component.kind.rawValue),
          "note": .string(state.note),
          "state": .string(state.status?.text ?? ""),
        ]
      }
    )
  }
}
