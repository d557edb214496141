import EventPattern
import FoundationEssentials
import JSON
import Testing

/// Many patterns at once say what each says alone.
@Suite struct PatternSetTests {
  /// How many sets a seed makes, for a run by hand that is longer: `EVOLVE_SETS=20000` makes ten
  /// seeds try about a million pairs.
  private static let setCount =
    ProcessInfo.processInfo.environment["EVOLVE_SETS"].flatMap(Int.init) ?? 50

  private static func single(_ pattern: JSONValue, _ event: JSONValue) -> Bool {
    (try? EventPattern(parsing: pattern.text()))?.matches(event) ?? false
  }

  /// The smallest case that fails among `count` of them; `nil` if none does.
  private static func failure(
    seed: UInt64,
    count: Int,
    damages: Bool = false,
    against reference: @escaping (JSONValue, JSONValue) -> Bool
  ) -> String? {
    var pairs = GeneratedPairs(seed: seed)
    func fails(_ row: SetCase) -> Bool {
      let expected = row.expected(reference)
      return !row.found().allSatisfy { $0 == expected }
    }
    for _ in 0..<count {
      var row = pairs.set(of: pairs.one(of: [1, 3, 10]))
      if damages { row.event = pairs.damaged(row.event) }
      guard fails(row) else { continue }
      let small = row.shrunk(while: fails)
      return "seed \(seed): \(small.patterns) \(small.event) is \(small.expected(reference)),"
        + " not \(small.found())"
    }
    return nil
  }

  @Test("A set agrees with flattening each event and trying everything", arguments: 1...10)
  func agreement(seed: UInt64) {
    #expect(Self.failure(seed: seed, count: Self.setCount, against: FlatEvaluator.matches) == nil)
  }

  @Test("A damaged text is refused in the parser's words, or matched as it reads", arguments: 1...4)
  func damage(seed: UInt64) {
    #expect(
      Self.failure(seed: seed, count: Self.setCount, damages: true, against: Self.single) == nil
    )
  }

  @Test("The rows of the services' table hold for a set of all of them")
  func serviceTable() throws {
    var set = PatternSet<Int>()
    var patterns: [EventPattern?] = []
    for (number, row) in PatternCase.all.enumerated() {
      patterns.append(try? EventPattern(parsing: row.pattern))
      set[number] = patterns[number]
    }
    var faults: [String] = []
    for row in PatternCase.all {
      switch row.outcome {
      case .refused: continue
      case .match(let text), .noMatch(let text):
        let event = try JSONValue(parsing: text)
        let expected = patterns.indices.filter { patterns[$0]?.matches(event) == true }
        let found = SetCase.found(set, text)
        if found != ["\(expected)", "\(expected)"] { faults.append("\(row.row): \(found)") }
      }
    }
    #expect(faults.isEmpty)
  }

  /// Values beyond what the generator makes: a pattern's list, and texts of values.
  struct Values: Sendable {
    let pattern: String
    let events: [String]
  }

  static let values: [Values] = [
    Values(
      pattern: #"[{"equals-ignore-case": "straße"}, {"prefix": {"equals-ignore-case": "Éa"}}]"#,
      events: [
        #""STRASSE""#, #""strasse""#, #""STRAßE""#, #""éA1""#, #""E\u0301a""#, #""\u00c9ab""#,
        #""Straß""#,
      ]
    ),
    Values(
      pattern: #"[{"suffix": {"equals-ignore-case": "ß"}}, {"suffix": "😀"}]"#,
      events: [#""aSS""#, #""ass""#, #""ß""#, #""\ud83d\ude00""#, #""\ude00""#, #""x😀""#, #""SS""#]
    ),
    Values(
      pattern: #"[300, 0.1, 12345678901234567890, 1e400]"#,
      events: [
        "300.0", "3e2", "0.10", "1e-1", "0.1000000000000000055", "12345678901234567890.0",
        "12345678901234567891", "1e400", "10e399", "1e401", "-0", "301",
      ]
    ),
    Values(
      pattern: #"[{"numeric": [">", -0.5, "<=", 9007199254740992]}, {"numeric": ["<", -1e300]}]"#,
      events: [
        "-0.5", "-0.49999999999999999999", "9007199254740993", "9007199254740992", "-1e300",
        "-1e301", "-2e300", "9007199254740994", "9007199254740993.0000001",
      ]
    ),
    Values(
      pattern: #"[{"anything-but": [1, 2.50]}]"#,
      events: ["1.0", "2.5", "[1, 2.5]", "[1, 3]", "\"1\"", "{}", "[]", "[{}]", "null"]
    ),
    Values(
      pattern: #"[{"cidr": "10.0.0.0/9"}, {"cidr": "2001:db8::/32"}, "::1"]"#,
      events: [
        #""10.127.0.1""#, #""10.128.0.0""#, #""2001:0DB8:ffff::""#, #""2001:db9::""#,
        #""0:0:0:0:0:0:0:1""#, #""::ffff:10.0.0.1""#, #""::ffff:a00:1""#, #""10.0.0""#,
      ]
    ),
    Values(
      pattern: #"[{"cidr": "0.0.0.0/0"}, {"wildcard": "a*b*c"}, {"wildcard": "*é"}]"#,
      events: [
        #""::1""#, #""1.2.3.4""#, #""abcbc""#, #""acb""#, #""abc\n""#, #""é""#, #""e\u0301""#,
        #""a*b*c""#, #""aXbYc""#,
      ]
    ),
    Values(
      pattern: #"[{"anything-but": {"wildcard": ["*x*", "y"]}}, {"exists": false}]"#,
      events: [#""axb""#, #""y""#, #""yy""#, #"["x", "y"]"#, #"["x", 1]"#, "{}", "[]", "\"\""]
    ),
  ]

  @Test("Values of every kind are found as one by one", arguments: values)
  func value(_ row: Values) throws {
    let pattern = try EventPattern(parsing: #"{"v": \#(row.pattern)}"#)
    var set = PatternSet<Int>()
    set[1] = pattern
    var faults: [String] = []
    for value in row.events {
      for text in [#"{"v": \#(value)}"#, #"{"v":[\#(value)],"w":[]}"#] {
        let isMatch = (try? JSONValue(parsing: text)).map(pattern.matches) ?? false
        let found = SetCase.found(set, text).map { $0 == "[1]" }
        if found.contains(!isMatch) { faults.append("\(text): \(found)") }
      }
    }
    #expect(faults.isEmpty)
  }

  @Test(
    "Names that are unlike others lead where the parser leads",
    arguments: [
      #"{"a": 1, "a": 2}"#, #"{"a": {"b": 1}, "a": {"b": 2}}"#, #"{"a.b": 2, "a": {"b": 1}}"#,
      #"{"\u0061": 2}"#, #"{"K": 1, "\#u{212A}": 2}"#, #"{"\#u{212A}": 2, "K": 1}"#,
      #"{"é": 1, "e\#u{301}": 2}"#, #"{"e\#u{301}": 2}"#, #"{"": 2}"#, #"{"a": [[{"b": 2}]]}"#,
      #"{"a.b": {"c": 2}}"#, #"{"x.y": 1, "a": 2}"#, #"[{"a": 2}]"#, #""a""#, "2", "{}",
    ]
  )
  func names(_ text: String) throws {
    var set = PatternSet<Int>()
    var patterns: [EventPattern] = []
    for path in [#""a": "#, #""a": {"b": "#, #""K": "#, #""é": "#, #""e\#u{301}": "#, #""": "#] {
      let end = path.contains("{") ? "}}" : "}"
      for list in ["[1]", "[2]", #"[{"exists": false}]"#] {
        patterns.append(try EventPattern(parsing: "{\(path)\(list)\(end)"))
        set[patterns.count - 1] = patterns.last
      }
    }
    let event = try JSONValue(parsing: text)
    let expected = patterns.indices.filter { patterns[$0].matches(event) }
    #expect(SetCase.found(set, text) == ["\(expected)", "\(expected)"])
  }

  @Test("Patterns that come, change and go leave a set as if it were new", arguments: 1...3)
  func changes(seed: UInt64) throws {
    var pairs = GeneratedPairs(seed: seed)
    var set = PatternSet<Int>()
    var kept: [(id: Int, pattern: EventPattern)] = []
    var faults: [String] = []
    for _ in 0..<300 {
      let id = pairs.one(of: Array(0..<12))
      let place = kept.firstIndex { $0.id == id }
      if pairs.chance(1, of: 3) {
        set[id] = nil
        if let place { kept.remove(at: place) }
      } else if let pattern = try? EventPattern(parsing: pairs.pattern().text()) {
        set[id] = pattern
        if let place { kept[place].pattern = pattern } else { kept.append((id, pattern)) }
      }
      let event = pairs.event()
      let expected = kept.filter { $0.pattern.matches(event) }.map(\.id)
      if set.matches(event) != expected || set.count != kept.count { faults.append("\(event)") }
    }
    #expect(faults.isEmpty)
  }

  @Test("Nesting up to the parser's limit is matched, and beyond it refused")
  func nesting() throws {
    var set = PatternSet<Int>()
    set[1] = try EventPattern(parsing: #"{"a": [1]}"#)
    func text(_ depth: Int) -> String {
      let lists = String(repeating: "[", count: depth)
      return #"{"b": \#(lists)\#(String(repeating: "]", count: depth)), "a": 1}"#
    }
    let limit = JSONTokenizer.nestingLimit
    #expect(try set.matches(parsing: Array(text(limit - 1).utf8)) == [1])
    #expect(throws: JSONError.self) { try set.matches(parsing: Array(text(limit).utf8)) }
  }
}
