import Course
import Figures
import Playground
import Terminal

/// A lesson at a terminal or in a pipe: shows a step, asks what it asks, and waits.
///
/// At a terminal one key does; elsewhere each line of the input is a wish. Nothing goes on by
/// itself.
struct LessonScreen {
  /// How the learner leaves a lesson.
  enum Ending {
    /// The last step is done.
    case finished
    /// She wants to stop, or there is no more input.
    case stopped
  }

  /// The seed of what is tried before the lesson's first run.
  private static let seed: UInt64 = 7

  let terminal: Terminal
  let library: Library
  private let view: PassageView

  init(on terminal: Terminal, of library: Library) {
    self.terminal = terminal
    self.library = library
    view = PassageView(terminal: terminal, library: library)
  }

  /// Goes through a lesson from where the walk stands.
  func run(_ walk: inout LessonWalk, _ progress: inout LearnerProgress) -> Ending {
    // What refutes a wrong answer stays at hand when the learner goes away and comes back.
    var refutations: [Int: Refutation] = [:]
    show(walk)
    while true {
      keep(&walk, &progress)
      let asks = asks(walk, canSee: refutations[walk.index] != nil)
      switch LearnerInput(terminal: terminal, asks: asks).next() {
      case .answer(let text): refutations[walk.index] = answer(text, &walk)
      case .next: if goOn(&walk) { return end(&walk, &progress) }
      case .skip: if move(&walk, skipping: true) { return end(&walk, &progress) }
      case .again: runScript(&walk)
      case .back:
        walk.back()
        show(walk)
      case .go(let step): go(to: step, &walk)
      case .search(let words): search(words, walk)
      case .hint: hint(&walk)
      case .tryOut: tryOut(walk)
      case .see: if let refutation = refutations[walk.index] { belief(walk).show(refutation) }
      case .file(let name): desk(walk)?.begin(name)
      case .submit(let name): submit(name, &walk)
      case .solution: desk(walk)?.showSolution()
      case .quit: return .stopped
      case .help: continue
      }
    }
  }

  private func end(_ walk: inout LessonWalk, _ progress: inout LearnerProgress) -> Ending {
    keep(&walk, &progress)
    return .finished
  }

  /// Shows the step at hand: its heading, its text, its options.
  private func show(_ walk: LessonWalk) {
    terminal.paged { showStep(walk) }
  }

  private func showStep(_ walk: LessonWalk) {
    let step = walk.step
    let place = "\(walk.place.number)/\(walk.place.count)"
    terminal.print()
    let lesson = walk.lesson.header.title
    let title = StyledLine([
      Span("\(step.heading)  ", .heading),
      Span(step.heading == lesson ? place : "\(lesson), \(place)", .muted),
    ])
    terminal.print(title.wrapped(to: terminal.width))
    terminal.print()
    if case .run = step.kind {
      view.print(step.passage, withScripts: false)
    } else {
      view.print(step.passage, withScripts: true)
    }
    if case .choose(let choice, let chosen) = walk.prompt { view.print(choice, chosen: chosen) }
    desk(walk)?.show()
    if case .solve = walk.prompt, walk.isDone {
      terminal.print(StyledLine("You have passed this lab.", .good))
    }
  }

  private func asks(_ walk: LessonWalk, canSee: Bool) -> LearnerInput.Asks {
    var asks = LearnerInput.Asks(next: "go on")
    asks.hints = walk.hintsLeft
    asks.canTry = walk.lesson.header.stage != nil || walk.latestScript != nil
    asks.canSee = canSee
    asks.isFirst = walk.index == 0
    switch walk.prompt {
    case .read:
      if case .run = walk.step.kind { asks.canRunAgain = true }
    case .solve: asks.takesFile = true
    case .run:
      asks.next = "run it"
      asks.canSkip = true
    case .locked:
      asks.next = "predict first"
      asks.canSkip = true
    case .choose(let choice, let chosen):
      asks.letters = choice.options.map(\.letter)
      asks.isAnswered = chosen != nil
      asks.canSkip = chosen == nil
    }
    return asks
  }

  // MARK: Answers

  /// Takes an option; the run that refutes the belief behind a wrong one, if there is one.
  private func answer(_ text: String, _ walk: inout LessonWalk) -> Refutation? {
    defer { terminal.print() }
    do throws(ResponseError) {
      let remark = try walk.answer(text)
      terminal.printMarkdown(remark.markdown)
      return remark.misconception.flatMap { belief(walk).name([$0]) }
    } catch {
      terminal.printMarkdown(error.description)
      return nil
    }
  }

  private func belief(_ walk: LessonWalk) -> BeliefView {
    BeliefView(terminal: terminal, library: library, home: walk.lesson.header.id)
  }

  private func hint(_ walk: inout LessonWalk) {
    guard let hint = walk.hint() else {
      terminal.print(.text("There is no further hint here."))
      return
    }
    view.print(hint)
  }

  private func desk(_ walk: LessonWalk) -> LabDesk? {
    guard case .solve(let lab) = walk.prompt else { return nil }
    return LabDesk(terminal: terminal, lab: lab)
  }

  private func submit(_ name: String?, _ walk: inout LessonWalk) {
    guard let text = desk(walk)?.text(of: name) else { return }
    do throws(ResponseError) {
      let result = try walk.solve(text, with: terminal.runner())
      terminal.clearProgress()
      for remark in result.remarks { terminal.printMarkdown(remark) }
      terminal.print(
        result.passed
          ? StyledLine("All checks have passed.", .good)
          : StyledLine("Not yet. Change the file and hand it in again.", .warning)
      )
    } catch {
      terminal.printMarkdown(error.description)
    }
    terminal.print()
  }

  // MARK: Moving

  /// Runs what is to be run, or goes to the next step; true when that was the last one.
  private func goOn(_ walk: inout LessonWalk) -> Bool {
    switch walk.prompt {
    case .run:
      runScript(&walk)
      return false
    case .locked(let prediction):
      try? walk.go(to: "\(prediction + 1)")
      show(walk)
      return false
    case .read, .choose, .solve: return move(&walk, skipping: false)
    }
  }

  private func move(_ walk: inout LessonWalk, skipping: Bool) -> Bool {
    switch walk.advance(skipping: skipping) {
    case .moved: show(walk)
    case .finished: return true
    case .held(let reason):
      terminal.printMarkdown(reason)
      terminal.print()
    }
    return false
  }

  private func runScript(_ walk: inout LessonWalk) {
    let printer = RunPrinter(terminal: terminal)
    do throws(ResponseError) {
      try terminal.paged { () throws(ResponseError) in
        printer.finish(try walk.run(with: terminal.runner()) { printer.print($0) })
      }
    } catch {
      terminal.printMarkdown(error.description)
    }
  }

  private func go(to step: String?, _ walk: inout LessonWalk) {
    if step == nil {
      for (index, step) in walk.lesson.steps.enumerated() {
        let mark = index == walk.index ? " (here)" : ""
        terminal.print(
          StyledLine("\(index + 1)  \(step.heading)\(mark)").wrapped(to: terminal.width)
        )
      }
    }
    guard let word = step ?? terminal.ask("Its number or name:") else { return }
    do throws(ResponseError) {
      try walk.go(to: word)
      show(walk)
    } catch {
      terminal.printMarkdown(error.description)
      terminal.print()
    }
  }

  private func search(_ words: String?, _ walk: LessonWalk) {
    guard let words = words ?? terminal.ask("Search for what?") else { return }
    SearchView(terminal: terminal).print(
      library.search(words),
      of: words,
      within: walk.lesson.header.id
    )
    terminal.print()
  }

  // MARK: Trying things

  /// Opens a prompt where the lesson's latest run has ended; the lesson waits where it is.
  private func tryOut(_ walk: LessonWalk) {
    let script = walk.latestScript
    let session = Session(
      seed: script?.seed ?? Self.seed,
      files: script?.files ?? [:],
      readFile: { try FileText.readForCommand($0) }
    )
    session.onProgress = { terminal.progress($0.description) }
    if let script {
      for line in Script.lines(of: script.text) { _ = session.execute(line.text) }
      terminal.clearProgress()
      terminal.print(
        .text("The shop is as the latest run left it, \(session.now) after its start.")
      )
    } else if let stage = walk.lesson.header.stage {
      OutcomePrinter(terminal: terminal).print(session.execute("deploy \(stage)"))
    }
    terminal.print(.text("Type commands; \"help\" lists them, \"exit\" goes back to the lesson."))
    PlaygroundPrompt(
      session: session,
      printer: OutcomePrinter(terminal: terminal),
      terminal: terminal
    ).run()
    show(walk)
  }

  private func keep(_ walk: inout LessonWalk, _ progress: inout LearnerProgress) {
    progress.record(walk.takeEvents(), at: .now)
    terminal.tell(progress.takeNotices())
  }
}
