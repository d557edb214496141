/// Something that can happen to a component: a case of an enum or a small struct.
///
/// Every area declares its own events. Diagrams, timelines, metrics, bills and assertions are all
/// readers of such events.
public protocol TraceEvent: Sendable {
  /// The event's name in kebab case, such as `message-sent`.
  var name: String { get }
  /// The event's details, in the order in which a reader wants them.
  var details: [(name: String, value: String)] { get }
}

extension TraceEvent {
  /// The details taken from the event's stored properties or associated values.
  public var details: [(name: String, value: String)] {
    let mirror = Mirror(reflecting: self)
    guard mirror.displayStyle == .enum else { return Self.details(of: mirror) }
    guard let payload = mirror.children.first else { return [] }
    let fields = Mirror(reflecting: payload.value)
    return Self.details(of: fields.displayStyle == .tuple ? fields : mirror)
  }

  /// The name taken from the event's case or type.
  public var name: String {
    let mirror = Mirror(reflecting: self)
    let label = mirror.children.first?.label ?? "\(self)"
    return Self.kebab(mirror.displayStyle == .enum ? label : "\(type(of: self))")
  }

  /// What is `nil` is no detail.
  private static func details(of mirror: Mirror) -> [(name: String, value: String)] {
    mirror.children.compactMap { child in
      let value = Mirror(reflecting: child.value)
      guard value.displayStyle == .optional else {
        return (child.label ?? "value", "\(child.value)")
      }
      return value.children.first.map { (child.label ?? "value", "\($0.value)") }
    }
  }

  /// `messageSent` → `message-sent`.
  private static func kebab(_ camel: String) -> String {
    var text = ""
    for character in camel {
      if character.isUppercase {
        if !text.isEmpty { text.append("-") }
        text += character.lowercased()
      } else {
        text.append(character)
      }
    }
    return text
  }
}

/// The number of a record in its trace; later records have higher numbers.
public struct TraceID: Hashable, Comparable, Sendable {
  /// The number, from 1.
  public let number: Int

  /// Creates the id with this number.
  public init(number: Int) {
    self.number = number
  }

  /// Tells whether the left record came first.
  public static func < (left: Self, right: Self) -> Bool {
    left.number < right.number
  }
}

/// One thing that happened: when, to which component, and because of what.
public struct TraceRecord: Sendable {
  /// The record's number.
  public let id: TraceID
  /// When it happened.
  public let instant: SimulationInstant
  /// To which component, by the name under which the topology knows it.
  public let component: String
  /// What happened.
  public let event: any TraceEvent
  /// The record without which this one would not be.
  public let cause: TraceID?

  /// The record on one line, the same in every process: what the trace's hash is made of.
  public var text: String {
    let details = event.details.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    let cause = cause.map { " <- \($0.number)" } ?? ""
    return "\(id.number) \(instant.nanoseconds) \(component) \(event.name) \(details)\(cause)"
  }
}
