import JSON
import Simulation

/// One event of a source, on its way to a function.
struct EventRecord {
  /// What the function calls it by when it says that it has failed.
  let id: String
  /// The event as the function sees it.
  let event: JSONValue
  /// What filter criteria look into.
  let data: String
  /// What tells the source that the event is done.
  let handle: String
  /// Until when nobody else gets the event.
  let isMineUntil: SimulationInstant
  /// The record of its coming from the source.
  let cause: TraceID
  /// The chain of requests that it continues.
  let lineage: Lineage?
  /// More bytes than the event can have as text: cheaper than to count them.
  let sizeBound: Int
}

/// The events that a function is run on at once, no more than a request's payload holds.
struct EventBatch {
  /// What stands around the events, without the comma that the last one has not.
  private static let frame = #"{"Records":[]}"#.utf8.count - 1
  private static let limit = LambdaQuotas.synchronousPayload.bytes

  private(set) var records: [EventRecord] = []
  private var bound = Self.frame
  /// The exact size of the first ``measured`` records; counted only where the bound is too large.
  private var size = Self.frame
  private var measured = 0

  var isEmpty: Bool { records.isEmpty }
  var count: Int { records.count }

  /// The event that the function gets.
  var event: JSONValue { ["Records": .array(records.map(\.event))] }

  /// The chain of requests that a request for the batch continues.
  var lineage: Lineage? { .joining(records.lazy.map(\.lineage)) }

  mutating func append(_ more: [EventRecord]) {
    records += more
    for record in more { bound += record.sizeBound }
  }

  /// Whether the events fill a request, so that there is no use in waiting for more.
  mutating func fillsRequest() -> Bool {
    guard bound > Self.limit else { return false }
    while measured < records.count {
      size += records[measured].event.textSize + 1
      measured += 1
    }
    return size >= Self.limit
  }

  /// The same events in as few batches as the payload allows, in their order.
  ///
  /// An event that is too large by itself is a batch by itself, and will be refused.
  var parts: [EventBatch] {
    guard bound > Self.limit else { return [self] }
    var parts: [EventBatch] = []
    for record in records {
      let added = record.event.textSize + 1
      if parts.isEmpty || parts[parts.count - 1].size + added > Self.limit {
        parts.append(EventBatch())
      }
      parts[parts.count - 1].append([record])
      parts[parts.count - 1].size += added
      parts[parts.count - 1].measured += 1
    }
    return parts
  }

  /// How large the event is, when it is too large for a request: of a part that holds one event.
  var excessiveSize: Int? { size > Self.limit ? size : nil }
}
