import Synchronization

/// What is deployed and what calls what: the source of every diagram.
public final class Topology: Sendable {
  private struct State {
    var components: [Component] = []
    /// Places by name: buses look themselves up at each event.
    var places: [String: Int] = [:]
    var connections: [Connection] = []
  }

  private let state = Mutex(State())

  init() {}

  /// Everything deployed, in the order in which it was.
  public var components: [Component] { state.withLock { $0.components } }

  /// Every connection, in the order in which it was made.
  public var connections: [Connection] { state.withLock { $0.connections } }

  /// Adds a component, or replaces the one of the same name.
  public func add(_ component: Component) {
    state.withLock { state in
      if let place = state.places[component.name] {
        state.components[place] = component
      } else {
        state.places[component.name] = state.components.count
        state.components.append(component)
      }
    }
  }

  /// Removes a component and its connections.
  public func remove(_ name: String) {
    state.withLock { state in
      if let place = state.places.removeValue(forKey: name) {
        state.components.remove(at: place)
        for (later, component) in state.components.enumerated().dropFirst(place) {
          state.places[component.name] = later
        }
      }
      state.connections.removeAll { $0.from == name || $0.to == name }
    }
  }

  /// Connects two components; the same connection made twice is one.
  public func connect(_ from: String, to: String, _ style: Connection.Style, label: String = "") {
    let connection = Connection(from: from, to: to, style: style, label: label)
    state.withLock { state in
      if !state.connections.contains(connection) { state.connections.append(connection) }
    }
  }

  /// Removes the connections of one style between two components; only those of a label, if one is
  /// given.
  func disconnect(
    _ from: String,
    from to: String,
    _ style: Connection.Style,
    label: String? = nil
  ) {
    state.withLock { state in
      state.connections.removeAll {
        $0.from == from && $0.to == to && $0.style == style && (label ?? $0.label) == $0.label
      }
    }
  }

  /// Returns the component called `name`.
  public func component(_ name: String) -> Component? {
    state.withLock { state in state.places[name].map { state.components[$0] } }
  }

  func removeAll() {
    state.withLock { $0 = State() }
  }
}

/// Something deployed: what a diagram draws as a box and a fault can strike.
public struct Component: Hashable, Sendable {
  /// What sort of thing a component is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A person or a device outside the shop.
    case client
    /// A process on an instance.
    case server
    /// A relational database.
    case database
    /// An HTTP API in front of functions.
    case api
    /// A function.
    case function
    /// A queue.
    case queue
    /// A topic.
    case topic
    /// An event bus.
    case bus
    /// A table.
    case table
    /// Somebody else's service.
    case provider
    /// A load balancer.
    case balancer
    /// A rule of an event bus.
    case rule
    /// What starts others at certain times.
    case scheduler
    /// A pipe from a queue to a target.
    case pipe
    /// A bucket of objects.
    case bucket
    /// What gathers records and delivers many at once.
    case deliveryStream = "delivery stream"
  }

  /// The name by which commands, traces and bills know the component.
  public let name: String
  /// What it is.
  public let kind: Kind
  /// What a reader wants to know besides, such as `m5.large`.
  public let note: String
  /// The Availability Zone, `a` to `c`; `nil` for what spans them.
  public let zone: String?

  /// Creates a component.
  public init(_ name: String, _ kind: Kind, note: String = "", zone: String? = nil) {
    self.name = name
    self.kind = kind
    self.note = note
    self.zone = zone
  }
}

/// A call, a message or a poll from one component to another.
public struct Connection: Hashable, Sendable {
  /// How the caller waits.
  public enum Style: String, Hashable, Sendable {
    /// It waits for the answer.
    case synchronous
    /// It hands over and goes on.
    case asynchronous
    /// The receiver fetches.
    case polling
  }

  /// Where it begins.
  public let from: String
  /// Where it ends.
  public let to: String
  /// How the caller waits.
  public let style: Style
  /// What goes along it; empty when it goes without saying.
  public let label: String
}
