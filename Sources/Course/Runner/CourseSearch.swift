/// A place in a lesson where a word stands.
public struct SearchHit: Sendable, Hashable {
  /// The lesson, by its id.
  public let lesson: String
  /// The step, by its id.
  public let step: String
  /// The number of the step, from 1.
  public let number: Int
  /// What stands over the step; the lesson's title where nothing does.
  public let heading: String
  /// The line or sentence with the word.
  public let excerpt: String
}

extension Library {
  /// Finds words in what learners read in all lessons: headings, text, scripts and options.
  ///
  /// Case makes no difference. Hints, explanations and notes for the instructor are not looked at,
  /// so that a search gives nothing away.
  ///
  /// - Returns: at most one place for each step, in the order of the course.
  public func search(_ words: String) -> [SearchHit] {
    let wanted = words.lowercased()
    guard !wanted.allSatisfy(\.isWhitespace) else { return [] }
    return lessons.flatMap { entry -> [SearchHit] in
      guard let lesson = try? lesson(entry.header.id) else { return [] }
      return lesson.steps.enumerated().compactMap { index, step in
        guard let line = step.readable.first(where: { $0.lowercased().contains(wanted) }) else {
          return nil
        }
        return SearchHit(
          lesson: entry.header.id,
          step: step.id,
          number: index + 1,
          heading: step.heading.isEmpty ? entry.header.title : step.heading,
          excerpt: Self.excerpt(of: line, around: wanted)
        )
      }
    }
  }

  /// The words around the place, at most about a hundred characters.
  private static func excerpt(of line: String, around wanted: String) -> String {
    let lowered = line.lowercased()
    guard line.count > 100, lowered.count == line.count, let found = lowered.firstRange(of: wanted)
    else { return String(line.prefix(200)) }
    let place = lowered.distance(from: lowered.startIndex, to: found.lowerBound)
    var words: [Substring] = []
    var offset = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if offset > place - 45, offset < place + wanted.count + 45 { words.append(word) }
      offset += word.count + 1
    }
    let excerpt = words.joined(separator: " ")
    return (line.hasPrefix(excerpt) ? "" : "... ") + excerpt
      + (line.hasSuffix(excerpt) ? "" : " ...")
  }
}

extension LessonStep {
  /// The lines that a learner reads before she does anything.
  fileprivate var readable: [String] {
    var lines = [heading]
    for part in passage.parts {
      switch part {
      case .markdown(let text, _): lines += text.split(separator: "\n").map(String.init)
      case .script(let script): lines += script.text.split(separator: "\n").map(String.init)
      case .file(let file): lines += file.text.split(separator: "\n").map(String.init)
      case .code: break
      }
    }
    switch kind {
    case .predict(let choice), .explain(.some(let choice)): lines += choice.options.map(\.text)
    case .run(let script): lines += script.text.split(separator: "\n").map(String.init)
    case .prose, .lab, .experiment, .explain(nil): break
    }
    return lines
  }
}
