import Cloud
import Simulation

extension World {
  /// What is deployed of one kind, in the order in which it was.
  func components(_ kind: Component.Kind) -> [String] {
    cloud.topology.components.filter { $0.kind == kind }.map(\.name)
  }

  /// Refuses a name that no component of the kind has.
  func require(_ name: String, _ kind: Component.Kind) throws(CommandError) {
    let names = components(kind)
    guard !names.contains(name) else { return }
    throw CommandError(
      .notFound,
      "There is no \(kind.rawValue) \(name).",
      remedy: Spelling.remedy(for: name, among: names)
    )
  }

  /// Refuses what is neither a function's name nor one of its versions: `checkout`, `checkout:2`.
  func requireFunction(_ name: String) throws(CommandError) {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    try require(parts.first ?? name, .function)
    guard parts.count == 2 else { return }
    let lambda = cloud.lambda
    let versions = try run { await lambda.versions(of: parts[0]) }
    guard !versions.contains(parts[1]) else { return }
    throw CommandError(
      .notFound,
      "\(parts[0]) has no version \(parts[1]).",
      remedy: Spelling.choices(versions.map { "\(parts[0]):\($0)" })
    )
  }

  /// What a queue holds now; reading it takes no simulated time.
  func figures(ofQueue name: String) throws(CommandError) -> QueueFigures {
    let sqs = cloud.sqs
    guard let figures = try run({ await sqs.figures(of: name) }) else {
      throw CommandError(
        .notFound,
        "There is no queue \(name).",
        remedy: Spelling.remedy(for: name, among: components(.queue))
      )
    }
    return figures
  }
}
