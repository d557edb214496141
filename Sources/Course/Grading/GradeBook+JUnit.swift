import JSON

extension GradeBook {
  /// The grades as a JUnit report: a suite for each learner, a case for each item.
  ///
  /// An item that earned less than everything is a failure, one that could not be graded and a file
  /// that could not be read are errors.
  public var junit: String {
    let failed = submissions.map { $0.answers.count { ($0.score ?? 1) < 1 } }.reduce(0, +)
    let ungraded = submissions.map { $0.answers.count { $0.score == nil } }.reduce(0, +)
    let cases = submissions.count * quiz.items.count + rejected.count
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      "<testsuites name=\(Self.quoted(quiz.header.id)) tests=\"\(cases)\" failures=\"\(failed)\""
        + " errors=\"\(ungraded + rejected.count)\">",
    ]
    for graded in submissions { lines += suite(of: graded) }
    if !rejected.isEmpty {
      let count = rejected.count
      lines.append(
        "  <testsuite name=\"not graded\" tests=\"\(count)\" failures=\"0\" errors=\"\(count)\">"
      )
      for file in rejected {
        let reason = file.findings.map(\.description).joined(separator: "\n")
        lines += Self.testCase(file.file, in: "not graded", "error", reason)
      }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>"]).joined(separator: "\n")
  }

  private func suite(of graded: GradedSubmission) -> [String] {
    let failures = graded.answers.count { ($0.score ?? 1) < 1 }
    let errors = graded.answers.count { $0.score == nil }
    var lines = [
      "  <testsuite name=\(Self.quoted(graded.learner)) tests=\"\(graded.answers.count)\""
        + " failures=\"\(failures)\" errors=\"\(errors)\">"
    ]
    for (item, answer) in zip(quiz.items, graded.answers) {
      if let score = answer.score {
        let text = answer.response.map {
          "\(rounded(score).literal) of 1 for: \($0.text(for: item))"
        }
        let reason = score < 1 ? text ?? "not answered" : nil
        lines += Self.testCase(item.id, in: graded.learner, "failure", reason)
      } else {
        let reason = broken.first { $0.item == item.id }?.problem ?? "not graded"
        lines += Self.testCase(item.id, in: graded.learner, "error", reason)
      }
    }
    return lines + ["  </testsuite>"]
  }

  private static func testCase(
    _ name: String,
    in suite: String,
    _ kind: String,
    _ reason: String?
  ) -> [String] {
    let head = "    <testcase classname=\(quoted(suite)) name=\(quoted(name)) time=\"0\""
    guard let reason else { return [head + "/>"] }
    return [head + ">", "      <\(kind) message=\(quoted(reason))/>", "    </testcase>"]
  }

  /// A text as an attribute's value; what XML 1.0 cannot hold is left out.
  private static func quoted(_ text: String) -> String {
    var value = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": value += "&amp;"
      case "<": value += "&lt;"
      case ">": value += "&gt;"
      case "\"": value += "&quot;"
      case "\n": value += "&#10;"
      case "\t": value += "&#9;"
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": continue
      default: value.unicodeScalars.append(scalar)
      }
    }
    return "\"\(value)\""
  }
}
