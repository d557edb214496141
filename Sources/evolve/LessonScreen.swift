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

  /// The seed of the lessons' own runs, so that what is tried can be compared with them.
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
    show(walk)
    while true {
      keep(&walk, &progress)
      switch LearnerInput(terminal: terminal, asks: asks(walk)).next() {
      case .answer(let text): answer(text, &walk)
      case .next:
        if let ending = goOn(&walk) {
          keep(&walk, &progress)
          return ending
        }
      case .back:
        walk.back()
        show(walk)
      case .hint: hint(&walk)
      case .play: play(walk)
      case .skip:
        if walk.advance(skipping: true) == .finished {
          keep(&walk, &progress)
          return .finished
        }
        show(walk)
      case .quit:
        return .stopped
      }
    }
  }

  /// Shows the step at hand: its heading, its text, its options.
  func show(_ walk: LessonWalk) {
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
  }

  private func asks(_ walk: LessonWalk) -> LearnerInput.Asks {
    let canHint = walk.hintsLeft > 0
    let canPlay = walk.lesson.header.stage != nil
    switch walk.prompt {
    case .read: return .init(next: "go on", canHint: canHint, canPlay: canPlay)
    case .run: return .init(next: "run it", canHint: canHint, canPlay: canPlay)
    case .locked:
      return .init(next: "predict first", canHint: canHint, canPlay: canPlay)
    case .choose(let choice, let chosen):
      return .init(
        next: "go on",
        letters: choice.options.map(\.letter),
        isAnswered: chosen != nil,
        canHint: canHint,
        canPlay: canPlay
      )
    }
  }

  // MARK: What the learner may do

  private func answer(_ text: String, _ walk: inout LessonWalk) {
    do throws(ResponseError) {
      terminal.printMarkdown(try walk.answer(text))
    } catch {
      terminal.printMarkdown(error.description)
    }
    terminal.print()
  }

  /// Runs what is to be run, or goes to the next step; the ending, if there is one.
  private func goOn(_ walk: inout LessonWalk) -> Ending? {
    switch walk.prompt {
    case .run:
      runScript(&walk)
      return nil
    case .locked(let prediction):
      try? walk.go(to: "\(prediction + 1)")
      show(walk)
      return nil
    case .read, .choose: break
    }
    switch walk.advance() {
    case .moved: show(walk)
    case .finished: return .finished
    case .held(let reason):
      terminal.printMarkdown(reason)
      terminal.print()
    }
    return nil
  }

  private func runScript(_ walk: inout LessonWalk) {
    let printer = OutcomePrinter(terminal: terminal)
    do throws(ResponseError) {
      let report = try walk.run(with: terminal.runner()) { line in
        terminal.print(
          StyledLine([Span("> ", .muted), Span(line.command, .code)]).wrapped(to: terminal.width)
        )
        printer.print(line.result, of: line.command)
        terminal.print()
      }
      terminal.clearProgress()
      if !report.markdown.isEmpty {
        terminal.printMarkdown(report.markdown)
        terminal.print()
      }
    } catch {
      terminal.printMarkdown(error.description)
    }
  }

  private func hint(_ walk: inout LessonWalk) {
    guard let hint = walk.hint() else {
      terminal.printMarkdown("There is no further hint here.")
      return
    }
    view.print(hint)
  }

  /// Opens a prompt at the lesson's stage; the lesson waits where it is.
  private func play(_ walk: LessonWalk) {
    guard let stage = walk.lesson.header.stage else { return }
    let session = Session(seed: Self.seed, readFile: { try FileText.read($0) })
    session.onProgress = { terminal.progress($0.description) }
    let printer = OutcomePrinter(terminal: terminal)
    printer.print(session.execute("deploy \(stage)"))
    terminal.print(.text("Type commands; \"help\" lists them, \"exit\" goes back to the lesson."))
    PlaygroundPrompt(session: session, printer: printer, terminal: terminal).run()
    show(walk)
  }

  private func keep(_ walk: inout LessonWalk, _ progress: inout LearnerProgress) {
    progress.record(walk.takeEvents(), at: .now)
    terminal.tell(progress.takeNotices())
  }
}
