import JSON

/// A blank answer sheet: each question as a comment, and below it a line for its answer.
public enum QuizSheet {
  /// The sheet as a text, for `evolve grade` when it is filled in.
  public static func text(of quiz: Quiz) -> String {
    var lines = [
      "# \(quiz.header.title). Write your answers behind the equals signs.",
      "# A blank costs nothing but its points. Lines with # are not read.",
      "# If you hand in again, say when, in a line such as submitted: 2026-11-22T18:30",
      "\(SubmissionHeader.learner.rawValue): ", "\(SubmissionHeader.sheet.rawValue): \(quiz.sheet)",
    ]
    for item in quiz.items {
      lines.append("")
      lines += comment(item.passage.markdown)
      lines += body(of: item)
      lines.append("# \(item.prompt).")
      if item.takesLines {
        lines.append("# Write it on the lines below, indented, or @ and the name of a file.")
      }
      lines.append("\(item.id) =")
    }
    return lines.joined(separator: "\n")
  }

  private static func comment(_ text: String, indent: String = "") -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "#" : "# \(indent)\($0)"
    }
  }

  /// What is chosen from, or run, or begun with.
  private static func body(of item: QuizItem) -> [String] {
    var lines: [String] = []
    for option in item.question.choice?.options ?? [] {
      lines += comment("\(option.letter)) \(option.text)", indent: "  ")
    }
    if case .match(let matching) = item.question {
      lines.append("#   \(matching.heading):")
      for (number, stem) in matching.stems.enumerated() {
        lines.append("#   \(number + 1)) \(stem.text)")
      }
      lines.append("#   \(matching.choiceHeading):")
    }
    lines += item.question.letteredTexts.map { "#   \($0.letter)) \($0.text)" }
    if let script = item.script { lines += comment(script.text, indent: "  > ") }
    if case .lab(let lab) = item.question {
      lines.append("# \(lab.file), to begin with:")
      lines += comment(lab.starter, indent: "  ")
    }
    return lines
  }
}

/// The answers of a quiz with their explanations, for who teaches it.
public enum AnswerKeySheet {
  /// The sheet in Markdown; keys that the runtime computes are computed with `runner`.
  public static func text(of quiz: Quiz, with runner: some ScriptRunner) -> String {
    var keys = AnswerKeys(runner: runner)
    var parts = ["# \(quiz.header.title): answers", "Pass mark \(quiz.header.pass) %."]
    for item in quiz.items {
      parts.append("## \(item.id) (\(item.question.type))")
      parts.append(item.passage.markdown)
      do throws(CourseError) {
        let key = try keys.key(of: item, for: nil)
        parts.append(Solution(of: item, key: key).markdown)
        parts += tolerances(of: item, key)
      } catch {
        parts.append("> Not as it should be: \(error.problem).")
      }
      parts += wrongAnswers(of: item)
    }
    return parts.joined(separator: "\n\n")
  }

  /// How far a number may be off, and what that earns.
  private static func tolerances(of item: QuizItem, _ key: ComputedKey?) -> [String] {
    if case .numeric(let numeric) = item.question {
      let bands = numeric.bands.filter { $0.tolerance > 0 || $0.credit < 1 }.map { band in
        "\(band.literal) +- \(rounded(band.tolerance).literal) earns"
          + " \(rounded(band.credit * 100).literal) %"
      }
      return bands.isEmpty ? [] : [bands.joined(separator: "; ") + "."]
    }
    guard case .measurement(_, let tolerance) = key, tolerance > 0 else { return [] }
    return ["An answer may be off by \(rounded(tolerance).literal)."]
  }

  /// The wrong answers that are listed, each with what there is to say about it.
  private static func wrongAnswers(of item: QuizItem) -> [String] {
    func line(_ answer: String, _ explanation: String, _ misconception: String?) -> String {
      "- Not \(answer): \(explanation.split(separator: "\n").joined(separator: " "))"
        + (misconception.map { " (belief: \($0))" } ?? "")
    }
    let lines: [String] =
      switch item.question {
      case .single(let choice), .multi(let choice), .trueFalse(let choice):
        choice.options.filter { !$0.isRight }.map {
          line("\($0.letter)) \($0.text)", $0.explanation, $0.misconception)
        }
      case .match(let matching):
        matching.choices.compactMap { choice in
          choice.explanation.map { line(choice.text, $0, choice.misconception) }
        }
      case .order(let arrangement):
        arrangement.entries.dropFirst(arrangement.count).map {
          line($0.text, $0.explanation, $0.misconception)
        }
      case .numeric(let numeric):
        numeric.mistakes.map { line($0.band.literal, $0.explanation, $0.misconception) }
      case .text(let words):
        words.mistakes.map { line($0.pattern.literal, $0.explanation, $0.misconception) }
      case .lab(let lab):
        lab.checks.map { "- \($0.id)) \($0.points) points: \($0.assertion.text)" }
      case .predict: []
      }
    return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
  }
}
