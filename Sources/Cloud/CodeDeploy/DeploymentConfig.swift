import Simulation

/// How fast a deployment shifts traffic.
///
/// Source: CodeDeploy user guide, "Predefined deployment configurations for an AWS Lambda compute
/// platform", 2026.
struct DeploymentConfig: Equatable {
  enum Shift: Equatable {
    case allAtOnce
    /// A first share, and the rest after a wait.
    case canary(percentage: Int, minutes: Int)
    /// The same share again and again.
    case linear(percentage: Int, minutes: Int)
  }

  /// One share of the requests, and how long it is watched.
  struct Step: Equatable {
    let percentage: Int
    let wait: Duration
  }

  let name: String
  let shift: Shift

  private init(_ name: String, _ shift: Shift) {
    self.name = "CodeDeployDefault.Lambda\(name)"
    self.shift = shift
  }

  static let allAtOnce = Self("AllAtOnce", .allAtOnce)

  /// All predefined ones.
  static let all: [Self] =
    [5, 10, 15, 30].map { minutes in
      Self("Canary10Percent\(minutes)Minutes", .canary(percentage: 10, minutes: minutes))
    }
    + [1, 2, 3, 10].map { minutes in
      Self(
        "Linear10PercentEvery\(minutes)Minute\(minutes == 1 ? "" : "s")",
        .linear(percentage: 10, minutes: minutes)
      )
    } + [allAtOnce]

  /// The predefined configuration of that name.
  ///
  /// - Throws: ``ServiceError`` when there is none.
  static func named(_ name: String) throws(ServiceError) -> Self {
    guard let config = all.first(where: { $0.name == name }) else {
      throw .codeDeploy(
        "DeploymentConfigDoesNotExistException",
        "No Deployment Configuration found for name: \(name)"
      )
    }
    return config
  }

  /// The shares of the requests that the new version gets, one after the other, up to all.
  var steps: [Step] {
    switch shift {
    case .allAtOnce: [Step(percentage: 100, wait: .zero)]
    case .canary(let percentage, let minutes):
      [
        Step(percentage: percentage, wait: .seconds(60 * minutes)),
        Step(percentage: 100, wait: .zero),
      ]
    case .linear(let percentage, let minutes):
      stride(from: percentage, through: 100, by: percentage).map { share in
        Step(percentage: share, wait: .seconds(60 * minutes))
      }
    }
  }
}
