public import Simulation
import Synchronization

/// The Region's Availability Zones, and which of them are lost.
///
/// Simplified: three zones, and a lost one is lost as a whole; a zone that is only slow, or cut off
/// from the others, is not here. Who calls a machine in a lost zone directly is refused at once,
/// where on AWS most calls would time out; a balancer tries for ten seconds, as there.
public final class Zones: Sendable {
  /// The letters of all zones.
  public static let all = ["a", "b", "c"]

  private let lostZones = Mutex<Set<String>>([])

  init() {}

  /// The lost zones, by letter.
  public var lost: [String] {
    lostZones.withLock { lost in Self.all.filter(lost.contains) }
  }

  /// Tells whether a zone is lost.
  public func isLost(_ zone: String) -> Bool {
    lostZones.withLock { $0.contains(zone) }
  }

  /// The first zone after `zone`, in their circle, that is not lost; `nil` when none is left.
  ///
  /// The zone itself comes last.
  func next(after zone: String) -> String? {
    let start = (Self.all.firstIndex(of: zone) ?? 0) + 1
    return (0..<Self.all.count).lazy
      .map { Self.all[(start + $0) % Self.all.count] }
      .first { !self.isLost($0) }
  }

  /// Marks a zone; tells whether that changed anything.
  fileprivate func mark(_ zone: String, lost isLost: Bool) -> Bool {
    lostZones.withLock { lost in
      isLost ? lost.insert(zone).inserted : lost.remove(zone) != nil
    }
  }
}

/// A service whose resources live in zones.
protocol ZonalService: CloudService {
  /// Everything in the zone has lost its power; ``Zones/isLost(_:)`` says so already.
  func zoneLost(_ zone: String) async
  /// The zone is back.
  func zoneRestored(_ zone: String) async
}

/// What happens to an Availability Zone.
public enum ZoneEvent: TraceEvent {
  /// Everything in it has lost its power.
  case lost
  /// It is back.
  case restored
}

extension Cloud {
  /// Takes the power from everything in a zone; losing a lost zone does nothing.
  ///
  /// - Parameter zone: the zone's letter, `a` to `c`.
  /// - Throws: ``ServiceError`` with the code `InvalidParameterValue` for any other letter.
  public func lose(zone: String) async throws(ServiceError) {
    guard try mark(zone, lost: true) else { return }
    record(ZoneEvent.lost, from: "zone \(zone)")
    for service in zonalServices { await service.zoneLost(zone) }
  }

  /// Gives a lost zone its power back; restoring any other zone does nothing.
  ///
  /// - Parameter zone: the zone's letter, `a` to `c`.
  /// - Throws: ``ServiceError`` with the code `InvalidParameterValue` for any other letter.
  public func restore(zone: String) async throws(ServiceError) {
    guard try mark(zone, lost: false) else { return }
    record(ZoneEvent.restored, from: "zone \(zone)")
    for service in zonalServices { await service.zoneRestored(zone) }
  }

  /// The letter of the zone that a request names, such as `us-east-1b`; the first one that is not
  /// lost when it names none.
  func zone(named name: String?) throws(ServiceError) -> String {
    guard let name else { return Zones.all.first { !zones.isLost($0) } ?? "a" }
    guard let zone = Zones.all.first(where: { region + $0 == name }) else {
      throw .invalidParameterValue("Invalid availability zone: [\(name)]")
    }
    return zone
  }

  private func mark(_ zone: String, lost: Bool) throws(ServiceError) -> Bool {
    guard Zones.all.contains(zone) else {
      throw .invalidParameterValue(
        "There is no zone \(zone) here. Give one of \(Zones.all.joined(separator: ", "))."
      )
    }
    return zones.mark(zone, lost: lost)
  }

  /// The services that have been used and live in zones, in the order of ``services``: machines
  /// first, then what depends on them.
  private var zonalServices: [any ZonalService] {
    Self.services.compactMap { existing($0) as? any ZonalService }
  }
}
