import Simulation
import Testing

@Suite("Randomness")
struct RandomnessTests {
  /// First numbers of streams, worked out by an independent program from the published algorithms.
  struct KnownStream: Sendable {
    let seed: UInt64
    let name: String
    let numbers: [UInt64]
    let firstBelow: UInt64
  }

  static let knownStreams = [
    KnownStream(
      seed: 0,
      name: "",
      numbers: [0x279e_6541_f176_fd59, 0x9ac2_3de8_7bc0_2420, 0xfef9_5bba_0887_6786],
      firstBelow: 0xacc4_49e3_7413_9e51
    ),
    KnownStream(
      seed: 7,
      name: "arrivals",
      numbers: [0xf1d8_25d5_b705_ac95, 0x3e08_1837_b588_28c3, 0x6acb_4c3c_27ac_6db3],
      firstBelow: 0x4a3c_14b7_5ac0_f2d5
    ),
    KnownStream(
      seed: .max,
      name: "Größe",
      numbers: [0xdd57_02f4_84ee_aed8, 0x0bf8_ee21_0f3d_8021, 0x0413_d2a4_c9a9_b106],
      firstBelow: 0x68f2_82a8_0a25_6c30
    ),
  ]

  @Test("A stream is a function of its seed and name", arguments: knownStreams)
  func streamIsKnown(_ known: KnownStream) {
    var stream = RandomStream(seed: known.seed, name: known.name)
    let copy = stream
    let numbers = known.numbers.map { _ in stream.next() }
    var below = stream.stream("below")
    #expect(numbers == known.numbers && below.next() == known.firstBelow)
    #expect(copy != stream && copy.stream("below") == stream.stream("below"))
  }

  /// Values from a program that calculates with 200 bits.
  static let logarithms: [(x: Double, ln: Double)] = [
    (0.5, -0.6931471805599453), (2, 0.6931471805599453), (10, 2.302585092994046),
    (1e-300, -690.7755278982137), (0.1, -2.3025850929940455), (3, 1.0986122886681098),
    (1e300, 690.7755278982137), (1, 0), (.leastNonzeroMagnitude, -744.4400719213812),
    (.greatestFiniteMagnitude, 709.782712893384), (0, -.infinity), (.infinity, .infinity),
  ]

  static let exponentials: [(x: Double, power: Double)] = [
    (0, 1), (1, 2.718281828459045), (-1, 0.36787944117144233), (0.5, 1.6487212707001282),
    (10, 22026.465794806718), (-10, 4.5399929762484854e-05), (700, 1.0142320547350045e+304),
    (-700, 9.85967654375977e-305), (1e-10, 1.0000000001), (709.9, .infinity), (-750, 0),
    (-745, .leastNonzeroMagnitude), (-.infinity, 0), (.infinity, .infinity),
  ]

  @Test("Logarithm and exponential function are right to the last place")
  func functionsAreExact() {
    let wrong =
      Self.logarithms.filter { !isNear(PortableMath.logarithm($0.x), $0.ln) }.map(\.x)
      + Self.exponentials.filter { !isNear(PortableMath.exponential($0.x), $0.power) }.map(\.x)
    let undefined = [PortableMath.logarithm(-1), PortableMath.exponential(.nan)]
    #expect(wrong.isEmpty && undefined.allSatisfy(\.isNaN))
  }

  /// Equal up to one unit in the last place.
  private func isNear(_ number: Double, _ right: Double) -> Bool {
    number == right || number.nextUp == right || number.nextDown == right
  }

  @Test("Whole numbers are equally likely, and every range can be drawn from")
  func wholeNumbersAreUniform() {
    var stream = RandomStream(seed: 1, name: "whole")
    var counts = Array(repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.uniform(below: 7)] += 1 }
    // Chi-square with 6 degrees of freedom: above 22.5 once in a thousand times.
    #expect(counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 } < 22.5)
    let ranges: [ClosedRange<Int>] = [.min ... .max, .min ... -1, 5...5, -2...2, 0 ... .max]
    for range in ranges {
      #expect((0..<100).allSatisfy { _ in range.contains(stream.uniform(in: range)) })
    }
    let doubles = 2.0..<2.0.nextUp
    #expect((0..<100).allSatisfy { _ in doubles.contains(stream.uniform(in: doubles)) })
  }

  @Test(
    "A probability holds as the ratio that it is",
    arguments: [(0, 1), (1, 20), (2, 3), (1, 1)]
  )
  func bernoulliFollowsItsRatio(_ numerator: Int, _ denominator: Int) {
    var stream = RandomStream(seed: 2, name: "bernoulli")
    let ratio = Ratio(numerator, of: denominator)
    let hits = (0..<20_000).count { _ in stream.bernoulli(ratio) }
    let deviation = (20_000 * ratio.value * ratio.complement.value).squareRoot()
    #expect(abs(Double(hits) - 20_000 * ratio.value) <= 3 * deviation)
  }

  @Test("Shuffling and picking are fair and keep what they are given")
  func shufflingIsFair() {
    var stream = RandomStream(seed: 3, name: "shuffle")
    var orders: [[Int]: Int] = [:]
    for _ in 0..<6_000 { orders[stream.shuffled(1...3), default: 0] += 1 }
    var picks = [0, 0, 0]
    for _ in 0..<6_000 { picks[stream.pickIndex(weights: [1, 0, 2])] += 1 }
    #expect(orders.count == 6 && orders.values.allSatisfy { abs($0 - 1_000) < 110 })
    #expect(picks[1] == 0 && abs(picks[0] - 2_000) < 120)
    #expect(stream.shuffled(0..<100).sorted() == Array(0..<100))
    #expect(stream.pick(from: [Int]()) == nil && stream.pick(from: 4...4) == 4)
  }

  @Test(
    "Text is read as the ratio that it says",
    arguments: [
      ("5%", Ratio(1, of: 20), "5%"), ("12.5 %", Ratio(1, of: 8), "12.5%"),
      ("0.05", Ratio(1, of: 20), "5%"), ("1/3", Ratio(1, of: 3), "1/3"), ("1", .one, "100%"),
      ("0%", .zero, "0%"), ("100%", .one, "100%"), ("0.001%", Ratio(1, of: 100_000), "0.001%"),
    ]
  )
  func ratioIsRead(_ text: String, _ ratio: Ratio, _ spelling: String) {
    #expect(Ratio(text) == ratio && ratio.description == spelling && Ratio(spelling) == ratio)
  }

  @Test(
    "Text that is no ratio is refused",
    arguments: [
      "", "%", "101%", "1.01", "-5%", "3/2", "1/0", "-1/2", "a", "5 percent", "1e-3", "nan", ".",
      "1.", "0x1", "99999999999999999999%",
    ]
  )
  func textIsNoRatio(_ text: String) {
    #expect(Ratio(text) == nil)
  }

  @Test("Ratios compare exactly")
  func ratiosCompare() {
    let ratios = [Ratio(Int.max - 1, of: .max), Ratio(1, of: 3), .one, .percent(33), .zero]
    #expect(ratios.sorted() == [.zero, .percent(33), Ratio(1, of: 3), ratios[0], .one])
  }
}

/// A distribution, and what share of its values lies below one that is told by theory.
struct DistributionCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let distribution: DurationDistribution
  let value: Duration
  let shareBelow: Double

  static let all: [Self] = [
    row("constant", .constant(.milliseconds(3)), .milliseconds(4), 1),
    row("none", .constant(.zero), .milliseconds(1), 1),
    row("uniform", .uniform(.milliseconds(2) ... .milliseconds(6)), .milliseconds(3), 0.25),
    row("exponential", .exponential(mean: .milliseconds(4)), .milliseconds(4), 0.6321205588),
    row("erlang", .erlang(stages: 3, mean: .milliseconds(3)), .milliseconds(3), 0.5768099189),
    row(
      "hyperexponential",
      .hyperexponential(mean: .milliseconds(1), squaredVariation: 4),
      .milliseconds(1),
      0.7595991338
    ),
    row(
      "log-normal",
      .logNormal(mean: .milliseconds(20), deviation: .milliseconds(20)),
      .microseconds(14_142),
      0.5
    ),
  ]

  private static func row(
    _ name: String,
    _ distribution: DurationDistribution,
    _ value: Duration,
    _ share: Double
  ) -> Self {
    Self(testDescription: name, distribution: distribution, value: value, shareBelow: share)
  }
}

@Suite("Distributions of durations")
struct DurationDistributionTests {
  @Test("Samples have the mean, the spread and the shape", arguments: DistributionCase.all)
  func samplesFollow(_ row: DistributionCase) {
    var means: [Double] = []
    var squares: [Double] = []
    var shares: [Double] = []
    for seed: UInt64 in 1...20 {
      var stream = RandomStream(seed: seed, name: row.testDescription)
      let samples = (0..<1_000).map { _ in row.distribution.sample(using: &stream) }
      let mean = row.distribution.mean.seconds
      means.append(RunningMoments(of: samples.map(\.seconds)).mean)
      squares.append(
        RunningMoments(of: samples.map { ($0.seconds - mean) * ($0.seconds - mean) }).mean
      )
      shares.append(Double(samples.count { $0 < row.value }) / 1_000)
    }
    let mean = row.distribution.mean.seconds
    expect(means, toBeAround: mean)
    expect(squares, toBeAround: row.distribution.squaredVariation * mean * mean)
    expect(shares, toBeAround: row.shareBelow)
  }

  /// The 99 % interval, and a hair for those that do not vary at all.
  private func expect(
    _ results: [Double],
    toBeAround mean: Double,
    at location: SourceLocation = #_sourceLocation
  ) {
    let interval = ConfidenceInterval(of: results, level: .percent99)
    #expect(
      abs(interval.mean - mean) <= interval.halfWidth + 1e-9 * mean,
      "\(interval) does not tell \(mean)",
      sourceLocation: location
    )
  }

  @Test("No sample is negative, and huge ones do not trap")
  func samplesStayInRange() {
    var stream = RandomStream(seed: 5, name: "huge")
    let year = Duration.seconds(365 * 86_400)
    let longest = Duration.nanoseconds(Int64.max)
    let huge = DurationDistribution.hyperexponential(mean: year * 250, squaredVariation: 1_000)
    let samples = (0..<2_000).map { _ in huge.sample(using: &stream) }
    #expect(samples.allSatisfy { $0 >= .zero } && samples.max() == longest)
  }
}
