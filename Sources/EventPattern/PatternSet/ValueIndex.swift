import JSON

/// What the patterns of a set want at each path: from a value to the conditions that it meets.
///
/// A condition is known by a number, its target. Conditions that exclude values have targets below
/// zero; they are found by the values that they exclude. Paths are numbers too, and the scopes of
/// what is shared here by all of them.
struct ValueIndex: Sendable {
  /// For each path what wants the values that have no other index.
  private var heads: [Heads] = []
  private var texts = ByteTable()
  private var textHeads: [Int] = []
  private var forwards = TextAutomaton()
  private var backwards = TextAutomaton()
  private var numbers = IntervalIndex<Double>()
  /// What the payloads of ``numbers`` stand for.
  private var ranges: [NumberRange] = []
  private var version4 = IntervalIndex<UInt128>()
  private var version6 = IntervalIndex<UInt128>()
  private var chains = Chains()

  private struct Heads {
    var null = Chains.none
    var `true` = Chains.none
    var `false` = Chains.none
    var hasTexts = false
  }

  fileprivate struct NumberRange {
    let exact: NumericRange
    /// Whether both bounds are distinct as `Double`.
    let isDistinct: Bool
    let target: Int
  }

  // MARK: - Adding

  /// Makes `target` known by the values at a path that meet `condition`.
  ///
  /// - Parameters:
  ///   - target: the number of the condition.
  ///   - condition: the condition; not one of those that exclude values or ask for existence.
  ///   - path: the number of the path.
  mutating func add(_ target: Int, _ condition: Condition, at path: Int) {
    if heads.count <= path { heads += repeatElement(Heads(), count: path + 1 - heads.count) }
    switch condition {
    case .null: chains.add(target, to: &heads[path].null)
    case .bool(true): chains.add(target, to: &heads[path].true)
    case .bool(false): chains.add(target, to: &heads[path].false)
    case .number(let number):
      let bound = NumericRange.Bound(amount: number, isIncluded: true)
      add(target, NumericRange(lower: bound, upper: bound), at: path)
    case .range(let range): add(target, range, at: path)
    case .text(let text): add(target, text, at: path)
    case .address(let address): add(target, from: address, to: address, at: path)
    case .block(let block):
      add(target, from: block.first, to: block.last, at: path)
      if block.takesEverything {
        version6.add(.init(scope: path, lower: 0, upper: .max, payload: target))
      }
    case .anythingButNumbers, .anythingButTexts, .exists:
      preconditionFailure("\(condition) is not met by single values")
    }
  }

  private mutating func add(
    _ target: Int,
    from first: IPAddress,
    to last: IPAddress,
    at path: Int
  ) {
    let interval = IntervalIndex.Interval(
      scope: path,
      lower: first.bits,
      upper: last.bits,
      payload: target
    )
    if first.isVersion6 { version6.add(interval) } else { version4.add(interval) }
  }

  private mutating func add(_ target: Int, _ range: NumericRange, at path: Int) {
    let lower = range.lower.map { Amount($0.amount) }
    let upper = range.upper.map { Amount($0.amount) }
    numbers.add(
      .init(
        scope: path,
        lower: lower?.double ?? -.infinity,
        upper: upper?.double ?? .infinity,
        payload: ranges.count
      )
    )
    let isDistinct = lower?.isDistinct != false && upper?.isDistinct != false
    ranges.append(NumberRange(exact: range, isDistinct: isDistinct, target: target))
  }

  private mutating func add(_ target: Int, _ condition: TextCondition, at path: Int) {
    switch condition {
    case .exact(let bytes):
      heads[path].hasTexts = true
      let number = texts.number(adding: bytes, in: path)
      if number == textHeads.count { textHeads.append(Chains.none) }
      chains.add(target, to: &textHeads[number])
    case .prefix(let bytes):
      addForwards(target, bytes.map { .byte($0) }, at: path, isWhole: false)
    case .suffix(let bytes):
      addBackwards(target, bytes.reversed().map { .byte($0) }, at: path, isWhole: false)
    case .exactIgnoringCase(let text):
      addForwards(target, text.symbols, at: path, isWhole: true)
    case .prefixIgnoringCase(let text):
      addForwards(target, text.symbols, at: path, isWhole: false)
    case .suffixIgnoringCase(let text):
      addBackwards(target, text.reversedSymbols, at: path, isWhole: false)
    case .wildcard(let wildcard): add(target, wildcard, at: path)
    }
  }

  /// A pattern that begins with a star and ends with a text is read from its end, where few texts
  /// go along.
  private mutating func add(_ target: Int, _ wildcard: Wildcard, at path: Int) {
    var pieces = wildcard.pieces
    let isReversed = pieces[0].isEmpty && pieces.count > 1 && pieces.last != []
    if isReversed { pieces = pieces.reversed().map { $0.reversed() } }
    var symbols: [TextAutomaton.Symbol] = []
    for (place, piece) in pieces.enumerated() {
      if place > 0 { symbols.append(.star) }
      symbols += piece.map { .byte($0) }
    }
    // A star at the end takes all that may come.
    let isWhole = symbols.last != .star
    if !isWhole { symbols.removeLast() }
    if isReversed {
      addBackwards(target, symbols, at: path, isWhole: isWhole)
    } else {
      addForwards(target, symbols, at: path, isWhole: isWhole)
    }
  }

  private mutating func addForwards(
    _ target: Int,
    _ symbols: [TextAutomaton.Symbol],
    at path: Int,
    isWhole: Bool
  ) {
    forwards.add(symbols, in: path, isWhole: isWhole, target: target, &chains)
  }

  private mutating func addBackwards(
    _ target: Int,
    _ symbols: [TextAutomaton.Symbol],
    at path: Int,
    isWhole: Bool
  ) {
    backwards.add(symbols, in: path, isWhole: isWhole, target: target, &chains)
  }

  /// Must have been called after the last addition before values are looked up.
  mutating func sort() {
    numbers.sort()
    version4.sort()
    version6.sort()
  }

  // MARK: - Looking up

  func lookUpNull(at path: Int, _ findings: inout Findings) {
    if path < heads.count { findings.meet(chain: heads[path].null, chains) }
  }

  func lookUp(_ bool: Bool, at path: Int, _ findings: inout Findings) {
    guard path < heads.count else { return }
    findings.meet(chain: bool ? heads[path].true : heads[path].false, chains)
  }

  func lookUp(text: UnsafeBufferPointer<UInt8>, at path: Int, _ findings: inout Findings) {
    guard path < heads.count else { return }
    if heads[path].hasTexts {
      let number = texts.number(of: text, in: path)
      if number >= 0 { findings.meet(chain: textHeads[number], chains) }
    }
    forwards.run(text, in: path, backwards: false, &findings.front)
    backwards.run(text, in: path, backwards: true, &findings.front)
    findings.meetFront(chains)
    guard !version4.isEmpty(path) || !version6.isEmpty(path), let address = IPAddress(text) else {
      return
    }
    let blocks =
      address.isVersion6
      ? version6.intervals(holding: address.bits, in: path)
      : version4.intervals(holding: address.bits, in: path)
    for block in blocks { findings.meet(block.payload) }
  }

  /// Looks up a number, of which `literal` is the text.
  func lookUp(number literal: UnsafeBufferPointer<UInt8>, at path: Int, _ findings: inout Findings)
  {
    guard !numbers.isEmpty(path) else { return }
    let amount = Amount(literal: literal)
    for interval in numbers.intervals(holding: amount.double, in: path) {
      let isInside = interval.lower < amount.double && amount.double < interval.upper
      if isInside || ranges[interval.payload].holds(amount, literal, at: interval) {
        findings.meet(ranges[interval.payload].target)
      }
    }
  }
}

extension ValueIndex.NumberRange {
  /// Decides for a number whose `Double` is that of a bound.
  fileprivate func holds(
    _ amount: Amount,
    _ literal: UnsafeBufferPointer<UInt8>,
    at interval: IntervalIndex<Double>.Interval
  ) -> Bool {
    guard isDistinct, amount.isDistinct else {
      let number = JSONNumber(literal: String(decoding: literal, as: UTF8.self))
      return number.map(exact.contains) ?? false
    }
    return (amount.double > interval.lower || exact.lower?.isIncluded != false)
      && (amount.double < interval.upper || exact.upper?.isIncluded != false)
  }
}

extension CaselessText {
  fileprivate var symbols: [TextAutomaton.Symbol] {
    spellings.map { .character($0) }
  }

  fileprivate var reversedSymbols: [TextAutomaton.Symbol] {
    spellings.reversed().map { .character($0.map { $0.reversed() }) }
  }
}
