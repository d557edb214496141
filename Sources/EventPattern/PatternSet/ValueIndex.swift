import JSON

/// What the patterns of a set want at one path: from a value to the conditions that it meets.
///
/// A condition is known by a number, its target. Conditions that exclude values have targets below
/// zero; they are found by the values that they exclude.
struct ValueIndex: Sendable {
  private var nulls = Chains.none
  private var trues = Chains.none
  private var falses = Chains.none
  private var hasTexts = false
  private var forwards = TextAutomaton()
  private var backwards = TextAutomaton()
  private var numbers = IntervalIndex<Double>()
  /// What the payloads of ``numbers`` stand for.
  private var ranges: [NumberRange] = []
  private var version4 = IntervalIndex<UInt128>()
  private var version6 = IntervalIndex<UInt128>()

  fileprivate struct NumberRange: Sendable {
    let exact: NumericRange
    /// Whether both bounds are distinct as `Double`.
    let isDistinct: Bool
    let target: Int
  }

  // MARK: - Adding

  /// Makes `target` known by the values that meet `condition`.
  ///
  /// - Parameters:
  ///   - condition: the condition; not one of those that exclude values or ask for existence.
  ///   - target: its number.
  ///   - path: the number of the path, the scope of its exact texts.
  ///   - store: where texts and chains of all paths are kept.
  mutating func add(
    _ condition: Condition,
    _ target: Int,
    path: Int,
    _ store: inout ValueStore
  ) {
    switch condition {
    case .null: store.chains.add(target, to: &nulls)
    case .bool(true): store.chains.add(target, to: &trues)
    case .bool(false): store.chains.add(target, to: &falses)
    case .number(let number):
      let bound = NumericRange.Bound(amount: number, isIncluded: true)
      add(NumericRange(lower: bound, upper: bound), target)
    case .range(let range): add(range, target)
    case .text(let text): add(text, target, path: path, &store)
    case .address(let address): add(from: address, to: address, target)
    case .block(let block):
      add(from: block.first, to: block.last, target)
      if block.takesEverything {
        version6.add(.init(lower: 0, upper: .max, payload: target))
      }
    case .anythingButNumbers, .anythingButTexts, .exists:
      preconditionFailure("\(condition) is not met by single values")
    }
  }

  private mutating func add(from first: IPAddress, to last: IPAddress, _ target: Int) {
    let interval = IntervalIndex.Interval(lower: first.bits, upper: last.bits, payload: target)
    if first.isVersion6 { version6.add(interval) } else { version4.add(interval) }
  }

  private mutating func add(_ range: NumericRange, _ target: Int) {
    let lower = range.lower.map { Amount($0.amount) }
    let upper = range.upper.map { Amount($0.amount) }
    numbers.add(
      .init(
        lower: lower?.double ?? -.infinity,
        upper: upper?.double ?? .infinity,
        payload: ranges.count
      )
    )
    let isDistinct = lower?.isDistinct != false && upper?.isDistinct != false
    ranges.append(NumberRange(exact: range, isDistinct: isDistinct, target: target))
  }

  private mutating func add(
    _ text: TextCondition,
    _ target: Int,
    path: Int,
    _ store: inout ValueStore
  ) {
    switch text {
    case .exact(let bytes):
      hasTexts = true
      store.add(target, for: bytes, at: path)
    case .prefix(let bytes):
      forwards.add(bytes.map { .byte($0) }, isWhole: false, target: target, &store.chains)
    case .suffix(let bytes):
      let symbols = bytes.reversed().map { TextAutomaton.Symbol.byte($0) }
      backwards.add(symbols, isWhole: false, target: target, &store.chains)
    case .exactIgnoringCase(let text):
      forwards.add(text.symbols, isWhole: true, target: target, &store.chains)
    case .prefixIgnoringCase(let text):
      forwards.add(text.symbols, isWhole: false, target: target, &store.chains)
    case .suffixIgnoringCase(let text):
      backwards.add(text.reversedSymbols, isWhole: false, target: target, &store.chains)
    case .wildcard(let wildcard):
      add(wildcard, target, &store.chains)
    }
  }

  /// A pattern that begins with a star and ends with a text is read from its end, where few texts
  /// go along.
  private mutating func add(_ wildcard: Wildcard, _ target: Int, _ chains: inout Chains) {
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
      backwards.add(symbols, isWhole: isWhole, target: target, &chains)
    } else {
      forwards.add(symbols, isWhole: isWhole, target: target, &chains)
    }
  }

  /// Must have been called after the last addition before values are looked up.
  mutating func sort() {
    numbers.sort()
    version4.sort()
    version6.sort()
  }

  // MARK: - Looking up

  func lookUpNull(_ store: ValueStore, _ findings: inout Findings) {
    findings.meet(chain: nulls, store.chains)
  }

  func lookUp(_ bool: Bool, _ store: ValueStore, _ findings: inout Findings) {
    findings.meet(chain: bool ? trues : falses, store.chains)
  }

  func lookUp(
    text: UnsafeBufferPointer<UInt8>,
    path: Int,
    _ store: ValueStore,
    _ findings: inout Findings
  ) {
    if hasTexts { findings.meet(chain: store.chain(for: text, at: path), store.chains) }
    if !forwards.isEmpty { forwards.run(text, backwards: false, &findings.front) }
    if !backwards.isEmpty { backwards.run(text, backwards: true, &findings.front) }
    findings.meetFront(store.chains)
    guard !version4.isEmpty || !version6.isEmpty, let address = IPAddress(text) else { return }
    let addresses = address.isVersion6 ? version6 : version4
    addresses.forEach(holding: address.bits) { findings.meet($0.payload) }
  }

  /// Looks up a number, of which `literal` is the text.
  func lookUp(
    number literal: UnsafeBufferPointer<UInt8>,
    _ findings: inout Findings
  ) {
    guard !numbers.isEmpty else { return }
    let amount = Amount(literal: literal)
    numbers.forEach(holding: amount.double) { interval in
      let range = ranges[interval.payload]
      let isInside = interval.lower < amount.double && amount.double < interval.upper
      if isInside || range.holds(amount, literal, at: interval) { findings.meet(range.target) }
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

/// What the value indexes of all paths share.
struct ValueStore: Sendable {
  var chains = Chains()
  private var texts = ByteTable()
  private var heads: [Int] = []

  /// The targets that want exactly `text` at a path.
  func chain(for text: UnsafeBufferPointer<UInt8>, at path: Int) -> Int {
    let number = texts.number(of: text, in: path)
    return number < 0 ? Chains.none : heads[number]
  }

  mutating func add(_ target: Int, for text: [UInt8], at path: Int) {
    let number = texts.number(adding: text, in: path)
    if number == heads.count { heads.append(Chains.none) }
    chains.add(target, to: &heads[number])
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
