/// The patterns of a set, taken apart into what they ask for at each path and put together again.
///
/// Conditions that few values meet lead to their patterns. Those that most values meet (`exists`,
/// `anything-but`) are only looked at once the rest of a pattern is met.
struct PatternEngine: Sendable {
  private(set) var tree = PathTree()
  private(set) var values = ValueIndex()

  private var conditions: [FieldCondition] = []
  private var conditionNumbers: [FieldKey: Int] = [:]
  private var exclusionCount = 0
  /// For each path the target that any leaf meets; -1 while nobody asks.
  private var presences: [Int] = []
  private var conjunctions: [Conjunction] = []
  private var others: [Int] = []
  private var conjunctionPaths: [Int] = []
  private var conjunctionTree = ConjunctionTree()
  private var isSorted = true

  /// One field's list of alternatives: the same list at the same path is one condition.
  private struct FieldCondition {
    let path: Int
    /// Alternatives that take what they do not list.
    let exclusions: Range<Int>
    let takesAnything: Bool
    let takesAbsence: Bool

    /// Whether few values meet it, and only those that have been looked up.
    var isSelective: Bool { exclusions.isEmpty && !takesAnything && !takesAbsence }
  }

  private struct FieldKey: Hashable {
    let path: Int
    let alternatives: [Condition]
  }

  /// What a branch of a pattern asks for.
  private struct Conjunction {
    let pattern: Int
    let branch: Int
    /// Where in ``others`` the conditions are that are still to be looked at.
    let others: Range<Int>
    /// Where in ``conjunctionPaths`` its paths are.
    let paths: Range<Int>
  }

  /// How often targets are used, to begin with the one that is used least.
  private var useCounts: [Int] = []

  // MARK: - Adding

  /// Adds a pattern, known by `number`.
  mutating func add(_ pattern: EventPattern, number: Int) {
    isSorted = false
    for (place, branch) in pattern.branches.enumerated() {
      let fields = branch.fields.map { condition(of: $0) }
      var targets = fields.filter { conditions[$0].isSelective }
      if targets.isEmpty, let path = anchor(of: fields) { targets = [presence(at: path)] }
      targets.sort { (useCounts[$0], $0) < (useCounts[$1], $1) }
      for target in targets { useCounts[target] += 1 }
      conjunctionTree.add(targets, number: conjunctions.count)
      let rest = fields.filter { !conditions[$0].isSelective }
      conjunctions.append(
        Conjunction(
          pattern: number,
          branch: place,
          others: others.count..<others.count + rest.count,
          paths: conjunctionPaths.count..<conjunctionPaths.count + fields.count
        )
      )
      others += rest
      conjunctionPaths += fields.map { conditions[$0].path }
    }
  }

  /// Of the paths that an event must have, the one that is asked for least.
  private func anchor(of fields: [Int]) -> Int? {
    let paths = fields.filter { !conditions[$0].takesAbsence }.map { conditions[$0].path }
    return paths.min { (uses(ofPath: $0), $0) < (uses(ofPath: $1), $1) }
  }

  private func uses(ofPath path: Int) -> Int {
    presences[path] < 0 ? 0 : useCounts[presences[path]]
  }

  private mutating func presence(at path: Int) -> Int {
    if presences[path] < 0 {
      presences[path] = newTarget(
        FieldCondition(path: path, exclusions: 0..<0, takesAnything: true, takesAbsence: false)
      )
    }
    return presences[path]
  }

  private mutating func newTarget(_ condition: FieldCondition) -> Int {
    conditions.append(condition)
    useCounts.append(0)
    return conditions.count - 1
  }

  private mutating func condition(of field: Field) -> Int {
    let path = path(of: field)
    let key = FieldKey(path: path, alternatives: field.alternatives.map(\.condition))
    if let known = conditionNumbers[key] { return known }
    let excluding = field.alternatives.filter { $0.condition.excluded != nil }
    let exclusions = exclusionCount..<exclusionCount + excluding.count
    exclusionCount += excluding.count
    let number = newTarget(
      FieldCondition(
        path: path,
        exclusions: exclusions,
        takesAnything: field.alternatives.contains { $0.condition == .exists(true) },
        takesAbsence: field.allowsAbsence
      )
    )
    conditionNumbers[key] = number
    for (exclusion, alternative) in zip(exclusions, excluding) {
      for condition in alternative.condition.excluded ?? [] {
        values.add(~exclusion, condition, at: path)
      }
    }
    for alternative in field.alternatives where alternative.condition.isMetBySomeValues {
      values.add(number, alternative.condition, at: path)
    }
    return number
  }

  private mutating func path(of field: Field) -> Int {
    let node = tree.node(adding: field.path)
    if tree.path(at: node) < 0 {
      tree.setPath(presences.count, at: node)
      presences.append(-1)
    }
    return tree.path(at: node)
  }

  // MARK: - Matching

  /// A branch of a pattern, by numbers.
  struct BranchNumber: Sendable {
    let pattern: Int
    let branch: Int
  }

  /// Gets ready for an event.
  mutating func begin(_ findings: inout Findings) {
    if !isSorted {
      values.sort()
      isSorted = true
    }
    findings.begin(
      targets: conditions.count,
      exclusions: exclusionCount,
      paths: presences.count,
      nodes: tree.nodeCount
    )
  }

  /// Notes that any leaf stands at `path`.
  func beginLeaf(at path: Int, _ findings: inout Findings) {
    if findings.beginLeaf(at: path), presences[path] >= 0 { findings.meet(presences[path]) }
  }

  /// Finds the branches of which all fields are met.
  ///
  /// - Parameters:
  ///   - findings: what the event has.
  ///   - numbers: memory to work with.
  ///   - matched: where to put the patterns that match, some perhaps more than once.
  ///   - undecided: where to put the branches of which several fields are met within lists, so that
  ///     it is still to be seen whether one element meets them together.
  func conclude(
    _ findings: Findings,
    _ numbers: inout [Int],
    matched: inout [Int],
    undecided: inout [BranchNumber]
  ) {
    numbers.removeAll(keepingCapacity: true)
    conjunctionTree.collect(findings, into: &numbers)
    for number in numbers where areMet(conjunctions[number].others, findings) {
      let pattern = conjunctions[number].pattern
      if findings.hasChoices, listCount(conjunctions[number].paths, findings) > 1 {
        undecided.append(BranchNumber(pattern: pattern, branch: conjunctions[number].branch))
      } else {
        matched.append(pattern)
      }
    }
  }

  private func areMet(_ range: Range<Int>, _ findings: Findings) -> Bool {
    for place in range where !isMet(others[place], findings) { return false }
    return true
  }

  /// How many of the paths lead into elements of lists.
  private func listCount(_ range: Range<Int>, _ findings: Findings) -> Int {
    range.count { findings.isInList(conjunctionPaths[$0]) }
  }

  private func isMet(_ number: Int, _ findings: Findings) -> Bool {
    if findings.isMet(number) { return true }
    let leafCount = findings.leafCount(at: conditions[number].path)
    if leafCount == 0 { return conditions[number].takesAbsence }
    if conditions[number].takesAnything { return true }
    for exclusion in conditions[number].exclusions
    where findings.excludedCount(by: exclusion) < leafCount {
      return true
    }
    return false
  }
}

extension Condition {
  /// Whether some values meet it and others do not, so that a value leads to it.
  fileprivate var isMetBySomeValues: Bool {
    if case .exists = self { return false }
    return excluded == nil
  }

  /// The conditions of which none may be met; `nil` unless it excludes values.
  fileprivate var excluded: [Condition]? {
    switch self {
    case .anythingButNumbers(let numbers): numbers.map { .number($0) }
    case .anythingButTexts(let texts): texts.map { .text($0) }
    default: nil
    }
  }
}
