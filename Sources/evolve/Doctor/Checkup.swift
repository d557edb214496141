import Course
import Figures
import Terminal

/// What `evolve doctor` looks at, one thing at a time.
struct Checkup {
  /// How a thing is.
  enum Health: String {
    /// As it should be.
    case good
    /// The course works, with less comfort.
    case reduced
    /// The course does not work so.
    case bad
  }

  /// One thing that was looked at.
  struct Finding {
    let thing: String
    let health: Health
    let words: String
    /// What to do about it; nil when there is nothing to do.
    var remedy: String?
  }

  let terminal: Terminal
  let access: CourseAccess

  /// Looks at everything, in the order in which it matters.
  func findings() -> [Finding] {
    [course, progress, simulation, speed, width, colour, characters, toolchain]
  }

  private var course: Finding {
    do throws(CourseError) {
      let library = try access.library()
      let words =
        "\(library.lessons.count.counting("lesson")) and"
        + " \(library.quizzes.count.counting("quiz", "quizzes")) in"
        + " \(library.directory)"
      if library.findings.isEmpty { return Finding(thing: "course", health: .good, words: words) }
      return Finding(
        thing: "course",
        health: .bad,
        words: "\(words); \(library.findings.count.counting("mistake")) in its files",
        remedy: "evolve check lists them"
      )
    } catch {
      return Finding(
        thing: "course",
        health: .bad,
        words: error.problem,
        remedy: error.remedy
      )
    }
  }

  private var progress: Finding {
    let progress = access.progress()
    do throws(CourseError) {
      if let refusal = progress.refusal { throw refusal }
      guard let path = progress.path else { preconditionFailure("a refusal says so") }
      try ProgressLog(path: path).prepare()
      return Finding(
        thing: "progress",
        health: .good,
        words: "\(progress.entries) entries in \(path), which can be written"
      )
    } catch {
      return Finding(thing: "progress", health: .bad, words: error.problem, remedy: error.remedy)
    }
  }

  private var simulation: Finding {
    let hash = try? SelfTest.hash()
    let digits = hash.map { String($0, radix: 16) } ?? "nothing"
    guard hash == SelfTest.expected else {
      return Finding(
        thing: "simulation",
        health: .bad,
        words: "a run with a known outcome came out differently on this machine (\(digits))",
        remedy: "Build afresh with the Swift version that the README names, and report it"
      )
    }
    return Finding(
      thing: "simulation",
      health: .good,
      words: "same numbers as everywhere (\(digits))"
    )
  }

  private var speed: Finding {
    guard let seconds = try? Machine.secondsForTenMinutesOfTheShop() else {
      return Finding(
        thing: "speed",
        health: .bad,
        words: "ten minutes of the shop cannot be simulated",
        remedy: "Try evolve run monolith --load \"day for 10m\", and report what it says"
      )
    }
    let hundredths = Double(Int(seconds * 100)) / 100
    let words = "ten minutes of the shop took \(hundredths) s"
    guard Machine.isDebugBuild else { return Finding(thing: "speed", health: .good, words: words) }
    return Finding(
      thing: "speed",
      health: .reduced,
      words: words + ", built for debugging",
      remedy: "Build with swift build -c release"
    )
  }

  private var width: Finding {
    guard terminal.traits.isInteractive else {
      return Finding(
        thing: "terminal",
        health: .good,
        words: "none: lessons take one word a line, and print \(terminal.width) columns"
      )
    }
    let words = "\(terminal.width) columns"
    if terminal.width >= 80 { return Finding(thing: "terminal", health: .good, words: words) }
    return Finding(
      thing: "terminal",
      health: .reduced,
      words: words,
      remedy: terminal.width < 40
        ? "Make the window at least 40 columns wide, better 80" : "80 columns show wider charts"
    )
  }

  private var colour: Finding {
    if terminal.traits.hasColour {
      return Finding(thing: "colour", health: .good, words: "on; NO_COLOR=1 turns it off")
    }
    return Finding(
      thing: "colour",
      health: .good,
      words: "off: a pipe, TERM=dumb or NO_COLOR; nothing depends on it"
    )
  }

  private var characters: Finding {
    if terminal.traits.hasUnicode {
      return Finding(thing: "characters", health: .good, words: "UTF-8")
    }
    return Finding(
      thing: "characters",
      health: .reduced,
      words: "plain ASCII, as the locale names no UTF-8",
      remedy: "Set LANG=C.UTF-8 for finer drawings"
    )
  }

  private var toolchain: Finding {
    Finding(
      thing: "toolchain",
      health: .good,
      words: Machine.toolchain ?? "none, and none is needed to learn"
    )
  }
}
