import Shop
import Simulation
import Testing

/// One text and what it means, or what its error must name.
struct LoadCase: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: String
  var testDescription: String { text }

  static let good = [
    LoadCase(text: "steady for 10m", expected: "steady --rate 7/s for 10m"),
    LoadCase(text: "flash-sale for 10m", expected: "flash-sale --rate 7/s for 10m"),
    LoadCase(text: "steady --rate 20/s for 5m", expected: "steady --rate 20/s for 5m"),
    LoadCase(text: "  ramp  for 90s --rate 600/m ", expected: "ramp --rate 10/s for 90s"),
    LoadCase(text: "night for 2h", expected: "night --rate 7/s for 2h"),
    LoadCase(text: "day for 1d", expected: "day --rate 7/s for 1d"),
    LoadCase(text: "day --rate 2/s for 24h", expected: "day --rate 2/s for 1d"),
    LoadCase(text: "steady --rate 1/d for 365d", expected: "steady --rate 1/d for 365d"),
    LoadCase(text: "steady --rate 0.5/s for 1m", expected: "steady --rate 30/m for 1m"),
    LoadCase(text: "customers.txt", expected: "customers.txt for 3500ms"),
    LoadCase(text: "customers.txt for 2s", expected: "customers.txt for 2s"),
  ]

  static let bad = [
    LoadCase(text: "", expected: "steady, ramp, flash-sale, day, night"),
    LoadCase(text: "rush for 10m", expected: "steady, ramp, flash-sale, day, night"),
    LoadCase(text: "steady", expected: "such as steady for 10m"),
    LoadCase(text: "steady for", expected: "90s, 10m, 2h or 1d"),
    LoadCase(text: "steady for 10", expected: "10 is not understood"),
    LoadCase(text: "steady for -10m", expected: "from 1s to 365d"),
    LoadCase(text: "steady for 0s", expected: "from 1s to 365d"),
    LoadCase(text: "steady for 366d", expected: "from 1s to 365d"),
    LoadCase(text: "steady for 999999999999d", expected: "is not understood"),
    LoadCase(text: "steady for nan", expected: "is not understood"),
    LoadCase(text: "steady for infs", expected: "is not understood"),
    LoadCase(text: "steady --rate for 10m", expected: "for is not understood"),
    LoadCase(text: "steady --rate 0/s for 10m", expected: "1/d to 10000/s"),
    LoadCase(text: "steady --rate -1/s for 10m", expected: "-1/s is not understood"),
    LoadCase(text: "steady --rate 1e9/s for 10m", expected: "is not understood"),
    LoadCase(text: "steady --rate 10001/s for 10m", expected: "1/d to 10000/s"),
    LoadCase(text: "steady --rate inf/s for 10m", expected: "is not understood"),
    LoadCase(text: "steady --rate 20 for 10m", expected: "20/s or 600/m"),
    LoadCase(text: "steady --rate 1000/s for 365d", expected: "at most 20000000"),
    LoadCase(text: "steady for 1m for 2m", expected: "for is there twice"),
    LoadCase(text: "steady for 1m please", expected: "please means nothing here"),
    LoadCase(text: "absent.txt", expected: "absent.txt cannot be read"),
    LoadCase(text: "customers.txt --rate 2/s", expected: "leave out --rate"),
    LoadCase(text: "jumbled.txt", expected: "jumbled.txt: line 2:"),
    LoadCase(text: "empty.txt", expected: "empty.txt: there is no arrival"),
    LoadCase(text: "prose.txt", expected: "prose.txt: line 2: \"soon\" is not a time"),
    LoadCase(text: "negative.txt", expected: "negative.txt: line 1: -1 is negative"),
    LoadCase(text: "endless.txt", expected: "from 1s to 365d"),
    LoadCase(text: "steady --rate 1e-9/s for 10m", expected: "is not understood"),
  ]
}

@Suite struct LoadTests {
  private static func parse(_ text: String) throws -> Load {
    let files = [
      "customers.txt": "0.5\n1\n3.5\n", "jumbled.txt": "2\n1\n", "empty.txt": "# none\n",
      "prose.txt": "1\nsoon\n", "negative.txt": "-1\n", "endless.txt": "400d\n",
    ]
    return try Load(parsing: text) { name in
      guard let text = files[name] else { throw CancellationError() }
      return text
    }
  }

  @Test(arguments: LoadCase.good)
  func `a load is read from its words`(row: LoadCase) throws {
    let load = try Self.parse(row.text)
    #expect(load.description.hasSuffix(row.expected), "\(load.description)")
  }

  @Test(arguments: LoadCase.bad)
  func `a load that is none is refused, and told what to write`(row: LoadCase) {
    var text = "it was taken"
    do {
      _ = try Self.parse(row.text)
    } catch {
      text = "\(error)"
    }
    #expect(text.contains(row.expected), "\(text)")
  }

  @Test func `a load is read back from its own description`() throws {
    let loads = try LoadCase.good.map { try Self.parse($0.text) }
    #expect(try loads.map { try Self.parse($0.description) } == loads)
  }

  @Test func `each mix adds up and is mostly orders`() {
    for mix in [Mix.ordinary, .sale] {
      let shares = Feature.allCases.map { mix[$0].value }
      #expect(shares[0] > 0.8 && shares.reduce(0, +) == 1)
    }
  }
}
