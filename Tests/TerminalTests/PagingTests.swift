import Figures
import Terminal
import Testing

@Suite("Paging")
struct PagingTests {
  /// Ten lines on a screen of five rows: four lines a page, and one for the question.
  @Test(
    "Output stops at the foot of each page until the reader wants more",
    arguments: [
      (["\r", "\r"], 2), (["a"], 1), (["\u{1B}[B", "\r", "\r"], 3), ([], 1),
    ]
  )
  func pages(keys: [String], questions: Int) {
    let device = ScriptedDevice(typing: keys, rows: 5)
    let terminal = Terminal(device: device, environment: { _ in nil })
    terminal.paged {
      for number in 1...10 { terminal.print(StyledLine("line \(number)")) }
    }
    let text = device.output
    #expect(text.ranges(of: "-- more").count == questions)
    #expect((1...10).allSatisfy { text.contains("line \($0)\n") })
  }

  @Test("The question fits into the line", arguments: [6, 12, 40, 50, 51, 80])
  func fits(columns: Int) {
    let device = ScriptedDevice(typing: ["a"], columns: columns, rows: 3)
    let terminal = Terminal(device: device, environment: { _ in nil })
    terminal.paged {
      for number in 1...4 { terminal.print(StyledLine("\(number)")) }
    }
    let question = device.output.split(separator: "\n").first { $0.contains("--") } ?? ""
    let words = question.prefix { $0 != "\r" }.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(words.count < columns && words.hasPrefix("--") && words.hasSuffix("--"))
  }

  @Test("Nothing stops in a pipe, nor for a screen reader, nor outside of pages")
  func unpaged() {
    let pipe = ScriptedDevice([], isTerminal: false)
    let reader = ScriptedDevice(typing: [], rows: 5)
    let plain = ScriptedDevice(typing: [], rows: 5)
    let lines = (1...10).map { StyledLine("line \($0)") }
    Terminal(device: pipe, environment: { _ in nil }).paged { () in }
    let forReader = Terminal(device: reader) { $0 == "ACCESSIBLE" ? "1" : nil }
    forReader.paged { forReader.print(lines) }
    Terminal(device: plain, environment: { _ in nil }).print(lines)
    #expect(!(pipe.output + reader.output + plain.output).contains("more"))
  }
}
