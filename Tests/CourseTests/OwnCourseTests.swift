import Course
import Testing

/// The course of this package itself, as far as it is quick; `evolve check` runs all of it.
@Suite struct OwnCourseTests {
  /// The package's directory: three folders above this file.
  static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  @Test func `every lesson and every quiz can be read`() throws {
    let library = try Library(directory: Self.root)
    var findings = library.findings.map(\.description)
    for entry in library.lessons {
      do throws(CourseError) {
        _ = try library.lesson(entry.header.id)
      } catch {
        findings += error.findings.map(\.description)
      }
    }
    for entry in library.quizzes {
      do throws(CourseError) {
        _ = try library.quiz(entry.header.id)
      } catch {
        findings += error.findings.map(\.description)
      }
    }
    #expect(findings.isEmpty && library.lessons.count >= 2, "\(findings)")
  }

  @Test func `the first run of lesson 01 comes as it promises`() throws {
    let lesson = try Library(directory: Self.root).lesson("one-box")
    var walk = LessonWalk(lesson, requiresPredictions: false)
    try walk.go(to: "run:order")
    let run = try walk.run(with: PlaygroundRunner())
    #expect(run.surprises.isEmpty && run.comparison?.observed.isRight == true, "\(run.surprises)")
  }
}
