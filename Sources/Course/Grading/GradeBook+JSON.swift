public import JSON

extension GradeBook {
  /// The grades and their summary as data: stable, with a version.
  public var json: JSONValue {
    let summary = GradeSummary(of: self)
    return [
      "version": 1, "quiz": .string(quiz.header.id),
      "revision": .string(quiz.revision.description),
      "pass": .number(JSONNumber(quiz.header.pass)),
      "submissions": .array(submissions.map(json)),
      "rejected": .array(rejected.map(\.json)),
      "ungraded": .array(
        broken.map { ["item": .string($0.item), "problem": .string($0.problem)] }
      ),
      "summary": [
        "submissions": .number(JSONNumber(submissions.count)),
        "passed": .number(JSONNumber(passed)),
        "mean_percent": .optional(meanPercent), "alpha": .optional(summary.alpha),
        "items": .array(summary.items.map(\.json)),
        "objectives": .array(summary.objectives.map(\.json)),
        "misconceptions": .array(summary.misconceptions.map(\.json)),
      ],
    ]
  }

  private func json(of graded: GradedSubmission) -> JSONValue {
    [
      "learner": .string(graded.learner),
      "name": graded.submission.name.map { .string($0) } ?? .null,
      "file": .string(graded.file),
      "submitted": graded.submission.submitted.map { .string($0.description) } ?? .null,
      "earlier": .array(graded.earlier.map { .string($0) }),
      "points": .number(rounded(graded.points)),
      "possible": .number(JSONNumber(graded.possible)),
      "percent": .number(rounded(graded.percent)),
      "passed": .bool(graded.passes(quiz.header.pass)),
      "items": .array(zip(quiz.items, graded.answers).map(json)),
    ]
  }

  private func json(of item: QuizItem, _ answer: GradedAnswer) -> JSONValue {
    [
      "item": .string(item.id), "type": .string(item.question.type),
      "revision": .string(item.revision.description),
      "response": answer.response.map { .string($0.text(for: item)) } ?? .null,
      "reached": .bool(answer.isReached), "score": .optional(answer.score),
      "misconceptions": .array(answer.misconceptions.map { .string($0) }),
    ]
  }
}

extension RejectedSubmission {
  fileprivate var json: JSONValue {
    [
      "file": .string(file), "learner": learner.map { .string($0) } ?? .null,
      "findings": .array(
        findings.map {
          [
            "line": .number(JSONNumber($0.position.line)),
            "column": .number(JSONNumber($0.position.column)),
            "problem": .string($0.problem), "remedy": .string($0.remedy),
          ]
        }
      ),
    ]
  }
}

extension ItemStatistics {
  fileprivate var json: JSONValue {
    [
      "item": .string(item), "n": .number(JSONNumber(count)), "facility": .optional(facility),
      "guessing": .number(rounded(guessing)), "discrimination": .optional(discrimination),
      "efficiency": .optional(efficiency), "upper_lower": .optional(upperLower),
      "choices": .object(
        JSONObject(choices.map { ($0.option, .number(JSONNumber($0.count))) })
      ),
      "flags": .array(flags.map { .string($0.words) }),
    ]
  }
}

extension GradeSummary.ObjectiveLine {
  fileprivate var json: JSONValue {
    [
      "objective": .string(objective), "items": .array(items.map { .string($0) }),
      "n": .number(JSONNumber(count)), "mean": .optional(mean),
      "passed": .number(JSONNumber(passed)),
    ]
  }
}

extension GradeSummary.MisconceptionLine {
  fileprivate var json: JSONValue {
    [
      "misconception": .string(misconception), "items": .array(items.map { .string($0) }),
      "learners": .number(JSONNumber(count)),
    ]
  }
}

extension JSONValue {
  /// A number, or null for none.
  fileprivate static func optional(_ value: Double?) -> JSONValue {
    value.map { .number(rounded($0)) } ?? .null
  }
}

/// A number for people and for comparison: six places after the point.
func rounded(_ value: Double) -> JSONNumber {
  let number = (value * 1e6).rounded() / 1e6
  return number == number.rounded() ? JSONNumber(Int(number)) : JSONNumber(number)
}
