import Simulation

/// CPU credits of burstable instances: earned while the instance runs, used by its processors.
///
/// A stopped instance earns none and keeps what it has. There are no credits at the launch; only
/// the older T2 types get some. Source: the EC2 user guide, burstable performance instances.
///
/// > Simplified: `unlimited` mode only, and use beyond the balance is charged at once. AWS lets an
/// > instance earn up to a day's worth back first, and charges what is left at its end. A stopped
/// > instance keeps its credits for ever, and not for a week.
extension Instance {
  /// How many credits there are; `nil` when the type is not burstable.
  public var cpuCreditBalance: Double? {
    type.maximumCredits.map { min(Self.credits(allowance?.balance ?? .zero), Double($0)) }
  }

  /// How many credits were used beyond the balance, and are charged; `nil` when the type is not
  /// burstable.
  public var cpuSurplusCreditsCharged: Double? {
    type.creditsPerHour == nil ? nil : Self.credits(surplus)
  }

  /// The name by which the meter knows the instance's credits.
  private var meterID: String { "credits of \(id)" }

  /// Earns and spends from now on.
  func beginCredits(_ meter: Meter) {
    guard let perHour = type.creditsPerHour, let most = type.maximumCredits else { return }
    processors.setAllowance(
      Allowance(
        allowance?.balance ?? .zero,
        rate: Double(perHour) / 60,
        limit: .seconds(60 * most)
      )
    )
    meter.follow(.cpuCredits, for: name, as: meterID) { [processors] in
      let excess = processors.allowance?.excess ?? .zero
      return (excess.nanoseconds + 500_000) / 1_000_000
    }
  }

  /// Keeps the balance and has what was used beyond it billed.
  func endCredits(_ meter: Meter) {
    meter.unfollow(meterID)
    if let last = processors.setAllowance(nil) { keep(last) }
  }

  private static func credits(_ time: Duration) -> Double {
    Double(time.nanoseconds) / 60_000_000_000
  }
}
