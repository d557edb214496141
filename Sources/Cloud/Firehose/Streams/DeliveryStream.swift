import Simulation

/// What a delivery stream is doing.
public enum DeliveryStreamStatus: String, Hashable, Sendable {
  /// It has been asked for and takes no records yet.
  case creating = "CREATING"
  /// It takes records.
  case active = "ACTIVE"
  /// It is going, and what it has not delivered goes with it.
  case deleting = "DELETING"
}

/// A delivery stream as the service keeps it.
struct DeliveryStream {
  let name: String
  /// Which of all streams it is: another of the same name has another number.
  let number: Int
  let arn: ARN
  let destination: StreamDestination
  /// In milliseconds since 1970.
  let created: Int64
  var status = DeliveryStreamStatus.creating
  var tags: [StreamTag] = []
  var buffer = StreamBuffer()
  /// Whether a batch is on its way; the next waits for its end.
  var isDelivering = false
  /// What looks at the buffer when its oldest record is old enough.
  var timer: Watchdog?
  var rate = StreamRate()

  /// The version, which grows with each change; there are none here.
  static let version = 1

  /// When what the buffer holds is to be delivered: `nil` when it is empty.
  var deadline: SimulationInstant? {
    buffer.records.first?.arrived.advanced(by: destination.buffering.interval)
  }

  /// Whether the buffer is to be delivered now.
  func isDue(at now: SimulationInstant) -> Bool {
    guard let deadline else { return false }
    return deadline <= now || buffer.bytes >= destination.buffering.bytes
  }
}

/// A record that a stream has taken.
struct StreamRecord: Sendable {
  /// Which of all it is, from 1.
  let number: Int
  /// As it was put, and with a delimiter behind it if the stream appends one.
  let data: [UInt8]
  let arrived: SimulationInstant
  /// The request that put it.
  let cause: TraceID
}

/// What a stream has gathered, in the order in which it came.
struct StreamBuffer {
  private(set) var records: [StreamRecord] = []
  private(set) var bytes = 0
  /// The number of the latest record.
  private(set) var last = 0

  mutating func append(_ data: [UInt8], at now: SimulationInstant, cause: TraceID) {
    last += 1
    records.append(StreamRecord(number: last, data: data, arrived: now, cause: cause))
    bytes += data.count
  }

  /// Takes records from the front: as many as there are, within bounds, and one at least.
  mutating func takeBatch(atMost most: Int, bytes limit: Int) -> RecordBatch {
    var (count, size) = (0, 0)
    for record in records.prefix(most) {
      guard count == 0 || size + record.data.count <= limit else { break }
      count += 1
      size += record.data.count
    }
    let batch = RecordBatch(records: records[..<count])
    records.removeFirst(count)
    bytes -= size
    return batch
  }
}

/// Records on their way together.
struct RecordBatch: Sendable {
  private(set) var records: ArraySlice<StreamRecord>

  var isEmpty: Bool { records.isEmpty }
  var count: Int { records.count }
  var first: Int { records.first?.number ?? 0 }
  var bytes: Int { records.reduce(0) { $0 + $1.data.count } }
  /// When the oldest came.
  var oldest: SimulationInstant { records.first?.arrived ?? .start }

  /// Lets go of what came before an instant.
  ///
  /// - Returns: what was let go of.
  mutating func expire(before instant: SimulationInstant) -> Self {
    let expired = records.prefix { $0.arrived < instant }
    records = records.dropFirst(expired.count)
    return Self(records: expired)
  }
}

/// How much a stream has taken in the present second.
struct StreamRate {
  private var second: Int64 = -1
  private var requests = 0
  private var records = 0
  private var bytes = 0

  /// Counts a request; false when the stream takes no more of them in this second.
  mutating func takesRequest(at now: SimulationInstant) -> Bool {
    let present = now.nanoseconds / 1_000_000_000
    if present != second { self = Self(second: present) }
    guard requests < FirehoseQuotas.requestsPerSecond else { return false }
    requests += 1
    return true
  }

  /// Counts a record; false when the stream takes no more in this second.
  mutating func takesRecord(of size: Int) -> Bool {
    guard records < FirehoseQuotas.recordsPerSecond,
      bytes + size <= FirehoseQuotas.bytesPerSecond.bytes
    else { return false }
    records += 1
    bytes += size
    return true
  }

  init() {}

  private init(second: Int64) { self.second = second }
}
