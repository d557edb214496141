import Simulation

/// What one run of a serverless platform gave.
struct FaaSFigures {
  /// How many environments there were on average.
  let environments: Double
  let coldStartProbability: Double
}

/// Whether our figures are those that SimFaaS published, and those it gives on this machine.
///
/// SimFaaS published one run of a million seconds: 7.70 environments, and a probability of 0.00137
/// with an uncertainty of 0.0001. The environments of such a run scatter by 0.018 from seed to
/// seed, so that its figure is known to three times that, and to the half of its last digit.
struct FaaSAgreement {
  private static let environments = (published: 7.70, tolerance: 0.06)
  private static let probability = (published: 0.00137, tolerance: 0.0001)
  /// How many standard errors two means may lie apart.
  private static let standardErrors = 3.5

  private var ours = Means()
  private var theirs = Means()

  private struct Means {
    var environments = RunningMoments()
    var probability = RunningMoments()

    mutating func add(_ figures: FaaSFigures) {
      environments.add(figures.environments)
      probability.add(figures.coldStartProbability)
    }

    var text: String {
      "\(rounded(environments.mean, 3)) environments, cold-start probability "
        + rounded(probability.mean, 5)
    }
  }

  mutating func addOurs(_ figures: FaaSFigures) { ours.add(figures) }

  mutating func addTheirs(_ figures: FaaSFigures) { theirs.add(figures) }

  /// The means beside each other.
  ///
  /// - Throws: ``FaaSDisagreement`` when they are not the same within their uncertainty.
  func lines() throws -> [String] {
    let lines =
      [
        "evolve, mean of \(ours.environments.count) seeds: \(ours.text)",
        "SimFaaS, published: 7.70 environments, cold-start probability 0.00137 ± 0.0001",
      ]
      + (theirs.environments.count == 0
        ? ["SimFaaS here: not installed"]
        : ["SimFaaS here, mean of \(theirs.environments.count) seeds: \(theirs.text)"])
    guard agree else { throw FaaSDisagreement(lines: lines) }
    return lines + ["They agree."]
  }

  private var agree: Bool {
    let near =
      abs(ours.environments.mean - Self.environments.published) <= Self.environments.tolerance
      && abs(ours.probability.mean - Self.probability.published) <= Self.probability.tolerance
    guard theirs.environments.count > 1 else { return near }
    return near && Self.areEqual(ours.environments, theirs.environments)
      && Self.areEqual(ours.probability, theirs.probability)
  }

  private static func areEqual(_ one: RunningMoments, _ other: RunningMoments) -> Bool {
    let error = one.variance / Double(one.count) + other.variance / Double(other.count)
    return abs(one.mean - other.mean) <= standardErrors * error.squareRoot()
  }
}

/// Thrown when the runtime and SimFaaS give different figures.
struct FaaSDisagreement: Error, CustomStringConvertible {
  let lines: [String]

  var description: String { (lines + ["They disagree."]).joined(separator: "\n") }
}

/// A number of at least 0 with so many decimals.
func rounded(_ value: Double, _ decimals: Int) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = Int((value * scale).rounded())
  return "\(scaled / Int(scale)).\(String(scaled % Int(scale) + Int(scale)).dropFirst())"
}
