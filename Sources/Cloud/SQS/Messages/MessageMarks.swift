/// What a message carries beside body and attributes, when it carries any of it: its group, what
/// tells a repetition of it, its number, its trace and a sender of another account.
///
/// A class, because most messages of standard queues have none of these, and a reference to nothing
/// keeps them small.
final class MessageMarks: Sendable {
  /// In a FIFO queue what is kept in order; in a standard queue whose message it is.
  let group: String?
  /// What tells a repetition, in a FIFO queue.
  let deduplicationID: String?
  /// The message's number in its FIFO queue; larger than those of all messages before it.
  let sequence: SequenceNumber?
  /// The X-Ray header that the producer has sent along.
  let traceHeader: String?
  /// The account that has sent it, if it is not the queue's.
  let sender: String?

  init(
    group: String? = nil,
    deduplicationID: String? = nil,
    sequence: SequenceNumber? = nil,
    traceHeader: String? = nil,
    sender: String? = nil
  ) {
    self.group = group
    self.deduplicationID = deduplicationID
    self.sequence = sequence
    self.traceHeader = traceHeader
    self.sender = sender
  }

  /// The same marks in another FIFO queue.
  func numbered(_ sequence: SequenceNumber?) -> MessageMarks {
    MessageMarks(
      group: group,
      deduplicationID: deduplicationID,
      sequence: sequence,
      traceHeader: traceHeader,
      sender: sender
    )
  }
}

/// The number that a FIFO queue gives to a message: 20 digits that only ever grow.
struct SequenceNumber: Hashable {
  private let count: UInt64

  /// The number of a queue's `count`th message.
  init(count: UInt64) {
    self.count = count
  }

  /// The digits.
  ///
  /// AWS's numbers leave gaps of no fixed size; these leave one of 256.
  var text: String {
    let digits = String(count * 256)
    return "188" + String(repeating: "0", count: 17 - digits.utf8.count) + digits
  }
}
