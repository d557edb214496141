import Figures
import Testing

struct LayoutLawTests {
  @Test(arguments: [true, false], [true, false])
  func `no line is ever wider than the layout, nor holds control characters`(
    unicode: Bool,
    inWords: Bool
  ) throws {
    var generated = GeneratedFigures(generator: SeededGenerator(seed: 11))
    for round in 0..<400 {
      let width = 20 + round % 101
      let figure = generated.figure()
      for line in Layout(width: width, unicode: unicode, inWords: inWords).lines(for: figure) {
        let text = line.text
        let holds =
          text.displayWidth <= width && line.width <= width
          && text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control && (unicode || scalar.isASCII)
          }
        try #require(holds, "round \(round), width \(width), \(text.displayWidth): \(text)")
      }
    }
  }

  @Test func `equal figures make equal lines`() {
    var one = GeneratedFigures(generator: SeededGenerator(seed: 5))
    var other = GeneratedFigures(generator: SeededGenerator(seed: 5))
    let layout = Layout(width: 80, unicode: true)
    let pairs = (0..<60).map { _ in
      (layout.lines(for: one.figure()), layout.lines(for: other.figure()))
    }
    #expect(pairs.allSatisfy { $0 == $1 })
  }
}
