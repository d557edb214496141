public import Cloud
public import Simulation

/// The report of one run: what was asked, what came of it, and what it cost.
public struct RunReport: Sendable {
  /// The version of ``json``'s form; it grows when a name changes its meaning or goes.
  public static let version = 1

  /// What makes a run: the same again gives the same report.
  public struct Run: Hashable, Sendable {
    /// The stage's name.
    public let stage: String
    /// The stage's settings.
    public let settings: StageSettings
    /// The loads as they were written.
    public let loads: [String]
    /// The faults as they were written.
    public let faults: [String]
    /// The simulation's seed.
    public let seed: UInt64
  }

  /// What was run.
  public let run: Run
  /// What came of it.
  public let figures: ShopFigures
  /// What it cost, from the deployment to the end of the run.
  public let bill: Bill
  /// When the run ended.
  public let end: SimulationInstant

  /// How long the run took, from the deployment.
  public var elapsed: Duration { figures.start.duration(to: end) }

  /// Reports on a shop from its deployment until now.
  ///
  /// - Parameters:
  ///   - fernway: the shop.
  ///   - loads: the loads that it was put under, as they were written.
  ///   - faults: the faults that struck it, as they were written.
  public init(of fernway: Fernway, loads: [String], faults: [String] = []) {
    run = Run(
      stage: type(of: fernway.stage).name,
      settings: fernway.settings,
      loads: loads,
      faults: faults,
      seed: fernway.simulation.seed
    )
    figures = fernway.metrics.figures
    bill = Bill(for: fernway.cloud.meter.reading.since(fernway.opening))
    end = fernway.simulation.now
  }

  /// What the faults have done to customers; `nil` when none has struck.
  public var blastRadius: BlastRadius? { figures.blastRadius(until: end) }

  /// What the run cost an hour; nothing for a run that took no time.
  public var billPerHour: Money {
    let milliseconds = elapsed.nanoseconds / 1_000_000
    return milliseconds > 0 ? bill.total.times(3_600_000, per: milliseconds) : .zero
  }

  /// What a thousand completed orders cost; `nil` where none was completed.
  public var billPerThousandOrders: Money? {
    let completed = figures.orders.completed
    return completed > 0 ? bill.total.times(1_000, per: Int64(completed)) : nil
  }
}
