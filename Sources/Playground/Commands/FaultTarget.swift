import Cloud
import JSON
import Shop

/// What a fault strikes: a component, or whatever serves one of the shop's features.
struct FaultTarget {
  /// The word that was typed.
  let name: String
  /// The components that it means.
  let components: [String]

  init(_ word: Argument, in session: Session) throws(CommandError) {
    name = word.text
    if session.world.cloud.topology.component(name) != nil {
      components = [name]
    } else if let feature = Feature(rawValue: name), let stage = session.world.deployment?.stage {
      components = stage.components(serving: feature)
    } else {
      let names = Self.names(in: session)
      throw CommandError(
        .notFound,
        "There is no component \(name) here.",
        remedy: names.isEmpty
          ? "Deploy a stage, or create something with an AWS operation first."
          : Spelling.remedy(for: name, among: names),
        column: word.column
      )
    }
  }

  /// Everything that can be struck.
  static func names(in session: Session) -> [String] {
    let components = session.world.cloud.topology.components
    let features = session.stage == nil ? [] : Feature.allCases.map(\.rawValue)
    return components.filter { $0.kind != .client }.map(\.name)
      + features.filter { feature in !components.contains { $0.name == feature } }
  }

  /// The target in words: `shop`, or `photos (shop)` for a feature.
  var text: String {
    components == [name] ? name : "\(name) (\(components.joined(separator: ", ")))"
  }

  /// The target as data.
  var json: JSONValue {
    ["target": .string(name), "components": .array(components.map { .string($0) })]
  }
}
