import Cloud
import Figures

/// How a component is at this moment: what diagrams and tables say about it.
struct ComponentState {
  let component: Component
  /// What is wrong or remarkable; `nil` when it is simply there.
  let status: Span?
  /// What it is made of and how many of it there are.
  let note: String

  init(of component: Component, in world: World) throws(CommandError) {
    self.component = component
    let faults = world.cloud.faults
    let slowness = faults.slowness(of: component.name)
    if world.health.isDown(component.name) || faults.isOut(component.name) {
      status = Span("down", .bad)
    } else if slowness != 1 {
      status = Span("\(slowness.decimal(1))x as slow", .warning)
    } else {
      status = try Self.load(of: component, in: world)
    }
    note = component.note
  }

  /// What waits or runs in it.
  private static func load(
    of component: Component,
    in world: World
  ) throws(CommandError) -> Span? {
    switch component.kind {
    case .queue:
      let depth = try world.figures(ofQueue: component.name).depth
      return depth > 0 ? Span("\(depth) waiting", .warning) : Span("empty", .muted)
    case .function:
      let figures = world.functionCounts[component.name]
      if figures.running > 0 { return Span("\(figures.running) running", .good) }
      return figures.environments > 0 ? Span("\(figures.environments) warm", .muted) : nil
    default: return nil
    }
  }

  /// The states of everything that is deployed, in the order in which it was.
  static func all(in world: World) throws(CommandError) -> [Self] {
    var states: [Self] = []
    for component in world.cloud.topology.components {
      states.append(try Self(of: component, in: world))
    }
    return states
  }
}
