import FoundationEssentials
import Testing

/// The habits that hold this package together, each with what to do instead.
@Suite struct TidyTests {
  static let sources = (try? SourceFile.all(in: "Sources")) ?? []
  static let tests = (try? SourceFile.all(in: "Tests")) ?? []
  static let simulated: Set<String> = ["Simulation", "Cloud", "Shop", "Playground"]

  /// Refuses every finding with its place and its remedy.
  func refuse(_ findings: [String]) {
    #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
  }

  @Test func `there are files to look at`() {
    #expect(Self.sources.count > 50 && Self.tests.count > 20)
  }

  // MARK: Layers

  /// The arrows as Package.swift states them: `("Cloud", ["EventPattern", "JSON", "Simulation"])`.
  static let layers: [String: Set<String>] = {
    let text =
      (try? String(contentsOfFile: "\(SourceFile.root)/Package.swift", encoding: .utf8)) ?? ""
    var layers: [String: Set<String>] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("  (\"") {
      let names = line.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
      guard let layer = names.first else { continue }
      layers[String(layer.element)] = Set(names.dropFirst().map { String($0.element) })
    }
    return layers
  }()

  @Test func `layers import only what lies below them`() {
    #expect(Self.layers.count == 9)
    let toolchain: Set<String> = [
      "Synchronization", "FoundationEssentials", "Glibc", "Musl", "Darwin",
    ]
    refuse(
      Self.sources.flatMap { file -> [String] in
        guard let below = Self.layers[file.target] else { return [] }
        return file.imports.filter { !below.contains($0.module) && !toolchain.contains($0.module) }
          .map { number, module in
            "\(file.path):\(number): \(file.target) must not import \(module); it may import"
              + " \(below.sorted().joined(separator: ", ")). Move the code to the layer that may."
          }
      }
    )
  }

  @Test func `Foundation and the C library stay out of the lower layers`() {
    let pure: Set<String> = [
      "JSON", "Figures", "Simulation", "EventPattern", "Cloud", "Shop", "Playground",
    ]
    refuse(
      Self.sources.filter { pure.contains($0.target) }.flatMap { file in
        file.imports.filter { $0.module != "Synchronization" && Self.layers[$0.module] == nil }
          .map {
            "\(file.path):\($0.number): \($0.module) makes results differ between machines;"
              + " write the few lines that are needed, or move the code up to Course or evolve."
          }
      }
    )
  }

  @Test func `the shop's domain knows no cloud`() {
    refuse(
      Self.sources.filter { $0.path.hasPrefix("Sources/Shop/Domain/") }.flatMap { file in
        file.imports.map {
          "\(file.path):\($0.number): the domain is the same in every architecture; it imports"
            + " nothing, not even \($0.module)."
        }
      }
    )
  }

  // MARK: Determinism

  struct Ban: Sendable, CustomTestStringConvertible {
    let pattern: String
    let instead: String
    /// Files that are what others are to use instead.
    var exceptIn: [String] = []
    var testDescription: String { pattern }
  }

  static let bans: [Ban] = [
    Ban(pattern: "Task {", instead: "simulation.spawn(on:)"),
    Ban(pattern: "Task{", instead: "simulation.spawn(on:)"),
    Ban(pattern: "Task(", instead: "simulation.spawn(on:)"),
    Ban(
      pattern: "Task.detached",
      instead: "simulation.spawn(on:)",
      exceptIn: ["Sources/Simulation/Scheduling/"]
    ),
    Ban(pattern: "Task.immediate", instead: "simulation.spawn(on:)"),
    Ban(pattern: "Task.sleep", instead: "simulation.sleep(for:)"),
    Ban(pattern: "Task.yield", instead: "simulation.sleep(for: .zero)"),
    Ban(pattern: "Date(", instead: "simulation.now"),
    Ban(pattern: "UUID(", instead: "Identifiers.uuid(from:)"),
    Ban(pattern: "ContinuousClock", instead: "simulation.now"),
    Ban(pattern: "SuspendingClock", instead: "simulation.now"),
    Ban(pattern: "SystemRandomNumberGenerator", instead: "simulation.randomStream(_:)"),
    Ban(pattern: ".random(", instead: "simulation.randomStream(_:)"),
    Ban(pattern: ".randomElement(", instead: "simulation.randomStream(_:)"),
    Ban(pattern: ".shuffled()", instead: "RandomStream's shuffle"),
    Ban(pattern: "Hasher(", instead: "a hash of our own: Swift seeds its one for each process"),
    Ban(pattern: ".hashValue", instead: "a hash of our own: Swift seeds its one for each process"),
    Ban(pattern: "DispatchQueue", instead: "simulation.spawn(on:)"),
    Ban(pattern: "Thread", instead: "simulation.spawn(on:)"),
    Ban(pattern: "@unchecked Sendable", instead: "a Mutex, or an actor that is Simulated"),
  ]

  @Test(arguments: bans) func `the simulated layers are deterministic`(_ ban: Ban) {
    refuse(
      Self.sources.filter { file in
        Self.simulated.contains(file.target) && !ban.exceptIn.contains { file.path.hasPrefix($0) }
      }.flatMap { file in
        file.code.filter { Self.names(ban.pattern, in: $0.text) }.map {
          "\(file.path):\($0.number): \(ban.pattern) is not deterministic; use \(ban.instead)."
        }
      }
    )
  }

  /// Finds `pattern` where it is not the end of a longer name.
  static func names(_ pattern: String, in text: String) -> Bool {
    text.ranges(of: pattern).contains { range in
      guard range.lowerBound > text.startIndex, pattern.first?.isLetter == true else { return true }
      let before = text[text.index(before: range.lowerBound)]
      return !before.isLetter && !before.isNumber && before != "_"
    }
  }

  @Test func `actors of the simulated layers run on the simulation`() {
    let pinned = ["Simulated", "CloudService", "FunctionCode", "LambdaExtension", "HTTPEndpoint"]
    refuse(
      Self.sources.filter { Self.simulated.contains($0.target) }.flatMap { file in
        file.code.filter { line in
          let words = line.text.split(whereSeparator: { " :,{<".contains($0) })
          guard let keyword = words.firstIndex(of: "actor"), keyword + 1 < words.count,
            words[..<keyword].allSatisfy({ ["public", "private", "final"].contains($0) })
          else { return false }
          return !words.contains { pinned.contains(String($0)) }
        }.map {
          "\(file.path):\($0.number): an actor with an executor of its own runs its jobs by"
            + " priority; conform it to Simulated."
        }
      }
    )
  }

  @Test func `no test sleeps in real time`() {
    let clocks = ["Task" + ".sleep", "usleep(", "nanosleep("]
    refuse(
      Self.tests.filter { $0.target != "TidyTests" }.flatMap { file in
        file.code.filter { line in clocks.contains { Self.names($0, in: line.text) } }.map {
          "\(file.path):\($0.number): use the simulation's clock."
        }
      }
    )
  }

  // MARK: Size

  @Test func `files hold one idea`() {
    refuse(
      (Self.sources + Self.tests).filter { $0.lines.count > 400 }.map {
        "\($0.path): \($0.lines.count) lines; split it where its second idea begins."
      }
    )
  }

  @Test func `functions fit on a screen`() {
    refuse(
      Self.sources.flatMap { file in
        file.functionLengths.filter { $0.length > 70 }.map {
          "\(file.path):\($0.number): a function of \($0.length) lines; name its parts."
        }
      }
    )
  }

  @Test func `the top of the package shows what the brief lists, and nothing else`() throws {
    let entries = try FileManager.default.contentsOfDirectory(atPath: SourceFile.root)
    let visible = Set(entries.filter { !$0.hasPrefix(".") }).subtracting(["Package.resolved"])
    #expect(
      visible == ["Package.swift", "README.md", "Sources", "Tests", "lessons", "quizzes"]
    )
  }
}

extension SourceFile {
  /// The lines from each `func` or `init` to the brace that ends it.
  var functionLengths: [(number: Int, length: Int)] {
    var found: [(number: Int, length: Int)] = []
    var open: (number: Int, indent: Int)?
    for (number, text) in code {
      let indent = text.prefix { $0 == " " }.count
      let words = text.split(separator: " ")
      if open == nil, words.contains("func") || words.contains(where: { $0.hasPrefix("init(") }) {
        // A requirement of a protocol has no body; a signature that goes on has open parentheses.
        let isOpen = text.count { $0 == "(" } > text.count { $0 == ")" }
        open = text.hasSuffix("{") || isOpen ? (number, indent) : nil
      } else if let function = open, indent == function.indent, words.first == "}" {
        found.append((function.number, number - function.number + 1))
        open = nil
      }
    }
    return found
  }
}
