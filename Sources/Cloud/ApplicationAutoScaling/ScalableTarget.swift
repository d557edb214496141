import Simulation

/// What can be scaled: the provisioned concurrency of a version or an alias.
struct ScalableResource: Hashable, Sendable {
  let function: String
  let qualifier: String

  /// The one dimension of it.
  static let dimension = "lambda:function:ProvisionedConcurrency"

  /// `function:place-order:live`.
  var id: String { "function:\(function):\(qualifier)" }

  /// Reads what names a resource.
  ///
  /// - Throws: ``ServiceError`` for another service, or what is no resource of Lambda's.
  init(namespace: String, id: String, dimension: String) throws(ServiceError) {
    try Self.check(namespace: namespace)
    let parts = id.split(separator: ":", omittingEmptySubsequences: false)
    guard dimension == Self.dimension, parts.count == 3, parts[0] == "function",
      !parts[1].isEmpty, !parts[2].isEmpty, parts[2] != "$LATEST"
    else {
      throw .validation(
        "Unsupported service namespace, resource type or scalable dimension"
      )
    }
    (function, qualifier) = (String(parts[1]), String(parts[2]))
  }

  /// Refuses the services that cannot be scaled here by their names.
  static func check(namespace: String) throws(ServiceError) {
    guard namespace != "lambda" else { return }
    guard ApplicationAutoScalingQuotas.namespaces.contains(namespace) else {
      let known = ApplicationAutoScalingQuotas.namespaces.joined(separator: ", ")
      throw .validation(
        "1 validation error detected: Value '\(namespace)' at 'serviceNamespace' failed to"
          + " satisfy constraint: Member must satisfy enum value set: [\(known)]"
      )
    }
    throw .notSupported("Scaling in the namespace \(namespace)")
  }
}

/// A registered target with its policies and its scheduled actions.
struct ScalableTarget {
  let resource: ScalableResource
  let arn: String
  let creation: Double
  var minimum: Int
  var maximum: Int
  var suspended = (in: false, out: false, scheduled: false)
  var policies: [TrackingPolicy] = []
  var actions: [ScheduledScaling] = []
  /// What was read a minute ago.
  var seen: ProvisionedUse?

  /// The share of what is kept ready that was in use on average since the last reading.
  ///
  /// - Returns: `nil` without data: the metric is only reported while requests come.
  func utilisation(until now: ProvisionedUse) -> Double? {
    guard let seen, seen.versions == now.versions, now.ready > 0 else { return nil }
    return now.average(since: seen).map { $0 / Double(now.ready) }
  }
}

/// Keeps the utilisation near a target; the rule of EC2 Auto Scaling's ``TargetTracking``.
struct TrackingPolicy {
  /// A change that the policy wants.
  struct Wish {
    let capacity: Int
    let isGrowth: Bool
    let cause: String
  }

  let name: String
  let arn: String
  let alarms: (high: String, low: String)
  let creation: Double
  var target: Double
  var disablesScaleIn: Bool
  var cooldowns: (in: Int, out: Int)
  private var high = 0
  private var low = 0
  /// Seconds since the last change; `nil` before the first.
  private var calm: Int?

  init(
    name: String,
    arn: String,
    alarms: (high: String, low: String),
    creation: Double,
    target: Double,
    disablesScaleIn: Bool,
    cooldowns: (in: Int, out: Int)
  ) {
    self.name = name
    self.arn = arn
    self.alarms = alarms
    self.creation = creation
    self.target = target
    self.disablesScaleIn = disablesScaleIn
    self.cooldowns = cooldowns
  }

  /// What the policy wants after another minute.
  ///
  /// Out after three minutes above the target, in after fifteen below nine tenths of it; without
  /// data nothing happens.
  mutating func decide(_ value: Double?, on ready: Int) -> Wish? {
    calm = calm.map { $0 + 60 }
    guard let value else {
      (high, low) = (0, 0)
      return nil
    }
    high = value > target ? high + 1 : 0
    low = value < 0.9 * target ? low + 1 : 0
    let needed = TargetTracking.instances(for: value, on: ready, target: target)
    if high >= TargetTracking.minutesToScaleOut, needed > ready, calm ?? .max >= cooldowns.out {
      return wish(needed, isGrowth: true, alarms.high)
    }
    guard low >= TargetTracking.minutesToScaleIn, !disablesScaleIn, needed < ready,
      calm ?? .max >= cooldowns.in
    else { return nil }
    return wish(needed, isGrowth: false, alarms.low)
  }

  private mutating func wish(_ capacity: Int, isGrowth: Bool, _ alarm: String) -> Wish {
    (calm, high, low) = (0, 0, 0)
    return Wish(
      capacity: capacity,
      isGrowth: isGrowth,
      cause: "monitor alarm \(alarm) in state ALARM triggered policy \(name)"
    )
  }
}

/// Sets a target's bounds at certain times.
struct ScheduledScaling {
  let id: String
  let name: String
  let arn: String
  let creation: Double
  var schedule: ScheduleExpression
  var zone: ScheduleTimeZone
  var start: Double?
  var end: Double?
  var minimum: Int?
  var maximum: Int?
}

/// One change of a capacity.
struct ScalingActivity {
  let id: String
  let resource: ScalableResource
  let capacity: Int
  let cause: String
  let start: Double
  let end: Double
  let failure: String?
}

/// Limits of Application Auto Scaling.
///
/// Source: botocore 1.43.11 (May 2026), the enumeration `ServiceNamespace`.
enum ApplicationAutoScalingQuotas {
  static let namespaces = [
    "ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker",
    "custom-resource", "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune",
    "workspaces",
  ]
  /// The target of a utilisation.
  static let targetValue = 0.1...0.9
}

extension ServiceError {
  /// There is no such target.
  static func noScalableTarget(_ verb: String, _ resource: ScalableResource) -> Self {
    objectNotFound("No scalable target \(verb) for \(resource.description)")
  }

  static func objectNotFound(_ message: String) -> Self {
    Self(code: "ObjectNotFoundException", status: 400, message: message)
  }
}

extension ScalableResource {
  /// The resource as the service's refusals name it.
  var description: String {
    "service namespace: lambda, resource ID: \(id), scalable dimension: \(Self.dimension)"
  }
}
