/// What fits into a workshop of some length.
public struct Agenda: Sendable {
  /// One lesson of the workshop.
  public struct Part: Sendable, Hashable {
    /// The lesson.
    public let lesson: LessonEntry
    /// The minute at which it begins.
    public let start: Int
    /// The minutes of its instructor's notes.
    public let talk: Int

    /// The minutes it takes in a room: the learner's own and the talk.
    public var minutes: Int { lesson.header.minutes + talk }
  }

  /// The minutes there are.
  public let minutes: Int
  /// What fits, in order.
  public let parts: [Part]
  /// The lessons that come first and are not among the parts, in order.
  public let prerequisites: [LessonEntry]
  /// The first lesson that does not fit any more, with its minutes; nil at the course's end.
  public let next: Part?

  /// Plans lessons in the order of the course, from one on, until the time is used up.
  ///
  /// - Throws: that a lesson cannot be read.
  public init(
    minutes: Int,
    from first: LessonEntry,
    in library: Library
  ) throws(CourseError) {
    var parts: [Part] = []
    var start = 0
    var next: Part?
    for entry in library.lessons.drop(while: { $0 != first }) {
      let lesson = try library.lesson(entry.header.id)
      let part = Part(lesson: entry, start: start, talk: lesson.notes.map(\.minutes).reduce(0, +))
      guard start + part.minutes <= minutes else {
        next = part
        break
      }
      parts.append(part)
      start += part.minutes
    }
    self.minutes = minutes
    self.parts = parts
    self.next = next
    prerequisites = Self.prerequisites(of: parts.map(\.lesson), in: library)
  }

  /// The minutes that are used.
  public var used: Int { parts.map(\.minutes).reduce(0, +) }

  /// What lessons require, and what that requires, without the lessons themselves.
  private static func prerequisites(
    of lessons: [LessonEntry],
    in library: Library
  ) -> [LessonEntry] {
    var open = lessons.flatMap(\.header.requires)
    var required: Set<String> = []
    while let id = open.popLast() {
      guard required.insert(id).inserted,
        let entry = library.lessons.first(where: { $0.header.id == id })
      else { continue }
      open += entry.header.requires
    }
    return library.lessons.filter { required.contains($0.header.id) && !lessons.contains($0) }
  }
}

extension Lesson {
  /// The notes for the instructor, in the order of the steps.
  public var notes: [InstructorNote] { steps.flatMap(\.passage.notes) }
}
