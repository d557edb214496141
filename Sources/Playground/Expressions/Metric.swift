/// A number that can be asked for by name at any moment.
struct Metric: Sendable {
  /// Whether the metric is asked about something by name.
  enum Argument: Sendable {
    /// It is about everything.
    case none
    /// It may be: `latency.p95` is about checkouts, `latency.p95("questions")` about questions.
    case optional(String)
    /// It must be: `queue.depth("orders")`.
    case required(String)
  }

  /// The name, in families: `orders.completed`.
  let name: String
  /// What its numbers count.
  let unit: Unit
  /// What it tells, in one line.
  let meaning: String
  /// What stands in parentheses.
  var argument = Argument.none
  /// What to do when there is no value yet.
  var whenEmpty = "Place an order or run a load first."
  /// Reads the value from a world; `nil` when there is none yet.
  let read: @Sendable (World, String?) throws(CommandError) -> Double?

  /// The metric as it is written: `queue.depth("QUEUE")`.
  var usage: String {
    switch argument {
    case .none: name
    case .optional(let what): "\(name)[(\"\(what.uppercased())\")]"
    case .required(let what): "\(name)(\"\(what.uppercased())\")"
    }
  }
}
