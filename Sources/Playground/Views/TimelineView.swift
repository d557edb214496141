import Cloud
import Figures
import JSON
import Simulation

/// The lives of functions' execution environments: INIT, INVOKE, waiting, gone.
struct TimelineView {
  /// How many environments are shown at most.
  static let limit = 24

  /// One environment's life so far.
  private struct Life {
    let function: String
    /// Its number among the function's, from 1.
    let number: Int
    var bars: [Timeline.Bar] = []
    var marks: [Timeline.Mark] = []
    /// When the phase under way began, and which it is.
    var open: (kind: String, since: Double)?

    mutating func begin(_ kind: String, at instant: Double) {
      open = (kind, instant)
    }

    mutating func end(at instant: Double) {
      guard let open else { return }
      bars.append(.init(open.kind, from: open.since, to: instant))
      self.open = nil
    }
  }

  /// A step of an environment's life, without its time.
  private struct Step {
    let function: String
    let environment: Int
    let text: String
  }

  private var lives: [Life] = []
  private var places: [String: Int] = [:]
  private var steps: [Step] = []
  private let window: TraceWindow
  private let end: Double

  init(of world: World, function: String?) {
    window = TraceWindow(of: world)
    end = world.now.duration(since: .start).seconds
    for record in window.records where function == nil || record.component == function {
      guard let event = record.event as? LambdaEvent else { continue }
      follow(event, of: record.component, at: record.instant.duration(since: .start).seconds)
    }
    for index in lives.indices { lives[index].end(at: end) }
  }

  private mutating func follow(_ event: LambdaEvent, of function: String, at instant: Double) {
    switch event {
    case .initStarted(let id, let phase):
      let index = place(of: id, function)
      lives[index].begin("INIT", at: instant)
      step(index, phase == "init" ? "INIT" : "INIT again, within the request")
    case .initEnded(let id, _, _, let status):
      let index = place(of: id, function)
      lives[index].end(at: instant)
      if status != "success" { failure(index, "INIT \(status)", at: instant) }
    case .invokeStarted(let id, _, _, let cold):
      let index = place(of: id, function)
      lives[index].begin("INVOKE", at: instant)
      step(index, cold ? "INVOKE after a cold start" : "INVOKE in a warm environment")
    case .invokeEnded(let id, let report):
      let index = place(of: id, function)
      lives[index].end(at: instant)
      if report.status != .success { failure(index, report.status.rawValue, at: instant) }
    case .environmentReset(let id, _): failure(place(of: id, function), "reset", at: instant)
    case .environmentRemoved(let id, let reason):
      let index = place(of: id, function)
      lives[index].marks.append(.init("SHUTDOWN", at: instant))
      step(index, "SHUTDOWN: \(reason)")
    default: break
    }
  }

  private mutating func failure(_ index: Int, _ kind: String, at instant: Double) {
    lives[index].marks.append(.init(kind, at: instant))
    step(index, kind)
  }

  private mutating func step(_ index: Int, _ text: String) {
    let life = lives[index]
    steps.append(Step(function: life.function, environment: life.number, text: text))
  }

  private mutating func place(of id: String, _ function: String) -> Int {
    if let index = places[id] { return index }
    let number = lives.count { $0.function == function } + 1
    places[id] = lives.count
    lives.append(Life(function: function, number: number))
    return lives.count - 1
  }

  /// Bars over time, one lane for each environment.
  var figures: [Figure] {
    guard !lives.isEmpty else { return nothing }
    let lanes = lives.suffix(Self.limit).map { life in
      Timeline.Lane("\(life.function) #\(life.number)", bars: life.bars, marks: life.marks)
    }
    let timeline = Figure.timeline(Timeline(title: "Execution environments", lanes: lanes))
    return window.figures(timeline, leftOut: lives.count - lanes.count)
  }

  /// The order of what happened, without times: the same wherever chance leaves the order alone.
  var stepFigures: [Figure] {
    guard !steps.isEmpty else { return nothing }
    let rows = steps.enumerated().map { index, step in
      [
        Span("\(index + 1)"), Span(step.function), Span("#\(step.environment)"), Span(step.text),
      ]
    }
    let table = Table(
      columns: [Table.Column("step", .trailing), "function", "environment", "what"],
      rows: Array(rows.suffix(200))
    )
    return window.figures(.table(table), leftOut: max(0, rows.count - 200))
  }

  /// The steps as data.
  var json: JSONValue {
    .array(
      steps.map { step in
        [
          "function": .string(step.function),
          "environment": .number(JSONNumber(step.environment)),
          "step": .string(step.text),
        ]
      }
    )
  }

  private var nothing: [Figure] {
    window.figures(.text("No function has run yet, so that there is no environment to show."))
  }
}
