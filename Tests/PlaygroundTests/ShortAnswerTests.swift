import Figures
import JSON
import Playground
import Shop
import Testing

/// What is told shortly, and how more of it is had.
@Suite struct ShortAnswerTests {
  private static func text(_ outcome: CommandOutcome) -> String {
    let layout = Layout(width: 1_000, unicode: true)
    return (outcome.output?.figures ?? []).flatMap { layout.lines(for: $0) }.map(\.text)
      .joined(separator: "\n")
  }

  @Test(arguments: Stages.all.map { $0.name })
  func `deploy names few components and counts many, each once`(_ stage: String) throws {
    let outcome = session().execute("deploy \(stage)")
    let names = outcome.output?.json?.objectValue?["components"]?.arrayValue?
      .compactMap(\.stringValue)
    let components = try #require(names)
    let list = try #require(Self.text(outcome).split(separator: "\n").last)
    let numbers = list.split { !$0.isNumber }.compactMap { Int($0) }
    let isCounted =
      numbers.first == components.count && numbers.dropFirst().reduce(0, +) == components.count
    let isNamed = list == "Components: \(components.joined(separator: ", "))."
    #expect(components.count > 6 ? isCounted : isNamed, "\(list)")
  }

  @Test(arguments: [
    ["fernway"], ["place-order", "fernway", "take-payment"], ["payment-provider"], ["customers"],
  ])
  func `of a trace and a diagram some components can be shown alone`(_ parts: [String]) throws {
    let session = session("deploy event-driven", "order --item rake --id A-17", "advance 1m")
    let words = parts.joined(separator: " ")
    let all = session.execute("show trace A-17").output?.json?.arrayValue ?? []
    let some = session.execute("show trace A-17 --of \(words)").output?.json?.arrayValue
    let wanted = all.filter { record in
      parts.contains { $0 == record.objectValue?["component"]?.stringValue }
    }
    #expect(some == wanted && !wanted.isEmpty)
    let figures = session.execute("show diagram --of \(words)").output?.figures
    guard case .graph(let graph) = figures?.first else {
      Issue.record("no graph of \(words)")
      return
    }
    #expect(Set(graph.nodes.map(\.id)) == Set(parts))
    #expect(graph.edges.allSatisfy { parts.contains($0.source) && parts.contains($0.target) })
  }

  @Test(arguments: [
    ("let o = show outbox", "o is empty."),
    (
      "let e = show endpoints",
      "e keeps 1 entry, {e[0]}, each with url, requests, accepted, received."
    ),
    ("let b = show bill", "b keeps {b.currency}, {b.total}, {b.lines}."),
    ("let c = endpoint https://b.example/", "https://b.example/: answers 200."),
  ])
  func `let says in one line what it keeps of a view, and shows other answers`(
    _ line: String,
    _ text: String
  ) {
    let session = session("endpoint https://a.example/")
    #expect(Self.text(session.execute(line)) == text)
  }
}
