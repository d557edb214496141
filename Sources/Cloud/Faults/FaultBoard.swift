public import Simulation
import Synchronization

/// The faults that a learner has asked for, by the name of the component that they strike.
///
/// A component looks here at the moments at which it can fail. Crashes are different: they end a
/// process, and the component that owns the process carries them out.
public final class FaultBoard: Sendable {
  /// When in a request a failure strikes.
  public enum Moment: Hashable, Sendable {
    /// Before anything has been done: a safe moment to try again.
    case beforeEffects
    /// After everything has been done and before the answer: the caller cannot know.
    case afterEffects
  }

  /// Which requests fail.
  public enum Failures: Hashable, Sendable {
    /// The next so many.
    case next(Int)
    /// Each with this probability, independently.
    case each(Ratio)
    /// All of them, until healed: an outage.
    case all
  }

  private struct Fault {
    var failures: Failures?
    var moment = Moment.afterEffects
    var slowness = 1.0
    var duplicates: Failures?
    /// Which call set the failures, the slowness and the duplicates, so that only its own end ends
    /// them.
    var failuresNumber = 0
    var slownessNumber = 0
    var duplicatesNumber = 0
    var stream: RandomStream

    var isOver: Bool { failures == nil && slowness == 1 && duplicates == nil }

    /// Decides whether one more of so many strikes, and counts it.
    mutating func draws(from failures: WritableKeyPath<Self, Failures?>) -> Bool {
      switch self[keyPath: failures] {
      case nil: return false
      case .all: return true
      case .each(let ratio): return stream.bernoulli(ratio)
      case .next(let count):
        self[keyPath: failures] = count > 1 ? .next(count - 1) : nil
        return true
      }
    }
  }

  /// One fault that was set, to be ended by itself.
  public struct Handle: Hashable, Sendable {
    let component: String
    let number: Int
  }

  private let recorder: Recorder
  private let lastNumber = Mutex(0)
  private let faults = Mutex<[String: Fault]>([:])
  private let armed = Atomic<Bool>(false)

  init(recorder: Recorder) {
    self.recorder = recorder
  }

  /// Whether any fault is set; requests ask this first, so that a healthy cloud pays nothing.
  public var isArmed: Bool { armed.load(ordering: .relaxed) }

  /// Lets requests to `component` fail.
  ///
  /// - Returns: the fault, to end it and no other.
  @discardableResult
  public func fail(
    _ component: String,
    _ failures: Failures,
    _ moment: Moment = .afterEffects
  ) -> Handle {
    let number = newNumber()
    change(component) { fault in
      fault.failures = failures
      fault.moment = moment
      fault.failuresNumber = number
    }
    recorder.record(FaultEvent.failing(failures, moment), from: component)
    return Handle(component: component, number: number)
  }

  /// Makes everything that `component` does take `factor` times as long.
  ///
  /// - Parameters:
  ///   - component: the component.
  ///   - factor: above 0; 1 is its normal speed.
  /// - Returns: the fault, to end it and no other.
  @discardableResult
  public func slow(_ component: String, by factor: Double) -> Handle {
    let number = newNumber()
    change(component) { fault in
      fault.slowness = factor
      fault.slownessNumber = number
    }
    recorder.record(FaultEvent.slow(factor), from: component)
    return Handle(component: component, number: number)
  }

  /// Lets `component`, a function or a standard queue, hand out a second time what it delivers at
  /// least once.
  ///
  /// - Parameters:
  ///   - component: the component.
  ///   - deliveries: which deliveries are doubled.
  /// - Returns: the fault, to end it and no other.
  @discardableResult
  public func duplicate(_ component: String, _ deliveries: Failures) -> Handle {
    let number = newNumber()
    change(component) { fault in
      fault.duplicates = deliveries
      fault.duplicatesNumber = number
    }
    recorder.record(FaultEvent.duplicating(deliveries), from: component)
    return Handle(component: component, number: number)
  }

  /// Ends every failure, slowness and duplication of `component`.
  public func heal(_ component: String) {
    change(component) { fault in
      fault.failures = nil
      fault.slowness = 1
      fault.duplicates = nil
    }
    recorder.record(FaultEvent.healed, from: component)
  }

  /// Ends one fault; one that another has replaced, or that was healed, is left alone.
  public func end(_ fault: Handle) {
    let hasEnded = faults.withLock { faults in
      if faults[fault.component]?.failuresNumber == fault.number {
        faults[fault.component]?.failures = nil
      } else if faults[fault.component]?.slownessNumber == fault.number {
        faults[fault.component]?.slowness = 1
      } else if faults[fault.component]?.duplicatesNumber == fault.number {
        faults[fault.component]?.duplicates = nil
      } else {
        return false
      }
      return faults[fault.component]?.isOver == true
    }
    if hasEnded { recorder.record(FaultEvent.healed, from: fault.component) }
  }

  private func newNumber() -> Int {
    lastNumber.withLock { number in
      number += 1
      return number
    }
  }

  func removeAll() {
    faults.withLock { $0 = [:] }
  }

  /// How many times as long `component` takes for everything: 1 when it is well.
  public func slowness(of component: String) -> Double {
    guard isArmed else { return 1 }
    return faults.withLock { $0[component]?.slowness ?? 1 }
  }

  /// Tells whether every request to `component` fails at the moment.
  public func isOut(_ component: String) -> Bool {
    guard isArmed else { return false }
    return faults.withLock { $0[component]?.failures == .all }
  }

  /// Decides whether a failure strikes a request to `component` at this moment of it.
  ///
  /// The last of so many failures ends the fault.
  public func strikes(_ component: String, _ moment: Moment) -> Bool {
    guard isArmed else { return false }
    let (strikes, isOver) = faults.withLock { faults in
      guard var fault = faults[component], let failures = fault.failures else {
        return (false, false)
      }
      let comesNow = failures == .all ? moment == .beforeEffects : moment == fault.moment
      guard comesNow else { return (false, false) }
      defer { faults[component] = fault }
      let strikes = fault.draws(from: \.failures)
      return (strikes, fault.isOver)
    }
    if isOver { recorder.record(FaultEvent.healed, from: component) }
    return strikes
  }

  /// Decides whether a delivery of `component` comes twice.
  ///
  /// The last of so many duplicates ends the fault.
  public func duplicates(_ component: String) -> Bool {
    guard isArmed else { return false }
    let (comesTwice, isOver) = faults.withLock { faults in
      guard var fault = faults[component], fault.duplicates != nil else { return (false, false) }
      defer { faults[component] = fault }
      let comesTwice = fault.draws(from: \.duplicates)
      return (comesTwice, fault.isOver)
    }
    if isOver { recorder.record(FaultEvent.healed, from: component) }
    return comesTwice
  }

  private func change(_ component: String, _ body: (inout Fault) -> Void) {
    armed.store(true, ordering: .relaxed)
    faults.withLock { faults in
      let stream = recorder.randomStream("faults of \(component)")
      var fault = faults[component] ?? Fault(stream: stream)
      body(&fault)
      faults[component] = fault
    }
  }
}

/// A fault that begins or ends.
public enum FaultEvent: TraceEvent {
  /// Requests begin to fail.
  case failing(FaultBoard.Failures, FaultBoard.Moment)
  /// Everything takes so many times as long.
  case slow(Double)
  /// Deliveries begin to come twice.
  case duplicating(FaultBoard.Failures)
  /// The component's process was ended.
  case crashed(reason: String)
  /// The component's process runs again.
  case restarted
  /// The component is well again.
  case healed
}
