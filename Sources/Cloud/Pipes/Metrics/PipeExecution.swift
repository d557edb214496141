import Simulation

/// One batch on its way through a pipe, as the metrics see it.
struct PipeExecution: Sendable {
  /// What a batch goes through.
  enum Stage {
    case enrichment, target
  }

  private enum Result {
    case succeeded, failedInPart, failed
  }

  private let events: Int
  private let size: Int
  private let start: SimulationInstant
  private var stage: (kind: Stage, start: SimulationInstant)?
  private var enrichment: Duration?
  private var target: Duration?
  private var result = Result.succeeded

  /// Begins with a batch of so many events and bytes.
  init(events: Int, size: Int, at start: SimulationInstant) {
    self.events = events
    self.size = size
    self.start = start
  }

  /// The batch comes to the enrichment or to the target.
  mutating func begin(_ kind: Stage, at now: SimulationInstant) { stage = (kind, now) }

  /// It has left the stage in which it was, however.
  mutating func endStage(at now: SimulationInstant) {
    guard let (kind, start) = stage else { return }
    stage = nil
    switch kind {
    case .enrichment: enrichment = start.duration(to: now)
    case .target: target = start.duration(to: now)
    }
  }

  /// The batch is done with.
  mutating func end(_ outcome: BatchOutcome, of count: Int) {
    result =
      switch outcome {
      case .returned(let failed) where failed.isEmpty: .succeeded
      case .returned(let failed): failed.count < count ? .failedInPart : .failed
      case .functionError, .refused: .failed
      }
  }

  /// What is counted of the pipe.
  func figures(at now: SimulationInstant) -> [(PipeMetric, Int64)] {
    let (isFailed, isFailedInPart) = (result == .failed, result == .failedInPart)
    var figures: [(PipeMetric, Int64)] = [
      (.invocations, 1), (.executionThrottled, 0), (.executionTimeout, 0),
      (.eventCount, Int64(events)), (.eventSize, Int64(size)),
      (.duration, Self.milliseconds(start.duration(to: now))),
      (.executionFailed, isFailed ? 1 : 0), (.executionPartiallyFailed, isFailedInPart ? 1 : 0),
    ]
    if let enrichment {
      let failed = isFailed && target == nil
      figures.append((.enrichmentStageDuration, Self.milliseconds(enrichment)))
      figures.append((.enrichmentStageFailed, failed ? 1 : 0))
      figures.append((.targetStageSkipped, target == nil && !failed ? 1 : 0))
    }
    if let target {
      figures.append((.targetStageDuration, Self.milliseconds(target)))
      figures.append((.targetStageFailed, isFailed ? 1 : 0))
      figures.append((.targetStagePartiallyFailed, isFailedInPart ? 1 : 0))
    }
    return figures
  }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    duration.nanoseconds / 1_000_000
  }
}
