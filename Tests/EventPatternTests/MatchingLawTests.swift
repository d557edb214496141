import EventPattern
import JSON
import Testing

/// Laws on random pairs of pattern and event.
@Suite struct MatchingLawTests {
  private static let pairCount = 1_000

  /// What the module says; nil if it refuses the pattern.
  private static func verdict(_ pattern: JSONValue, _ event: JSONValue) -> Bool? {
    (try? EventPattern(parsing: pattern.text()))?.matches(event)
  }

  private static func disagrees(_ pattern: JSONValue, _ event: JSONValue) -> Bool {
    guard let verdict = verdict(pattern, event) else { return false }
    return verdict != FlatEvaluator.matches(pattern, event)
  }

  /// The smallest pair that still disagrees, on the way from this one.
  private static func shrunk(_ pattern: JSONValue, _ event: JSONValue) -> String {
    if let smaller = event.smaller.first(where: { disagrees(pattern, $0) }) {
      return shrunk(pattern, smaller)
    }
    if let smaller = pattern.smaller.first(where: { disagrees($0, event) }) {
      return shrunk(smaller, event)
    }
    return "\(pattern) \(event) is \(FlatEvaluator.matches(pattern, event))"
  }

  @Test("Matching agrees with flattening the event and trying everything", arguments: 1...10)
  func agreement(seed: UInt64) {
    var pairs = GeneratedPairs(seed: seed)
    var matchCount = 0
    for _ in 0..<Self.pairCount {
      let (pattern, event) = (pairs.pattern(), pairs.event())
      if Self.disagrees(pattern, event) {
        Issue.record("seed \(seed): \(Self.shrunk(pattern, event))")
        return
      }
      if Self.verdict(pattern, event) == true { matchCount += 1 }
    }
    #expect(matchCount > Self.pairCount / 40, "too few pairs match to prove anything")
  }

  @Test("An explanation says what matching says, and names a reason", arguments: 1...3)
  func explanation(seed: UInt64) throws {
    var pairs = GeneratedPairs(seed: seed)
    var faults: [String] = []
    for _ in 0..<Self.pairCount {
      let (text, event) = (pairs.pattern().text(), pairs.event())
      guard let pattern = try? EventPattern(parsing: text) else { continue }
      let explanation = pattern.explain(event)
      let isConsistent = explanation.combinations.allSatisfy { combination in
        combination.matches
          ? combination.fields.allSatisfy(\.isMet)
          : combination.isSplitAcrossElements || !combination.fields.allSatisfy(\.isMet)
      }
      if explanation.matches != pattern.matches(event) || !isConsistent {
        faults.append("\(text) \(event)")
      }
    }
    #expect(faults.isEmpty)
  }

  @Test("A list of many objects is matched in time that grows with its length")
  func largeLists() throws {
    let fields = ["p", "q", "r"].map { #""\#($0)": {"x": [1], "y": [2]}"# }
    let pattern = try EventPattern(parsing: "{\(fields.joined(separator: ", "))}")
    let ones: JSONValue = .array(Array(repeating: ["x": 1, "y": 3], count: 500))
    let both: JSONValue = .array(Array(repeating: ["x": 1, "y": 2], count: 500))
    #expect(!pattern.matches(["p": both, "q": both, "r": ones]))
    #expect(pattern.matches(["p": both, "q": both, "r": both]))
  }
}
