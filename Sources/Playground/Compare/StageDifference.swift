import Cloud
public import Figures
public import JSON
import Shop

/// What changes from one stage to another: components, connections, failure domains, scaling units
/// and the price of an idle hour.
///
/// All of it is read from the stages as they are deployed with their preset settings, or found out
/// by trying, never written down.
public struct StageDifference: Sendable {
  /// The version of ``json``'s form; it grows when a name changes its meaning or goes.
  public static let version = 1

  private let before: StageAnatomy
  private let after: StageAnatomy

  /// Deploys both stages and tries them out.
  ///
  /// - Throws: ``CommandError`` for a stage that there is not.
  public init(from first: String, to second: String) throws(CommandError) {
    before = try StageAnatomy(of: first)
    after = try StageAnatomy(of: second)
  }

  // MARK: Components and connections

  /// The components of both, those of the first stage first, each with what becomes of it.
  private var components: [(component: Component, change: Change)] {
    before.components.map { component in
      let stays = after.components.contains {
        $0.name == component.name && $0.kind == component.kind
      }
      return (component, stays ? .stays : .goes)
    }
      + after.components.filter { component in
        !before.components.contains { $0.name == component.name && $0.kind == component.kind }
      }.map { ($0, .comes) }
  }

  private enum Change: String {
    case stays, goes, comes

    var span: Span {
      switch self {
      case .stays: Span(rawValue, .muted)
      case .goes: Span(rawValue, .bad)
      case .comes: Span(rawValue, .good)
      }
    }
  }

  private static let styles: [Connection.Style] = [.synchronous, .asynchronous, .polling]

  private func connections(
    _ change: Change,
    _ style: Connection.Style
  ) -> [Connection] {
    let (old, new) = (before.connections, after.connections)
    let found =
      switch change {
      case .stays: old.filter(new.contains)
      case .goes: old.filter { !new.contains($0) }
      case .comes: new.filter { !old.contains($0) }
      }
    return found.filter { $0.style == style }
  }

  // MARK: For a reader

  /// The difference for a reader.
  public var figures: [Figure] {
    [
      .text("From \(before.title) to \(after.title)."),
      .table(componentTable), .table(connectionTable), .table(ways), .table(needs),
      .table(units), .text(price),
    ]
  }

  private var componentTable: Table {
    Table(
      title: "Components",
      columns: ["component", "is a", "and"],
      rows: components.map { component, change in
        [Span(component.name), Span(component.kind.rawValue), change.span]
      }
    )
  }

  private var connectionTable: Table {
    Table(
      title: "Connections: who waits, who hands over, who fetches",
      columns: [
        "style", .init(before.name, .trailing), .init("go", .trailing), .init("come", .trailing),
        .init(after.name, .trailing),
      ],
      rows: Self.styles.map { style in
        [
          Span(style.rawValue), Span("\(before.connections.count { $0.style == style })"),
          Span("\(connections(.goes, style).count)"), Span("\(connections(.comes, style).count)"),
          Span("\(after.connections.count { $0.style == style })"),
        ]
      }
    )
  }

  /// The connections themselves, but for those that stay.
  private var ways: Table {
    let rows = [Change.goes, .comes].flatMap { change in
      Self.styles.compactMap { style -> [Span]? in
        let found = connections(change, style)
        guard !found.isEmpty else { return nil }
        let texts = Self.sources(of: found).map { source in
          let targets = found.filter { $0.from == source }.map(\.to)
          return "\(source) to \(targets.joined(separator: ", "))"
        }
        return [change.span, Span(style.rawValue), Span(texts.joined(separator: "; "))]
      }
    }
    return Table(columns: ["and", "style", "from where to where"], rows: rows)
  }

  /// Where connections begin, each place once, in order.
  private static func sources(of connections: [Connection]) -> [String] {
    connections.map(\.from).reduce(into: []) { sources, source in
      if !sources.contains(source) { sources.append(source) }
    }
  }

  private var needs: Table {
    Table(
      title: "Failure domains: without any one of these a customer has no answer",
      columns: ["feature", .init(before.name), .init(after.name)],
      rows: Feature.allCases.map { feature in
        [Span(feature.rawValue)]
          + [before, after].map { Span(Self.list($0.needs[feature] ?? [])) }
      }
    )
  }

  private var units: Table {
    Table(
      title: "Scaling units: what can grow by itself",
      columns: ["stage", .init("units", .trailing), "which"],
      rows: [before, after].map { stage in
        [Span(stage.name), Span("\(stage.units.count)"), Span(Self.list(stage.units))]
      }
    )
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  private var price: String {
    "An hour without a customer costs \(before.idleHour.total) before"
      + " and \(after.idleHour.total) after."
  }

  // MARK: As data

  /// The difference as data: stable names, money as decimal strings.
  public var json: JSONValue {
    [
      "version": .number(JSONNumber(Self.version)),
      "from": before.json,
      "to": after.json,
      "components": .array(
        components.map { component, change in
          [
            "name": .string(component.name), "kind": .string(component.kind.rawValue),
            "change": .string(change.rawValue),
          ]
        }
      ),
      "connections": .array(
        [Change.stays, .goes, .comes].flatMap { change in
          Self.styles.flatMap { style in
            connections(change, style).map { connection in
              [
                "from": .string(connection.from), "to": .string(connection.to),
                "style": .string(style.rawValue), "change": .string(change.rawValue),
              ]
            }
          }
        }
      ),
    ]
  }
}
