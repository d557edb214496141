/// What the answers of many say about one item.
///
/// Facility, discrimination and its efficiency are Moodle's (`calculator.php`); upper–lower D is
/// Lopez's (1998), with groups of 27 %. An item that was left out counts 0; one that was not
/// reached is not counted at all.
public struct ItemStatistics: Sendable, Hashable {
  /// Something to look at.
  public enum Flag: Sendable, Hashable {
    /// Fewer answers than ``ItemStatistics/enough``: the figures say little.
    case tooFew
    /// Efficiency below 15 %, Moodle's "dubious".
    case dubious
    /// Who is better at the rest is worse here.
    case negative
    /// Fewer are right than would be by guessing.
    case belowGuessing
    /// A wrong option that fewer than 5 % choose (BMC Medical Education 10:85).
    case idle(option: String)
    /// A wrong option whose choosers do better on the rest than those of the right one.
    case rival(option: String)

    /// The flag in words.
    public var words: String {
      switch self {
      case .tooFew: "too few"
      case .dubious: "dubious: tells good from weak badly"
      case .negative: "negative: check the key"
      case .belowGuessing: "below guessing"
      case .idle(let option): "\(option) is hardly chosen"
      case .rival(let option): "\(option) draws the better half: check the key"
      }
    }
  }

  /// So many answers are enough to flag an item (our choice).
  public static let enough = 20

  /// The item.
  public let item: String
  /// How many reached it and were graded on it.
  public let count: Int
  /// The mean score, from 0 to 1; nil without answers.
  public let facility: Double?
  /// What guessing earns on average, from 0 to 1.
  public let guessing: Double
  /// 100 · cov(x, rest) / √(var x · var rest); nil when a variance is 0.
  public let discrimination: Double?
  /// 100 · cov(x, rest) over the same of both sorted; nil when that is 0.
  public let efficiency: Double?
  /// The facility of the best 27 % less that of the weakest 27 %; nil without two answers.
  public let upperLower: Double?
  /// How many chose each option, by letter, for an item with options.
  public let choices: [(option: String, count: Int)]
  /// What to look at.
  public let flags: [Flag]

  /// Looks at the item at `index` of a quiz.
  ///
  /// - Complexity: O(n log n) for n submissions.
  init(of item: QuizItem, at index: Int, in submissions: [GradedSubmission]) {
    let seen = submissions.filter { $0.answers[index].isReached && $0.answers[index].score != nil }
    let scores = seen.map { $0.answers[index].score ?? 0 }
    let rests = zip(seen, scores).map { $0.points - $1 }
    let totals = seen.map(\.points)
    self.item = item.id
    count = seen.count
    facility = Moments.mean(scores)
    guessing = Guessing.rate(of: item)
    let covariance = Moments.covariance(scores, rests)
    let spread = Moments.variance(scores) * Moments.variance(rests)
    discrimination = spread > 0 ? 100 * covariance / spread.squareRoot() : nil
    let most = Moments.covariance(scores.sorted(), rests.sorted())
    efficiency = most > 0 ? 100 * covariance / most : nil
    upperLower = Self.upperLower(scores, totals: totals)
    let picks = Picks(of: item, at: index, in: seen, rests: rests)
    choices = picks.counts
    guard count >= Self.enough else {
      flags = [.tooFew]
      return
    }
    var flags: [Flag] = []
    if let discrimination, discrimination < 0 {
      flags.append(.negative)
    } else if let efficiency, efficiency < 15 {
      flags.append(.dubious)
    }
    if let facility, facility < guessing { flags.append(.belowGuessing) }
    self.flags = flags + picks.flags
  }

  private static func upperLower(_ scores: [Double], totals: [Double]) -> Double? {
    guard scores.count > 1 else { return nil }
    let order = scores.indices.sorted { (totals[$0], $0) < (totals[$1], $1) }
    let size = max(1, Int((0.27 * Double(scores.count)).rounded()))
    let lower = order.prefix(size).map { scores[$0] }
    let upper = order.suffix(size).map { scores[$0] }
    return (upper.reduce(0, +) - lower.reduce(0, +)) / Double(size)
  }

  /// Whether two say the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.item == right.item && left.count == right.count && left.facility == right.facility
      && left.discrimination == right.discrimination && left.efficiency == right.efficiency
      && left.upperLower == right.upperLower && left.flags == right.flags
      && left.choices.map(\.option) == right.choices.map(\.option)
      && left.choices.map(\.count) == right.choices.map(\.count)
  }

  /// Mixes in what tells items apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(item)
    hasher.combine(count)
    hasher.combine(facility)
  }
}

/// Who chose which option of an item.
private struct Picks {
  private(set) var counts: [(option: String, count: Int)] = []
  private(set) var flags: [ItemStatistics.Flag] = []

  init(of item: QuizItem, at index: Int, in seen: [GradedSubmission], rests: [Double]) {
    guard let choice = item.question.choice else { return }
    var rests = rests.enumerated().makeIterator()
    var choosers: [[Double]] = choice.options.map { _ in [] }
    var answered = 0
    for submission in seen {
      let rest = rests.next()?.element ?? 0
      guard case .options(let chosen) = submission.answers[index].response else { continue }
      answered += 1
      for option in chosen { choosers[option].append(rest) }
    }
    counts = zip(choice.options, choosers).map { ($0.letter, $1.count) }
    let isSingle = choice.right.count == 1
    let keyMean = choice.right.first.flatMap { Moments.mean(choosers[$0]) }
    for (option, rests) in zip(choice.options, choosers) where !option.isRight {
      if Double(rests.count) < 0.05 * Double(answered), choice.options.count > 2 {
        flags.append(.idle(option: option.letter))
      }
      // One chooser is chance; a handful that beats the key is worth a look.
      if isSingle, rests.count >= 5, let mean = Moments.mean(rests), let keyMean, mean > keyMean {
        flags.append(.rival(option: option.letter))
      }
    }
  }
}

/// Means and spreads of lists of numbers.
enum Moments {
  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  static func variance(_ values: [Double]) -> Double { covariance(values, values) }

  /// The sample covariance of two lists of one length; 0 for fewer than two numbers.
  static func covariance(_ left: [Double], _ right: [Double]) -> Double {
    guard left.count > 1, let first = mean(left), let second = mean(right) else { return 0 }
    var sum = 0.0
    for (one, other) in zip(left, right) { sum += (one - first) * (other - second) }
    // Equal numbers whose mean is off by a hair have no spread.
    return sum.magnitude < 1e-12 ? 0 : sum / Double(left.count - 1)
  }
}
