import Figures
import JSON
import Terminal

/// `evolve doctor`: whether this machine is ready for the course.
struct DoctorCommand: Command {
  static let name = "doctor"
  static let summary = "looks whether this machine is ready for the course"
  static let help = """
    doctor [--json] [--course DIR] [--progress FILE]

    Looks at the course, the progress file, a tiny simulation with a known outcome, the terminal and \
    the toolchain, and says what to do about what is not as it should be.

      --json    prints the findings as JSON

    Exit status: 0 the course works here, 1 it does not.
    """
  static let flags: Set<String> = ["--json"]

  private let access: CourseAccess
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isJSON = try arguments.flag("--json")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let findings = Checkup(terminal: terminal, access: access).findings()
    let isReady = findings.allSatisfy { $0.health != .bad }
    if isJSON {
      terminal.printRaw(json(of: findings, isReady).prettyText(indent: 2))
      return isReady ? .done : .failed
    }
    for finding in findings { print(finding, on: terminal) }
    terminal.print()
    terminal.print(
      isReady
        ? StyledLine("This \(Machine.kind) machine is ready.", .good)
        : StyledLine("This machine is not ready; mend what is bad above.", .bad)
    )
    return isReady ? .done : .failed
  }

  private func print(_ finding: Checkup.Finding, on terminal: Terminal) {
    let sign: Span =
      switch finding.health {
      case .good: Span("good     ", .good)
      case .reduced: Span("reduced  ", .warning)
      case .bad: Span("bad      ", .bad)
      }
    let line = StyledLine([sign, Span("\(finding.thing): ", .emphasis), Span(finding.words)])
    let indent = StyledLine("         ")
    terminal.print(line.wrapped(to: terminal.width, rest: indent))
    if let remedy = finding.remedy {
      terminal.print(
        StyledLine("\(remedy).").wrapped(to: terminal.width, first: indent, rest: indent)
      )
    }
  }

  private func json(of findings: [Checkup.Finding], _ isReady: Bool) -> JSONValue {
    [
      "version": 1,
      "machine": .string(Machine.kind),
      "ready": .bool(isReady),
      "findings": .array(
        findings.map { finding in
          [
            "thing": .string(finding.thing),
            "health": .string(finding.health.rawValue),
            "words": .string(finding.words),
            "remedy": finding.remedy.map { .string($0) } ?? .null,
          ]
        }
      ),
    ]
  }
}
