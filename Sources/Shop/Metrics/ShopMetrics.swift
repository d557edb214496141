import Cloud
import Simulation
import Synchronization

/// The business metrics of a deployed shop: readers of its trace, in constant memory for any load.
///
/// What is kept for each order is one small entry while the order is unfinished.
public final class ShopMetrics: Sendable {
  private let state: Mutex<ShopFigures>

  /// Starts to read what `simulation` records from now on.
  init(of simulation: Simulation) {
    state = Mutex(ShopFigures(from: simulation.now))
    // Weakly, because the trace keeps its readers and belongs to the simulation.
    simulation.trace.read(ShopEvent.self) { [self, weak simulation] instant, component, event in
      let consequence = state.withLock { $0.observe(event, at: instant) }
      if let consequence { simulation?.record(consequence, from: component) }
    }
    simulation.trace.read(ProviderEvent.self) { [self, weak simulation] _, component, event in
      guard case .charged(_, let order, _) = event else { return }
      let consequence = state.withLock { $0.observeCharge(of: order) }
      if let consequence { simulation?.record(consequence, from: component) }
    }
    readFaults(of: simulation.trace)
    simulation.trace.read(LambdaEvent.self) { [self] instant, _, event in
      switch event {
      case .invokeStarted: state.withLock { $0.execute(1, at: instant) }
      case .invokeEnded: state.withLock { $0.execute(-1, at: instant) }
      default: break
      }
    }
  }

  private func readFaults(of trace: Trace) {
    trace.read(FaultEvent.self) { [self] instant, component, event in
      state.withLock { $0.observe(event, of: component, at: instant) }
    }
    trace.read(ZoneEvent.self) { [self] instant, zone, event in
      state.withLock { $0.observe(event, of: zone, at: instant) }
    }
    trace.read(ServerEvent.self) { [self] instant, component, event in
      switch event {
      case .started, .stopped:
        state.withLock { $0.observeEndOfCrash(of: component, at: instant) }
      default: break
      }
    }
    trace.read(DatabaseEvent.self) { [self] instant, component, event in
      guard case .started = event else { return }
      state.withLock { $0.observeEndOfCrash(of: component, at: instant) }
    }
  }

  /// All figures as they are now.
  ///
  /// - Complexity: O(n) in the number of unfinished orders when counting goes on afterwards.
  public var figures: ShopFigures { state.withLock { $0 } }

  /// How many orders there are of each outcome.
  public var orders: OrderCounts { state.withLock { $0.orders } }

  /// How a feature has served its customers.
  public subscript(feature: Feature) -> FeatureFigures { state.withLock { $0[feature] } }

  /// How many customers are waiting now.
  var waiting: Int { state.withLock { $0.waiting.value } }

  /// The accepted orders on which work goes on or should, by id.
  var pending: [String] { state.withLock { $0.pending } }

  func isPending(_ order: String) -> Bool { state.withLock { $0.isPending(order) } }

  func isOpen(_ order: String) -> Bool { state.withLock { $0.isOpen(order) } }

  func sample(_ capacity: StageCapacity, at now: SimulationInstant) {
    state.withLock { $0.sample(capacity, at: now) }
  }
}
