/// Makes a choice out of the options of a section, and reports what is wrong with them.
struct ChoiceReader {
  /// How many options may be right.
  enum Rule { case one, several }

  let rule: Rule
  /// What asks: "the prediction", "a question of type `single`".
  let asker: String
  /// Whether options may carry `<!-- if … -->`.
  let takesConditions: Bool

  func read(
    _ elements: [OptionElement],
    at line: Int,
    into findings: inout FindingCollector
  ) -> Choice {
    if elements.count < 2 {
      findings.add(
        line,
        1,
        "\(asker) has \(elements.count == 0 ? "no options" : "only one option")",
        "Write at least two options as \(example)"
      )
    }
    if elements.count > 26 {
      findings.add(line, 1, "\(asker) has more than 26 options", "Letters end at z; keep fewer")
    }
    checkRight(elements, at: line, into: &findings)
    var options: [Option] = []
    for (index, element) in elements.prefix(26).enumerated() {
      if let twin = options.first(where: { $0.text == element.text }), !element.text.isEmpty {
        findings.add(
          element.line,
          element.column,
          "this option says the same as option \(twin.letter)",
          "Take one of the two out"
        )
      }
      options.append(option(element, index: index, into: &findings))
    }
    checkConditions(options, into: &findings)
    return Choice(options: options)
  }

  private var example: String { rule == .one ? "`1. [ ] text`" : "`- [ ] text`" }

  private func checkRight(
    _ elements: [OptionElement],
    at line: Int,
    into findings: inout FindingCollector
  ) {
    let right = elements.filter(\.isRight)
    if right.isEmpty && elements.count > 1 {
      findings.add(line, 1, "\(asker) has no right option", "Mark one with `[x]`")
    }
    guard rule == .several else {
      for extra in right.dropFirst() {
        findings.add(
          extra.line,
          extra.column,
          "\(asker) has more than one right option",
          "Keep one `[x]`, or make it a question of type `multi`"
        )
      }
      return
    }
    if elements.count(where: { !$0.isRight }) < 2 && elements.count > 1 {
      findings.add(
        line,
        1,
        "\(asker) has fewer than two wrong options",
        "Write at least two, so that choosing all of them does not pay"
      )
    }
  }

  private func option(
    _ element: OptionElement,
    index: Int,
    into findings: inout FindingCollector
  ) -> Option {
    let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))
    if element.marker != (rule == .one ? .one : .many) {
      findings.add(
        element.line,
        element.column,
        "this option's marker does not fit \(asker)",
        "Write it as \(example)"
      )
    }
    if element.text.isEmpty {
      findings.add(
        element.line,
        element.column,
        "option \(letter) says nothing",
        "Write its text after the box"
      )
    }
    let explanation = withoutBlankEnds(element.explanation).joined(separator: "\n")
    if explanation.isEmpty {
      findings.add(
        element.line,
        element.column,
        "option \(letter) is not explained",
        "Write `> why it is right or wrong` below it, indented"
      )
    }
    let (misconception, condition) = remarks(of: element, into: &findings)
    return Option(
      letter: letter,
      text: element.text,
      isRight: element.isRight,
      explanation: explanation,
      misconception: misconception,
      condition: condition,
      position: findings.position(element.line, element.column)
    )
  }

  /// The misconception and the condition in the comments behind an option.
  private func remarks(
    of element: OptionElement,
    into findings: inout FindingCollector
  ) -> (misconception: String?, condition: Condition?) {
    var misconception: String?
    var condition: Condition?
    for comment in element.comments {
      let position = findings.position(element.line, comment.column)
      let word = String(comment.text.prefix { $0.isLetter })
      let rest = comment.text.dropFirst(word.count).trimmed
      if let complaint = Words.optionComments.complaint(about: word) {
        findings.add(position, complaint.problem, complaint.remedy)
      } else if word == "m" {
        let slug = rest.first == "=" ? String(rest.dropFirst().trimmed) : ""
        if !isSlug(slug) || misconception != nil {
          findings.add(
            position,
            "`\(comment.text)` names no misconception, or a second one",
            "Write `<!-- m=short-name -->` once, in small letters, digits and hyphens"
          )
        } else if element.isRight {
          findings.add(
            position,
            "a right option has no misconception behind it",
            "Take `m=\(slug)` out"
          )
        }
        misconception = slug
      } else if !takesConditions || rest.isEmpty || condition != nil {
        findings.add(
          position,
          "`\(comment.text)` is not a condition that \(asker) can have",
          "Write one `<!-- if payments.charges == 1 -->`, in a `Predict` block"
        )
      } else {
        let offset = comment.text.distance(from: comment.text.startIndex, to: rest.startIndex)
        condition = Condition(
          text: String(rest),
          position: findings.position(element.line, comment.textColumn + offset)
        )
      }
    }
    return (misconception, condition)
  }

  /// A condition on a wrong option proves little unless the right one has one, too.
  private func checkConditions(_ options: [Option], into findings: inout FindingCollector) {
    guard options.contains(where: { $0.condition != nil }),
      let right = options.first(where: \.isRight), right.condition == nil
    else { return }
    findings.add(
      right.position,
      "the right option has no condition although others have one",
      "Add `<!-- if EXPRESSION -->` that holds after the run"
    )
  }
}
