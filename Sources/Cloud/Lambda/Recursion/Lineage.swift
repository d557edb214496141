import Synchronization

/// How often each function has been invoked in one chain of requests.
///
/// It travels as the `Lineage` of AWS's trace header does: from a function through what it calls
/// with its client, along queues and topics, to the functions that these invoke. Other services do
/// not hand it on, so that Lambda does not notice a loop through them; what event buses hand on
/// instead is an ``EventChain``.
///
/// A class, because it is handed on with every message and nearly never looked at.
public final class Lineage: Sendable {
  private struct Entry {
    let function: String
    var count: Int
  }

  private let entries: [Entry]
  /// How many invocations Lambda has stopped in this chain.
  let stops: Int
  /// The rules of event buses that have led here; `nil` when there are none.
  let events: EventChain?

  private init(_ entries: [Entry], stops: Int, events: EventChain? = nil) {
    self.entries = entries
    self.stops = stops
    self.events = events
  }

  /// The chain behind a rule of an event bus: no invocation counts that came before it.
  static func behind(_ events: EventChain) -> Lineage { Lineage([], stops: 0, events: events) }

  /// How often the function has been invoked in the chain.
  func count(of function: String) -> Int {
    entries.first { $0.function == function }?.count ?? 0
  }

  /// The chain behind one more invocation of a function.
  ///
  /// - Parameters:
  ///   - chain: the chain so far; `nil` where it begins.
  ///   - function: who is invoked.
  /// - Returns: what the function hands on.
  static func following(_ chain: Lineage?, _ function: String) -> Lineage {
    guard let chain else { return Lineage([Entry(function: function, count: 1)], stops: 0) }
    var entries = chain.entries
    if let index = entries.firstIndex(where: { $0.function == function }) {
      entries[index].count += 1
    } else {
      entries.append(Entry(function: function, count: 1))
    }
    return Lineage(entries, stops: chain.stops, events: chain.events)
  }

  /// The chain of a batch, in which each function counts as in the longest of the messages' chains.
  static func joining(_ chains: some Sequence<Lineage?>) -> Lineage? {
    chains.reduce(nil) { joined, chain in
      guard let joined, let chain, joined !== chain else { return joined ?? chain }
      var entries = joined.entries
      for entry in chain.entries {
        if let index = entries.firstIndex(where: { $0.function == entry.function }) {
          entries[index].count = max(entries[index].count, entry.count)
        } else {
          entries.append(entry)
        }
      }
      return Lineage(
        entries,
        stops: max(joined.stops, chain.stops),
        events: joined.events ?? chain.events
      )
    }
  }

  /// The chain behind an invocation that was stopped.
  var stopped: Lineage { Lineage(entries, stops: stops + 1, events: events) }
}

/// The chain in which an execution environment works at the moment: what `_X_AMZN_TRACE_ID` is to
/// real function code, one variable that changes with every request.
final class LineageVariable: Sendable {
  private let function: String
  private let incoming = Mutex<Lineage?>(nil)

  init(of function: String) {
    self.function = function
  }

  /// Takes over the chain that the request came in.
  func begin(_ chain: Lineage?) {
    incoming.withLock { $0 = chain }
  }

  /// What the function hands on with its calls.
  var outgoing: Lineage { .following(incoming.withLock { $0 }, function) }
}
