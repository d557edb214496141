import Course
import Figures
import JSON
import Terminal

/// `evolve agenda`: what fits into a workshop.
struct AgendaCommand: Command {
  static let name = "agenda"
  static let summary = "for instructors: what fits into so many minutes"
  static let help = """
    agenda --minutes N [LESSON] [--json] [--course DIR]

    Plans a workshop of N minutes, from LESSON on or from the first one. A lesson takes the learners' \
    own minutes and those of the instructor's notes, which evolve lesson ID --notes shows. What \
    everybody should have done before is listed apart.

      --minutes N    the length of the workshop, without breaks: 1 to 1440
      --json         prints the plan as JSON
    """
  static let flags: Set<String> = ["--json"]

  private let access: CourseAccess
  private let minutes: Int
  private let first: String?
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isJSON = try arguments.flag("--json")
    let text = try arguments.option("--minutes", "a number of minutes")
    guard let text else {
      throw UsageError("The minutes are missing.", remedy: "Write --minutes 90.")
    }
    guard let minutes = Int(text), (1...1_440).contains(minutes) else {
      throw UsageError(
        "\"\(text)\" is no number of minutes.",
        remedy: "Write a whole number from 1 to 1440."
      )
    }
    self.minutes = minutes
    first = arguments.word()
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    if let first { _ = try library.lesson(first) }
    guard let entry = library.lessons.first(where: { first == nil || $0.header.id == first }) else {
      throw UsageError("The course has no lessons.", remedy: "Name another one with --course DIR.")
    }
    let agenda = try Agenda(minutes: minutes, from: entry, in: library)
    if isJSON {
      terminal.printRaw(json(of: agenda).prettyText(indent: 2))
    } else {
      print(agenda, library, on: terminal)
    }
    return agenda.parts.isEmpty ? .failed : .done
  }

  private func print(_ agenda: Agenda, _ library: Library, on terminal: Terminal) {
    if !agenda.prerequisites.isEmpty {
      let needed = agenda.prerequisites.map { "\($0.header.id) (\($0.header.minutes) minutes)" }
      terminal.print(.text("Done by everybody before: \(needed.joined(separator: ", "))."))
      terminal.print()
    }
    if !agenda.parts.isEmpty {
      terminal.print(.table(table(of: agenda, library)))
      terminal.print()
    }
    terminal.print(.text("\(agenda.used) of \(agenda.minutes) minutes are planned."))
    if let next = agenda.next {
      terminal.print(
        .text("Next would be \(next.lesson.header.id), which takes \(next.minutes) minutes.")
      )
    }
    guard let lesson = agenda.parts.first?.lesson.header.id else { return }
    terminal.print(.text("What to say and ask: evolve lesson \(lesson) --notes"))
  }

  private func table(of agenda: Agenda, _ library: Library) -> Table {
    Table(
      columns: [
        .init("From", .trailing), .init("To", .trailing), "Lesson", .init("Alone", .trailing),
        .init("Notes", .trailing), "Quiz for afterwards",
      ],
      rows: agenda.parts.map { part in
        let quizzes = library.quizzes(of: part.lesson.header.id).map(\.header.id)
        return [
          Span(clock(part.start)), Span(clock(part.start + part.minutes)),
          Span(part.lesson.header.id, .code), Span("\(part.lesson.header.minutes) min"),
          Span("\(part.talk) min"), Span(quizzes.joined(separator: ", "), .code),
        ]
      }
    )
  }

  /// Hours and minutes since the beginning: `1:05`.
  private func clock(_ minutes: Int) -> String {
    "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  private func json(of agenda: Agenda) -> JSONValue {
    [
      "version": 1,
      "minutes": .number(JSONNumber(agenda.minutes)),
      "used": .number(JSONNumber(agenda.used)),
      "prerequisites": .array(agenda.prerequisites.map { .string($0.header.id) }),
      "lessons": .array(
        agenda.parts.map { part in
          [
            "id": .string(part.lesson.header.id),
            "start": .number(JSONNumber(part.start)),
            "alone": .number(JSONNumber(part.lesson.header.minutes)),
            "notes": .number(JSONNumber(part.talk)),
          ]
        }
      ),
      "next": agenda.next.map { .string($0.lesson.header.id) } ?? .null,
    ]
  }
}
