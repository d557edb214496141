/// New files for authors, sound as they are: every part that a lesson or quiz has, once.
public struct Scaffold: Sendable, Hashable {
  /// The file, relative to the course's directory.
  public let file: String
  /// What is in it.
  public let text: String

  /// Makes a lesson that comes after all others.
  ///
  /// - Throws: that the id is not one, or is taken.
  public static func lesson(_ id: String, in library: Library) throws(CourseError) -> Self {
    try checkID(id, among: library.lessons.map(\.header.id), what: "lesson")
    let last = library.lessons.last
    let number = library.lessons.map(\.number).filter { $0 < 1_000 }.max().map { $0 + 1 } ?? 1
    let text =
      lessonText
      .replacing("ID", with: id)
      .replacing("TITLE", with: title(of: id))
      .replacing("REQUIRES", with: last.map { "requires: \($0.header.id)\n" } ?? "")
    return Self(file: "lessons/\(padded(number))-\(id).md", text: text)
  }

  /// Makes a quiz; of a lesson, when its id is that of one.
  ///
  /// - Throws: that the id is not one, or is taken.
  public static func quiz(_ id: String, in library: Library) throws(CourseError) -> Self {
    let lesson = library.lessons.first { $0.header.id == id }
    let own = lesson == nil ? id : "quiz-\(id)"
    try checkID(own, among: library.quizzes.map(\.header.id), what: "quiz")
    let text =
      quizText
      .replacing("ID", with: own)
      .replacing("TITLE", with: lesson?.header.title ?? title(of: id))
      .replacing("LESSON", with: lesson.map { "lesson: \($0.header.id)\n" } ?? "")
      .replacing(
        "OBJECTIVES",
        with: (lesson?.header.objectives ?? ["OBJ-001"]).joined(separator: ", ")
      )
    let prefix = lesson.map { padded($0.number) + "-" } ?? ""
    return Self(file: "quizzes/\(prefix)\(id).md", text: text)
  }

  private static func checkID(
    _ id: String,
    among taken: [String],
    what: String
  ) throws(CourseError) {
    guard isSlug(id) else {
      throw CourseError(
        problem: "`\(id)` is not an id",
        remedy: "Use small letters, digits and hyphens, such as `one-box`"
      )
    }
    guard !taken.contains(id) else {
      throw CourseError(problem: "there is a \(what) `\(id)` already", remedy: "Choose another id")
    }
  }

  private static func title(of id: String) -> String {
    let words = id.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
