/// How one item of a submission was graded.
public struct GradedAnswer: Sendable, Hashable {
  /// The answer; nil for a blank.
  public let response: Response?
  /// From 0 to 1; nil when it could not be graded.
  public let score: Double?
  /// The beliefs behind it, by name.
  public let misconceptions: [String]
  /// Whether this item or a later one was answered: an item that was not reached says nothing.
  public let isReached: Bool
}

/// A submission that was graded.
public struct GradedSubmission: Sendable, Hashable {
  /// What was handed in.
  public let submission: Submission
  /// The file it came in.
  public let file: String
  /// The items in the quiz's order.
  public let answers: [GradedAnswer]
  /// The earlier files of the same learner, which do not count.
  public let earlier: [String]

  /// Who answered.
  public var learner: String { submission.learner }
  /// The sum of the scores.
  public var points: Double { answers.compactMap(\.score).reduce(0, +) }
  /// The number of items that could be graded.
  public var possible: Int { answers.count { $0.score != nil } }
  /// The share of the points, from 0 to 100.
  public var percent: Double { possible == 0 ? 0 : 100 * points / Double(possible) }

  /// Whether the share reaches a pass mark, in percent.
  public func passes(_ mark: Int) -> Bool { possible > 0 && percent + 1e-9 >= Double(mark) }
}

/// Many submissions to one quiz, graded.
///
/// What comes out does not depend on the order of the files. Of a learner who handed in more than
/// once the latest counts: by `submitted:` where it is given, else by the files' names, in which
/// `try-9` comes before `try-10`. A file that cannot be read is never half graded.
public struct GradeBook: Sendable {
  /// The quiz.
  public let quiz: Quiz
  /// One submission of each learner, in the order of the learners' ids.
  public let submissions: [GradedSubmission]
  /// The files that were not graded, in the order of their names.
  public let rejected: [RejectedSubmission]
  /// The items that nobody could be graded on, through no fault of theirs, and why.
  public let broken: [(item: String, problem: String)]

  /// Reads and grades files.
  ///
  /// `onFile` is told the number of files that are done.
  ///
  /// - Complexity: O(n log n) for n files; each computed key is computed once, a lab runs once for
  ///   each different answer.
  public init(
    _ files: SubmissionFiles,
    of quiz: Quiz,
    with runner: some ScriptRunner,
    onFile: (Int) -> Void = { _ in }
  ) {
    self.init(
      files.files.enumerated().map { number, file in
        onFile(number)
        return (file, Submission.read(path: file, quiz: quiz))
      },
      rejected: files.rejected,
      of: quiz,
      with: runner
    )
  }

  /// Grades submissions that have been read, each with the name of its file.
  public init(
    _ read: [(file: String, submission: Parsed<Submission>)],
    rejected: [RejectedSubmission] = [],
    of quiz: Quiz,
    with runner: some ScriptRunner
  ) {
    self.quiz = quiz
    var byLearner: [String: [(file: String, submission: Submission)]] = [:]
    var bad: [RejectedSubmission] = rejected
    var attached: Set<String> = []
    for (file, parsed) in read {
      for name in parsed.value?.attachments ?? [] { attached.insert(Self.beside(file, name)) }
      if let submission = parsed.value, parsed.findings.isEmpty {
        byLearner[submission.learner, default: []].append((file, submission))
      } else {
        let learner = parsed.value?.learner
        bad.append(RejectedSubmission(file: file, learner: learner, findings: parsed.findings))
      }
    }
    // A file that an answer was read from lies among the submissions and is none.
    self.rejected = bad.filter { !attached.contains($0.file) }.sorted {
      SubmissionFiles.comesBefore($0.file, $1.file)
    }
    var grader = Grader(quiz: quiz, keys: AnswerKeys(runner: runner))
    submissions = byLearner.keys.sorted().compactMap { learner in
      let all = (byLearner[learner] ?? []).sorted(by: Self.isEarlier)
      return all.last.map {
        grader.grade($0.submission, $0.file, earlier: all.dropLast().map(\.file))
      }
    }
    broken = quiz.items.compactMap { item in grader.problems[item.id].map { (item.id, $0) } }
  }

  private static func isEarlier(
    _ left: (file: String, submission: Submission),
    _ right: (file: String, submission: Submission)
  ) -> Bool {
    let beginning = Timestamp(millisecondsSince1970: .min)
    let times = (left.submission.submitted ?? beginning, right.submission.submitted ?? beginning)
    if times.0 != times.1 { return times.0 < times.1 }
    return SubmissionFiles.comesBefore(left.file, right.file)
  }

  /// The path of a file that a submission names.
  private static func beside(_ file: String, _ name: String) -> String {
    let folder = file.lastIndex(of: "/").map { file[...$0] } ?? ""
    let parts = (folder + name).split(separator: "/", omittingEmptySubsequences: false)
    return parts.filter { $0 != "." }.joined(separator: "/")
  }

  /// How many passed.
  public var passed: Int { submissions.count { $0.passes(quiz.header.pass) } }

  /// The mean share of the points, from 0 to 100; nil when nobody was graded.
  public var meanPercent: Double? {
    submissions.isEmpty
      ? nil : submissions.map(\.percent).reduce(0, +) / Double(submissions.count)
  }
}

/// Grades submissions one by one, and remembers which items cannot be graded.
private struct Grader {
  let quiz: Quiz
  var keys: AnswerKeys
  private(set) var problems: [String: String] = [:]

  init(quiz: Quiz, keys: AnswerKeys) {
    self.quiz = quiz
    self.keys = keys
  }

  mutating func grade(
    _ submission: Submission,
    _ file: String,
    earlier: [String]
  ) -> GradedSubmission {
    let last = quiz.items.lastIndex { submission.answers[$0.id] != nil } ?? -1
    var answers: [GradedAnswer] = []
    for (index, item) in quiz.items.enumerated() {
      let response = submission.answers[item.id]
      var score: Double?
      do throws(CourseError) {
        score = Scoring.score(response, to: item, key: try keys.key(of: item, for: response))
      } catch {
        problems[item.id] = error.problem
      }
      answers.append(
        GradedAnswer(
          response: response,
          score: score,
          misconceptions: score.map { Beliefs.behind(response, to: item, score: $0) } ?? [],
          isReached: index <= last
        )
      )
    }
    return GradedSubmission(
      submission: submission,
      file: file,
      answers: answers,
      earlier: earlier
    )
  }
}
