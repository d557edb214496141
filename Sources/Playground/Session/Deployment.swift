import Cloud
import Shop
import Simulation

/// A shop that has been deployed in a world, and what its commands have to remember.
///
/// A class, because commands count on in it; one session uses it, on one thread.
final class Deployment {
  let fernway: Fernway
  let title: String
  /// When the last of the loads that were started will have brought its last customer.
  var lastLoadEnd = SimulationInstant.start
  private var numbers: [String: Int] = [:]

  init(_ type: any Stage.Type, _ settings: StageSettings, on world: World) throws(CommandError) {
    let cloud = world.cloud
    title = type.title
    fernway = try world.run {
      try await Fernway.deploy(type, on: cloud, settings: settings)
    }
  }

  var stage: any Stage { fernway.stage }
  var stageName: String { type(of: stage).name }

  /// A new id for something that the learner sends, such as `A-1`.
  func newID(_ prefix: String) -> String {
    numbers[prefix, default: 0] += 1
    return "\(prefix)-\(numbers[prefix, default: 0])"
  }

  /// What the stage's stores say; reading them takes no simulated time.
  func books(in world: World) throws(CommandError) -> Books {
    let stage = stage
    return try world.run { await stage.books() }
  }

  /// The processors that the stage keeps running now; `nil` where nothing runs all the time.
  func capacity(in world: World) throws(CommandError) -> StageCapacity? {
    let stage = stage
    return try world.run { await stage.capacity }
  }
}
