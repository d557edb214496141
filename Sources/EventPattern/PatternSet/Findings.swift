/// What one event has of what the patterns of a set ask for.
///
/// The memory is kept from event to event; what an earlier event left has another turn.
struct Findings: Sendable {
  /// Targets above zero that were met, each once, in the order of the event.
  private(set) var met: [Int] = []
  /// The front of the automata.
  var front = TextAutomaton.Front()
  /// Whether a value asked for lies in an object or a list that is an element of a list.
  private(set) var hasChoices = false

  private var turn = 0
  private var metTurns: [Int] = []
  private var paths: [PathFinding] = []
  private var exclusions: [Exclusion] = []
  private var leafCount = 0
  /// How many lists lie around the value that is being read.
  private var listDepth = 0
  /// For each node of the paths' tree the object in which its name was read last.
  private var objects: [Int] = []
  private var objectCount = 0

  private struct PathFinding {
    var turn = 0
    var leafCount = 0
    var isInList = false
  }

  private struct Exclusion {
    var turn = 0
    var leafCount = 0
    var leaf = 0
  }

  /// Forgets the event before.
  mutating func begin(targets: Int, exclusions count: Int, paths pathCount: Int, nodes: Int) {
    turn += 1
    met.removeAll(keepingCapacity: true)
    hasChoices = false
    listDepth = 0
    Self.lengthen(&metTurns, to: targets, by: 0)
    Self.lengthen(&exclusions, to: count, by: Exclusion())
    Self.lengthen(&paths, to: pathCount, by: PathFinding())
    Self.lengthen(&objects, to: nodes, by: 0)
  }

  private static func lengthen<T>(_ array: inout [T], to count: Int, by value: T) {
    if array.count < count { array += repeatElement(value, count: count - array.count) }
  }

  // MARK: - Reading an event

  /// Begins an object and returns its number, of which no two are alike.
  mutating func beginObject() -> Int {
    objectCount += 1
    return objectCount
  }

  /// Tells whether a name is new in its object.
  mutating func isNew(_ node: Int, in object: Int) -> Bool {
    if objects[node] == object { return false }
    objects[node] = object
    return true
  }

  mutating func enterListElement() { listDepth += 1 }

  mutating func leaveListElement() { listDepth -= 1 }

  /// Notes that a leaf stands at a path.
  ///
  /// - Returns: Whether it is the event's first one there.
  mutating func beginLeaf(at path: Int) -> Bool {
    leafCount += 1
    let isFirst = paths[path].turn != turn
    if isFirst { paths[path] = PathFinding(turn: turn) }
    paths[path].leafCount += 1
    if listDepth > 0 {
      paths[path].isInList = true
      hasChoices = true
    }
    return isFirst
  }

  /// Notes that the leaf meets a condition, or is excluded by one with a target below zero.
  mutating func meet(_ target: Int) {
    if target >= 0 {
      if metTurns[target] != turn {
        metTurns[target] = turn
        met.append(target)
      }
      return
    }
    let place = ~target
    if exclusions[place].turn != turn { exclusions[place] = Exclusion(turn: turn) }
    if exclusions[place].leaf != leafCount {
      exclusions[place].leaf = leafCount
      exclusions[place].leafCount += 1
    }
  }

  /// Notes all conditions of a chain.
  mutating func meet(chain head: Int, _ chains: Chains) {
    var link = head
    while link >= 0 {
      meet(chains.number(at: link))
      link = chains.next(after: link)
    }
  }

  /// Notes what the automata have found.
  mutating func meetFront(_ chains: Chains) {
    for place in front.found.indices { meet(chain: front.found[place], chains) }
    front.found.removeAll(keepingCapacity: true)
  }

  // MARK: - What was found

  func isMet(_ target: Int) -> Bool { metTurns[target] == turn }

  /// How many leaves stand at a path.
  func leafCount(at path: Int) -> Int { paths[path].turn == turn ? paths[path].leafCount : 0 }

  /// How many leaves an exclusion excludes.
  func excludedCount(by exclusion: Int) -> Int {
    exclusions[exclusion].turn == turn ? exclusions[exclusion].leafCount : 0
  }

  /// Whether one of the leaves at a path lies in an object or a list within a list.
  func isInList(_ path: Int) -> Bool { paths[path].turn == turn && paths[path].isInList }
}
