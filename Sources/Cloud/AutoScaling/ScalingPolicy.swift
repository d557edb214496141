import Simulation

/// What a policy looks at, once a minute.
public enum ScalingMetric: Sendable {
  /// The mean share of the processors in use, in percent.
  case averageCPUUtilization
  /// Requests a minute that the balancer sends to each target.
  case requestCountPerTarget
  /// Anything else, such as messages in a queue for each instance; `nil` when there is no value.
  case custom(String, @Sendable (GroupFigures) async -> Double?)

  /// The name by which AWS or the caller knows it.
  public var name: String {
    switch self {
    case .averageCPUUtilization: "ASGAverageCPUUtilization"
    case .requestCountPerTarget: "ALBRequestCountPerTarget"
    case .custom(let name, _): name
    }
  }
}

/// Keeps a metric near a target, as a thermostat does; made by AWS with two alarms of its own.
///
/// Out after three minutes above the target, in after fifteen minutes below nine tenths of it.
///
/// Source: the EC2 Auto Scaling guide; the minutes are as observed by users.
public struct TargetTracking: Sendable {
  /// What is looked at.
  public let metric: ScalingMetric
  /// Where it should be, above 0.
  ///
  /// It must fall in proportion when instances are added.
  public let target: Double
  /// Whether the policy never takes instances away.
  public var disablesScaleIn = false
  /// How long a new instance is left out of the metric.
  public var warmup = AutoScalingQuotas.defaultCooldown

  /// How many minutes in a row the metric must be above the target.
  static let minutesToScaleOut = 3
  /// How many minutes in a row it must be below nine tenths of the target.
  static let minutesToScaleIn = 15

  /// Creates a policy.
  public init(
    _ metric: ScalingMetric,
    target: Double,
    disablesScaleIn: Bool = false,
    warmup: Duration = AutoScalingQuotas.defaultCooldown
  ) {
    precondition(target > 0, "a target of \(target) can never be kept")
    self.metric = metric
    self.target = target
    self.disablesScaleIn = disablesScaleIn
    self.warmup = warmup
  }

  /// How many instances would bring the metric to the target: `ceil(current × metric / target)`.
  ///
  /// - Parameters:
  ///   - value: the metric, not negative.
  ///   - instances: how many instances it was measured on.
  /// - Returns: the number of instances.
  public func instancesNeeded(at value: Double, on instances: Int) -> Int {
    Self.instances(for: value, on: instances, target: target)
  }

  /// How many instances would bring a metric to a target.
  static func instances(for value: Double, on instances: Int, target: Double) -> Int {
    // A hair's breadth above a whole number is a rounding error, and not a need.
    Int((Double(instances) * value / target - 1e-9).rounded(.up))
  }
}

/// How an adjustment changes the number of instances.
public enum AdjustmentType: String, Sendable, Hashable, CaseIterable, Decodable {
  /// So many more or fewer.
  case changeInCapacity = "ChangeInCapacity"
  /// Exactly so many.
  case exactCapacity = "ExactCapacity"
  /// So many percent more or fewer.
  case percentChangeInCapacity = "PercentChangeInCapacity"

  /// The number of instances after an adjustment.
  ///
  /// Percentages are rounded toward zero, but never to nothing: 12.7 → 12, 0.4 → 1, −0.4 → −1.
  public func capacity(from current: Int, by adjustment: Int) -> Int {
    switch self {
    case .changeInCapacity: return current + adjustment
    case .exactCapacity: return adjustment
    case .percentChangeInCapacity:
      let (whole, rest) = (current * adjustment).quotientAndRemainder(dividingBy: 100)
      guard whole == 0, rest != 0 else { return current + whole }
      return current + rest.signum()
    }
  }
}

/// When an alarm rings: a metric beyond a threshold for so many minutes in a row.
public struct ScalingAlarm: Sendable {
  /// On which side of the threshold it rings.
  public enum Side: Sendable {
    /// At the threshold and above it.
    case atLeast
    /// At the threshold and below it.
    case atMost
  }

  /// What is looked at.
  public let metric: ScalingMetric
  /// The threshold.
  public let threshold: Double
  /// On which side it rings.
  public let side: Side
  /// For how many minutes in a row.
  public let minutes: Int

  /// Creates an alarm.
  public init(_ metric: ScalingMetric, _ side: Side, _ threshold: Double, minutes: Int = 1) {
    self.metric = metric
    self.side = side
    self.threshold = threshold
    self.minutes = minutes
  }

  func isBreached(by value: Double) -> Bool {
    switch side {
    case .atLeast: value >= threshold
    case .atMost: value <= threshold
    }
  }
}

/// Steps by how far a metric is beyond an alarm's threshold.
public struct StepScaling: Sendable {
  /// One step; its bounds are relative to the alarm's threshold.
  public struct Step: Sendable, Hashable {
    /// `nil` for no bound below.
    public let lower: Double?
    /// `nil` for no bound above.
    public let upper: Double?
    /// By how much, as the adjustment type says.
    public let adjustment: Int

    /// Creates a step.
    public init(from lower: Double?, to upper: Double?, adjustment: Int) {
      self.lower = lower
      self.upper = upper
      self.adjustment = adjustment
    }
  }

  /// How adjustments are meant.
  public let adjustmentType: AdjustmentType
  /// Without gaps and overlaps, from the smallest breach.
  public let steps: [Step]
  /// How long a new instance counts as not there yet.
  public let warmup: Duration

  /// Creates a policy.
  public init(
    _ adjustmentType: AdjustmentType,
    steps: [Step],
    warmup: Duration = AutoScalingQuotas.defaultCooldown
  ) {
    self.adjustmentType = adjustmentType
    self.steps = steps
    self.warmup = warmup
  }

  /// The step for a metric that is `breach` beyond the threshold; `nil` when none is meant for it.
  ///
  /// Above the threshold the lower bound belongs to a step, below it the upper bound.
  public func step(for breach: Double) -> Step? {
    steps.first { step in
      let lower = step.lower ?? -.infinity
      let upper = step.upper ?? .infinity
      let isAbove = (step.lower ?? -1) >= 0
      return isAbove
        ? breach >= lower && breach < upper
        : breach > lower && breach <= upper
    }
  }

  /// The number of instances after the step for this breach; `nil` when there is none.
  public func capacity(from current: Int, breach: Double) -> Int? {
    step(for: breach).map { adjustmentType.capacity(from: current, by: $0.adjustment) }
  }
}

/// One adjustment, and then a cooldown in which no other is made.
public struct SimpleScaling: Sendable {
  /// How the adjustment is meant.
  public let adjustmentType: AdjustmentType
  /// By how much.
  public let adjustment: Int
  /// How long no other adjustment is made.
  public let cooldown: Duration

  /// Creates a policy.
  public init(
    _ adjustmentType: AdjustmentType,
    adjustment: Int,
    cooldown: Duration = AutoScalingQuotas.defaultCooldown
  ) {
    self.adjustmentType = adjustmentType
    self.adjustment = adjustment
    self.cooldown = cooldown
  }
}
