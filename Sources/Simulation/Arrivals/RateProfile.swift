/// A rate that changes over time, in straight pieces: level, rising or falling.
public struct RateProfile: Hashable, Sendable {
  /// A stretch of time over which the rate goes in a straight line.
  public struct Piece: Hashable, Sendable {
    /// How long it lasts.
    public let duration: Duration
    /// The rate at its beginning.
    public let first: Rate
    /// The rate at its end.
    public let last: Rate

    /// Creates a piece that goes from `first` to `last`.
    ///
    /// - Parameters:
    ///   - duration: above zero.
    ///   - first: the rate at the beginning.
    ///   - last: the rate at the end; `nil` for the same.
    public init(for duration: Duration, _ first: Rate, to last: Rate? = nil) {
      precondition(duration.nanoseconds > 0, "a piece of \(duration) must last a while")
      self.duration = duration
      self.first = first
      self.last = last ?? first
    }

    /// How many arrivals the piece brings on average.
    public var expectedArrivals: Double {
      (first.perSecond + last.perSecond) / 2 * duration.seconds
    }

    func rate(at seconds: Double) -> Double {
      first.perSecond + (last.perSecond - first.perSecond) * (seconds / duration.seconds)
    }
  }

  /// The pieces in order of time.
  public let pieces: [Piece]
  /// Whether the first piece follows the last, for ever; otherwise the rate is zero from then on.
  public let repeats: Bool

  /// Creates a profile.
  ///
  /// - Parameters:
  ///   - pieces: the pieces in order of time, at least one.
  ///   - repeats: whether the first follows the last; some piece then needs a rate above zero.
  public init(_ pieces: [Piece], repeats: Bool = false) {
    precondition(!pieces.isEmpty, "a profile needs at least one piece")
    self.pieces = pieces
    self.repeats = repeats
    precondition(
      !repeats || expectedArrivals > 0,
      "a profile without arrivals cannot repeat: it would never come to one"
    )
  }

  /// Creates a rate that stays the same for `duration`.
  public static func constant(_ rate: Rate, for duration: Duration) -> Self {
    Self([Piece(for: duration, rate)])
  }

  /// How long all pieces last, once.
  public var duration: Duration {
    pieces.reduce(.zero) { $0 + $1.duration }
  }

  /// How many arrivals all pieces bring on average, once.
  public var expectedArrivals: Double {
    pieces.reduce(0) { $0 + $1.expectedArrivals }
  }

  /// The highest rate.
  public var peak: Rate {
    pieces.reduce(.zero) { max($0, $1.first, $1.last) }
  }

  /// Returns the rate `offset` after the beginning; where two pieces meet, that of the later one.
  ///
  /// - Complexity: O(n) in the number of pieces.
  public func rate(at offset: Duration) -> Rate {
    var rest = repeats ? .nanoseconds(offset.nanoseconds % duration.nanoseconds) : offset
    for piece in pieces {
      if rest < piece.duration { return .perSecond(piece.rate(at: rest.seconds)) }
      rest -= piece.duration
    }
    return .zero
  }
}

/// Walks along a profile from arrival to arrival.
///
/// A Poisson process with a changing rate is one with rate 1 on another clock: the mean number of
/// arrivals so far. Inverting that number is exact; dropping surplus arrivals is not needed.
struct RateWalk: Sendable {
  private let profile: RateProfile
  private var index = 0
  /// When the current piece began.
  private var pieceStart: SimulationInstant
  /// How far into the piece the walk is, in seconds.
  private var position = 0.0

  init(_ profile: RateProfile, from start: SimulationInstant) {
    self.profile = profile
    pieceStart = start
  }

  /// Goes on until `expected` more arrivals are due on average; `nil` if the profile ends before.
  mutating func advance(by expected: Double) -> SimulationInstant? {
    var expected = expected
    while index < profile.pieces.count {
      let piece = profile.pieces[index]
      let rate = piece.rate(at: position)
      let remaining = (rate + piece.last.perSecond) / 2 * (piece.duration.seconds - position)
      if expected < remaining {
        let rise = (piece.last.perSecond - piece.first.perSecond) / piece.duration.seconds
        // The root of rate·t + rise·t²/2 = expected, in the form that also holds for no rise.
        let root = max(0, rate * rate + 2 * rise * expected).squareRoot()
        if expected > 0 { position += 2 * expected / (rate + root) }
        let offset = min(.seconds(rounding: position), piece.duration)
        return pieceStart.advanced(by: offset)
      }
      expected -= remaining
      pieceStart = pieceStart.advanced(by: piece.duration)
      position = 0
      index += 1
      if profile.repeats, index == profile.pieces.count { index = 0 }
    }
    return nil
  }
}
