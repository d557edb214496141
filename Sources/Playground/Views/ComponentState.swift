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
    let group = try Self.group(component, in: world)
    if world.health.isDown(component.name) || faults.isOut(component.name)
      || group.map({ $0.serving == 0 && $0.desired > 0 }) == true
    {
      status = Span("down", .bad)
    } else if let group, group.serving < group.instances {
      status = Span("\(group.serving) of \(group.instances) instances serve", .warning)
    } else if slowness != 1 {
      status = Span("\(slowness.decimal(1))x as slow", .warning)
    } else {
      status = try Self.load(of: component, group, in: world)
    }
    note = component.note
  }

  /// The group of instances that the component is; `nil` for anything else.
  private static func group(
    _ component: Component,
    in world: World
  ) throws(CommandError) -> GroupFigures? {
    guard component.kind == .server else { return nil }
    let autoScaling = world.cloud.autoScaling
    return try world.run { await autoScaling.figures(of: component.name) }
  }

  /// What waits or runs in it.
  private static func load(
    of component: Component,
    _ group: GroupFigures?,
    in world: World
  ) throws(CommandError) -> Span? {
    switch component.kind {
    case .server:
      return group.map { Span($0.serving == 1 ? "1 instance" : "\($0.serving) instances", .good) }
    case .queue:
      let depth = try world.figures(ofQueue: component.name).depth
      return depth > 0 ? Span("\(depth) waiting", .warning) : Span("empty", .muted)
    case .function:
      let figures = world.functionCounts[world.traceName(component.name)]
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
