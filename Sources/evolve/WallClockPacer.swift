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
/// At a speed of 1 a simulated second takes a second; at 60 a simulated minute does.
final class WallClockPacer: Pacer {
  private let began: Int64
  private let speed: Double
  private let posted = Mutex(false)

  init(speed: Double) {
    self.speed = speed
    began = Self.monotonicNanoseconds
  }

  func wait(until instant: SimulationInstant?) -> SimulationInstant {
    let target = instant ?? .distantFuture
    while true {
      let reached = SimulationInstant(
        nanoseconds: Int64(Double(Self.monotonicNanoseconds - began) * speed)
      )
      if reached >= target { return target }
      if posted.withLock({ posted in
        defer { posted = false }
        return posted
      }) {
        return reached
      }
      pause(atMost: Double(target.nanoseconds - reached.nanoseconds) / speed)
    }
  }

  func wake() {
    posted.withLock { $0 = true }
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
