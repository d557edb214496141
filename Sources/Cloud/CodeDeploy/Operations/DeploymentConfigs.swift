/// Lists the predefined deployment configurations for Lambda.
public struct ListDeploymentConfigs: Operation {
  /// The configurations.
  public struct Output: Sendable {
    /// Their names.
    public let deploymentConfigsList: [String]
  }

  /// Lists the configurations.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    Output(deploymentConfigsList: DeploymentConfig.all.map(\.name))
  }
}

/// Describes a deployment configuration.
public struct GetDeploymentConfig: Operation {
  /// The configuration's name.
  public var deploymentConfigName: String

  /// The configuration.
  public struct Output: Sendable {
    /// What is known of it.
    public let deploymentConfigInfo: Info

    /// What is known of a configuration.
    public struct Info: Sendable {
      /// Its name.
      public let deploymentConfigName: String
      /// `Lambda`.
      public let computePlatform: String
      /// How traffic is shifted.
      public let trafficRoutingConfig: TrafficRoutingConfig
    }

    /// How traffic is shifted.
    public struct TrafficRoutingConfig: Sendable {
      /// A first share, and the rest after a wait.
      public struct TimeBasedCanary: Sendable {
        /// The first share in per cent.
        public let canaryPercentage: Int
        /// The wait in minutes.
        public let canaryInterval: Int
      }

      /// The same share again and again.
      public struct TimeBasedLinear: Sendable {
        /// The share in per cent.
        public let linearPercentage: Int
        /// The wait between two in minutes.
        public let linearInterval: Int
      }

      /// `TimeBasedCanary`, `TimeBasedLinear` or `AllAtOnce`.
      public let type: String
      /// Of a canary.
      public let timeBasedCanary: TimeBasedCanary?
      /// Of a linear shift.
      public let timeBasedLinear: TimeBasedLinear?
    }
  }

  /// Describes the configuration.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    let config = try DeploymentConfig.named(deploymentConfigName)
    let routing: Output.TrafficRoutingConfig =
      switch config.shift {
      case .allAtOnce: .init(type: "AllAtOnce", timeBasedCanary: nil, timeBasedLinear: nil)
      case .canary(let percentage, let minutes):
        .init(
          type: "TimeBasedCanary",
          timeBasedCanary: .init(canaryPercentage: percentage, canaryInterval: minutes),
          timeBasedLinear: nil
        )
      case .linear(let percentage, let minutes):
        .init(
          type: "TimeBasedLinear",
          timeBasedCanary: nil,
          timeBasedLinear: .init(linearPercentage: percentage, linearInterval: minutes)
        )
      }
    return Output(
      deploymentConfigInfo: .init(
        deploymentConfigName: config.name,
        computePlatform: "Lambda",
        trafficRoutingConfig: routing
      )
    )
  }
}
