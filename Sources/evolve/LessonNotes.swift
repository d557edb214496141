import Course
import Playground

/// A lesson as its instructor needs it: at each step what to say, what to ask, and what is right.
struct LessonNotes {
  let lesson: Lesson
  let library: Library
  /// Measures what a run shows, so that the notes have figures and no conditions.
  let runner: PlaygroundRunner

  /// The notes in Markdown; learners do not see them.
  var markdown: String {
    let header = lesson.header
    let talk = lesson.notes.map(\.minutes).reduce(0, +)
    var parts = [
      "# \(header.title): notes for the room",
      "\(header.minutes) minutes for the learners and \(talk) for the notes:"
        + " \(header.minutes + talk) in all. Steps without a note or a question are left out.",
    ]
    if !header.requires.isEmpty {
      parts.append("Done by everybody before: \(header.requires.joined(separator: ", ")).")
    }
    for (index, step) in lesson.steps.enumerated() { parts += notes(on: step, number: index + 1) }
    let quizzes = library.quizzes(of: header.id).map { "`evolve quiz \($0.header.id)`" }
    if !quizzes.isEmpty { parts.append("Afterwards: \(quizzes.joined(separator: ", ")).") }
    parts.append(
      "Who comes late stands where you are with `evolve goto \(header.id) STEP --ready`."
    )
    return parts.joined(separator: "\n\n")
  }

  private func notes(on step: LessonStep, number: Int) -> [String] {
    var parts: [String] = []
    switch step.kind {
    case .predict(let choice), .explain(.some(let choice)):
      parts.append("Ask: \(step.passage.markdown)")
      parts.append(choice.options.map { line(on: $0) }.joined(separator: "\n"))
    case .explain(nil): parts.append("Ask: \(step.passage.markdown)")
    case .run(let script) where !script.expectations.isEmpty:
      let run = ScriptRun(script, with: runner)
      let facts = script.expectations.map { "- \(run.observe($0).words)" }
      parts.append("The run shows:\n\n" + facts.joined(separator: "\n"))
    case .lab(let lab): parts.append("A solution, `\(lab.file)`:\n\n```text\n\(lab.solution)\n```")
    case .prose, .run, .experiment: break
    }
    parts += step.passage.notes.map { note in
      let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
      return "> \(note.minutes) min: " + lines.joined(separator: "\n> ")
    }
    guard !parts.isEmpty else { return [] }
    return ["## \(number) \(step.heading)"] + parts
  }

  private func line(on option: Option) -> String {
    let verdict =
      option.isRight
      ? "**right**"
      : option.misconception.map { "the belief *\(Belief(slug: $0).words)*" }
        ?? "not so"
    return "- \(option.letter)) \(option.text): \(verdict)"
  }
}
