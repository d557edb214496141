import Simulation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Paces a simulation by the wall clock: the one place that reads it.
///
/// At a speed of 1 a simulated second takes a second, at 60 a simulated minute does. Time in which
/// nothing is run, such as while the learner types, is not caught up on.
final class WallClockPacer: Pacer {
  private struct State {
    var instant = SimulationInstant.start
    var wall = WallClockPacer.monotonicNanoseconds
    var hasPostedWork = false
  }

  private let speed: Double
  private let state = Mutex(State())

  /// How far the simulation may hurry to make up for a busy machine.
  private static let slack: Int64 = 50_000_000

  init(speed: Double) {
    self.speed = speed
  }

  func wait(until instant: SimulationInstant?) -> SimulationInstant {
    let target = instant ?? .distantFuture
    while true {
      let (reached, isOver) = state.withLock { state -> (SimulationInstant, Bool) in
        let now = Self.monotonicNanoseconds
        let elapsed = Double(now - state.wall) * speed
        let left = Double(target.nanoseconds - state.instant.nanoseconds)
        if elapsed >= left {
          state.instant = target
          state.wall = max(state.wall + Int64(left / speed), now - Self.slack)
          return (target, true)
        }
        let reached = SimulationInstant(nanoseconds: state.instant.nanoseconds + Int64(elapsed))
        defer { state.hasPostedWork = false }
        return (reached, state.hasPostedWork)
      }
      if isOver { return reached }
      pause(atMost: Double(target.nanoseconds - reached.nanoseconds) / speed)
    }
  }

  func wake() {
    state.withLock { $0.hasPostedWork = true }
  }

  /// Sleeps a little: short enough that posted work is noticed without delay.
  private func pause(atMost nanoseconds: Double) {
    usleep(UInt32(max(1, min(nanoseconds / 1_000, 5_000))))
  }

  private static var monotonicNanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
