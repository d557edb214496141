import Figures

/// A small seeded source of random numbers (SplitMix64), so that every failure repeats.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Random figures of every kind, awkward texts and numbers among them.
struct GeneratedFigures {
  var generator: SeededGenerator

  private static let texts = [
    "", "shop", "payment-provider", "database", "a long sentence that will not fit on one line",
    "Ünïcode", "日本語のテキスト", "🌱 garden 🧑‍🌾", "e\u{301}le\u{301}phant", "tab\tbed",
    "\u{1B}[31mred\u{1B}[0m",
    "line\nbreak", String(repeating: "x", count: 90), "CRLF\r\nline", "→ ≤ “quoted” … —", "🇩🇪🇫🇷",
    "\u{202E}turned", "☂\u{FE0F}", "한국어",
  ]
  private static let numbers: [Double] = [
    0, 1, -1, 0.001, 12.5, 1e6, 1e12, 1e300, -3e8, 1e-300, .infinity, .nan,
  ]

  mutating func figure() -> Figure {
    switch int(0...5) {
    case 0: .text(text())
    case 1: .table(table())
    case 2: .graph(graph())
    case 3: .chart(chart())
    case 4: .timeline(timeline())
    default: .stack([.text(text()), .table(table())])
    }
  }

  private mutating func int(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func text() -> String { Self.texts[int(0...Self.texts.count - 1)] }

  private mutating func number() -> Double {
    int(0...9) == 0
      ? Self.numbers[int(0...Self.numbers.count - 1)]
      : Double.random(in: 0...900, using: &generator)
  }

  private mutating func table() -> Table {
    let columns = int(0...7)
    return Table(
      title: int(0...1) == 0 ? nil : text(),
      columns: (0..<columns).map { _ in Table.Column(text(), int(0...1) == 0 ? .leading : .trailing)
      },
      rows: (0..<int(0...5)).map { _ in (0..<int(0...columns)).map { _ in Span(text(), .good) } }
    )
  }

  private mutating func graph() -> Graph {
    let count = int(0...24)
    let nodes = (0..<count).map { number in
      Graph.Node(
        "n\(number)",
        label: int(0...2) == 0 ? text() : "node-\(number)",
        kind: int(0...1) == 0 ? "function" : text(),
        group: int(0...2) == 0 ? "zone a" : nil,
        status: int(0...3) == 0 ? Span(text(), .bad) : nil,
        note: int(0...3) == 0 ? text() : nil
      )
    }
    let edges = (0..<int(0...2 * count)).map { _ in
      Graph.Edge(
        from: "n\(int(0...count))",
        to: "n\(int(0...count))",
        label: int(0...2) == 0 ? text() : nil,
        style: Graph.Style.allCases[int(0...2)]
      )
    }
    return Graph(title: text(), nodes: nodes, edges: edges)
  }

  private mutating func chart() -> Chart {
    Chart(
      title: text(),
      xAxis: .init(text(), int(0...1) == 0 ? .time : .amount(unit: text())),
      yAxis: .init(text(), int(0...1) == 0 ? .time : .amount(unit: text())),
      style: int(0...1) == 0 ? .line : .step,
      series: (0..<int(0...8)).map { _ in
        Chart.Series(text(), points: (0..<int(0...50)).map { _ in Chart.Point(number(), number()) })
      },
      marks: (0..<int(0...4)).map { _ in
        Chart.Mark(at: number(), until: int(0...1) == 0 ? nil : number(), text())
      }
    )
  }

  private mutating func bar() -> Timeline.Bar {
    let (from, label) = (number(), int(0...2) == 0 ? text() : nil)
    return Timeline.Bar(text(), from: from, to: number(), label: label, isIdle: int(0...2) == 0)
  }

  private mutating func timeline() -> Timeline {
    Timeline(
      title: text(),
      lanes: (0..<int(0...5)).map { _ in
        Timeline.Lane(
          text(),
          in: int(0...2) == 0 ? text() : nil,
          bars: (0..<int(0...12)).map { _ in bar() },
          marks: (0..<int(0...3)).map { _ in Timeline.Mark(text(), at: number()) }
        )
      }
    )
  }
}
