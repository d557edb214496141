extension RandomStream {
  /// Draws a number that is at least 0 and below 1: a multiple of 2⁻⁵³, all equally likely.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Draws a number from `range`, all equally likely.
  public mutating func uniform(in range: Range<Double>) -> Double {
    let number = range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    // Rounding can reach the upper bound, which does not belong to the range.
    return number < range.upperBound ? number : range.lowerBound
  }

  /// Draws a whole number from `range`, all exactly equally likely.
  public mutating func uniform(in range: ClosedRange<Int>) -> Int {
    let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    let offset = span == .max ? next() : uniform(below: span + 1)
    return range.lowerBound &+ Int(truncatingIfNeeded: offset)
  }

  /// Draws a duration from `range` in whole nanoseconds, all exactly equally likely.
  public mutating func uniform(in range: ClosedRange<Duration>) -> Duration {
    let bounds = Int(range.lowerBound.nanoseconds)...Int(range.upperBound.nanoseconds)
    return .nanoseconds(Int64(uniform(in: bounds)))
  }

  /// Draws a whole number that is at least 0 and below `count`, all exactly equally likely.
  ///
  /// - Parameter count: how many numbers there are; at least 1.
  /// - Returns: the number.
  public mutating func uniform(below count: Int) -> Int {
    precondition(count > 0, "one of \(count) numbers cannot be drawn: there must be at least 1")
    return Int(uniform(below: UInt64(count)))
  }

  /// Multiplies instead of dividing, and rejects the few draws that would favour some numbers
  /// (Lemire, 2019).
  private mutating func uniform(below count: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: count)
    if product.low < count {
      let surplus = (0 &- count) % count
      while product.low < surplus {
        product = next().multipliedFullWidth(by: count)
      }
    }
    return product.high
  }

  /// Draws true with exactly the probability `ratio`.
  public mutating func bernoulli(_ ratio: Ratio) -> Bool {
    uniform(below: ratio.denominator) < ratio.numerator
  }

  /// Draws from the exponential distribution with mean 1.
  ///
  /// The greatest value is 36.7, because ``uniform()`` has 53 bits.
  public mutating func exponential() -> Double {
    -PortableMath.logarithm(1 - uniform())
  }

  /// Draws from the normal distribution with mean 0 and standard deviation 1.
  ///
  /// Marsaglia's polar method (1964), which needs no sine and cosine.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      return x * (-2 * PortableMath.logarithm(square) / square).squareRoot()
    }
  }
}

extension RandomStream {
  /// Draws an element of `choices`, all equally likely; `nil` if there is none.
  public mutating func pick<Choices: RandomAccessCollection>(
    from choices: Choices
  ) -> Choices.Element? {
    guard !choices.isEmpty else { return nil }
    let offset = uniform(below: choices.count)
    return choices[choices.index(choices.startIndex, offsetBy: offset)]
  }

  /// Draws the index of one of `weights`, each as likely as its share of their sum.
  ///
  /// - Parameter weights: none negative, at least one above zero.
  /// - Returns: the index.
  /// - Complexity: O(n) in the number of weights.
  public mutating func pickIndex(weights: [Int]) -> Int {
    precondition(weights.allSatisfy { $0 >= 0 }, "weights \(weights) must not be negative")
    let total = weights.reduce(0, +)
    precondition(total > 0, "weights \(weights) must not all be zero")
    var rest = uniform(below: total)
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    preconditionFailure("\(rest) is left of a draw below \(total) over weights \(weights)")
  }

  /// Brings the elements into a random order, all orders equally likely.
  ///
  /// - Complexity: O(n).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, uniform(below: last + 1))
    }
  }

  /// Returns the elements in a random order, all orders equally likely.
  ///
  /// - Complexity: O(n).
  public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
    var array = Array(elements)
    shuffle(&array)
    return array
  }
}
