import Cloud
import Figures
import JSON
import Playground
import Shop
import Simulation
import Testing

@Suite struct DiagramTests {
  static let stages = Stages.all.map { $0.name }

  /// What a stage's topology holds, read past the playground.
  private static func topology(
    of stage: String
  ) throws -> (components: [Component], connections: [Connection]) {
    let simulation = Simulation(seed: 1)
    let cloud = Cloud(on: simulation)
    defer { cloud.shutDown() }
    _ = try simulation.run {
      let type = try Stages.named(stage)
      return try await Fernway.deploy(type, on: cloud, settings: try StageSettings(for: type))
    }
    return (cloud.topology.components, cloud.topology.connections)
  }

  /// The diagram's words without lines and borders, each gap one space.
  private static func words(_ lines: [StyledLine]) -> String {
    let strokes = Set("│┌┐└┘├┤┬┴┼╭╮╰╯╌┆┈┊▲▼△▽▶▷|+^")
    let text = lines.map(\.text).joined(separator: " ").map { strokes.contains($0) ? " " : $0 }
    return String(text).split(separator: " ").joined(separator: " ")
  }

  @Test(arguments: stages, [40, 80])
  func `a diagram fits and names every component and connection`(
    _ stage: String,
    _ width: Int
  ) throws {
    let (components, connections) = try Self.topology(of: stage)
    let session = session(
      "deploy \(stage)",
      "fail payment-provider at 10s",
      "lose zone b at 20s",
      "load steady --rate 2/s for 1m in background",
      "advance 1m"
    )
    let figures = session.execute("show diagram").output?.figures ?? []
    guard case .graph(let graph) = figures.first else {
      Issue.record("show diagram drew no graph")
      return
    }
    for unicode in [true, false] {
      let layout = Layout(width: width, unicode: unicode)
      let lines = layout.lines(for: .graph(graph))
      let words = Self.words(lines)
      #expect(lines.allSatisfy { $0.width <= width })
      #expect(unicode || words.unicodeScalars.allSatisfy(\.isASCII))
      let missing = components.filter { !words.contains($0.name) }.map(\.name)
      #expect(missing.isEmpty, "\(missing)")
      #expect(graph.nodes.contains { $0.id == "payment-provider" && $0.status?.text == "down" })
      let unnamed = connections.filter { !Self.names($0, in: graph, words, layout) }
      #expect(unnamed.isEmpty, "\(unnamed)")
    }
  }

  /// Whether a connection is there: as an arrow with its label, as a line of the list, or, to what
  /// only stores for others, within the box of the one who uses it.
  private static func names(
    _ connection: Connection,
    in graph: Graph,
    _ words: String,
    _ layout: Layout
  ) -> Bool {
    let hasEdge = graph.edges.contains {
      $0.source == connection.from && $0.target == connection.to
    }
    guard hasEdge else {
      let user = graph.nodes.first { $0.id == connection.from }
      return user?.note?.contains(connection.to) == true
    }
    let arrow = layout.unicode ? "→" : "->"
    return words.contains("\(connection.from) \(arrow) \(connection.to)")
      || (layout.width >= 60 && words.contains(connection.label))
  }

  @Test(arguments: stages) func `capacity can be charted`(_ stage: String) {
    let session = session(
      "deploy \(stage)",
      "load steady --rate 2/s for 1m",
      "expect instances.peak >= 0"
    )
    let output = session.execute("show chart capacity").output
    let series = output?.json?["series"]?.objectValue
    #expect(series?.keys == ["instances"] || series?.keys == ["executions"])
    let layout = Layout(width: 40, unicode: false)
    #expect(output?.figures.flatMap { layout.lines(for: $0) }.isEmpty == false)
  }

  @Test func `a lost zone takes the box down, and heal or time bring it back`() {
    for ending in ["heal zone a", "advance 2m"] {
      let session = session(
        "deploy monolith",
        "lose zone a at 10s for 2m",
        "advance 20s",
        "lose zone b"
      )
      expectEqual(Self.state(of: "shop", in: session), "down")
      expectEqual(session.execute(ending).error, nil)
      expectEqual(session.execute("advance 5m").error, nil)
      expectEqual(Self.state(of: "shop", in: session), "")
      expectEqual(session.execute("heal zone b").error, nil)
      expectEqual(session.execute("order --item rake").output?.json?["outcome"], "done")
    }
  }

  private static func state(of component: String, in session: Session) -> String? {
    session.execute("show components").output?.json?.arrayValue?
      .first { $0["name"]?.stringValue == component }?["state"]?.stringValue
  }
}
