import Cloud
import Figures
import JSON
import Simulation

/// Shows something of the present state; no time passes.
struct ShowCommand: PlainCommand {
  /// What can be shown.
  enum View: String, CaseIterable {
    case diagram, timeline, environments, chart, features, orders, queues, schedules, metrics
    case logs, trace, bill, books, components, endpoints, outbox
  }

  static let help = CommandHelp(
    word: "show",
    usage: "show VIEW",
    summary: "show something of the present state",
    details: """
      VIEW is \(View.allCases.map(\.rawValue).joined(separator: ", ")).
      show timeline [COMPONENT] [--last DURATION] [--steps]: the lives of processes and execution
      environments: INIT, INVOKE with the request's number, frozen, SHUTDOWN, and why each start was
      cold; --steps is a list without times.
      show environments [FUNCTION]: the execution environments that exist now.
      show chart \(ChartView.Quantity.allCases.map(\.rawValue).joined(separator: "|")): one of \
      them over time.
      show trace [WORD]: what happened, all of it or what has to do with an order or a word.
      show trace|diagram … --of COMPONENT …: these components alone.
      show logs [FUNCTION]: what functions wrote.
      show endpoints [URL|HOST]: other people's pages, or what has arrived at them.
      show outbox [RECIPIENT]: the e-mails, text messages and notifications that reached people.
      show schedules: what will start by itself, and when; next tells it of any expression.
      show bill [COMPONENT]: what has been used and what it costs, all of it or by one component.
      """,
    examples: [
      "show diagram", "show chart latency", "show timeline place-order --last 5m",
      "show environments", "show trace A-17", "show trace A-17 --of fernway take-payment",
    ],
    onlyShows: true
  )
  static let needsStage = false

  private let view: View
  private let subject: String?
  private let showsSteps: Bool
  /// How much of the time up to now a timeline shows; `nil` for all of it.
  private let last: Duration?
  /// The components that a trace or a diagram is to be of; `nil` for all.
  private let parts: Set<String>?

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    guard !arguments.isEmpty else {
      throw CommandError(
        .missingArgument,
        "What to show is missing.",
        remedy: "Use one of \(View.allCases.map(\.rawValue).joined(separator: ", ")).",
        column: arguments.endColumn
      )
    }
    let word = try arguments.required("what to show")
    guard let view = View(rawValue: word.text) else {
      throw CommandError(
        .badArgument,
        "There is nothing called \(word.text) to show.",
        remedy: Spelling.remedy(for: word.text, among: View.allCases.map(\.rawValue)),
        column: word.column
      )
    }
    self.view = view
    if [.orders, .books, .features, .chart].contains(view), session.world.deployment == nil {
      throw CommandError(
        .noStage,
        "show \(view.rawValue) needs a shop, and none is deployed.",
        remedy: StageNames.deployFirst,
        column: word.column
      )
    }
    showsSteps = view == .timeline && arguments.flag("--steps")
    last = view == .timeline ? try arguments.option("--last")?.duration() : nil
    parts = try Self.parts(of: view, from: &arguments, in: session)
    guard Self.viewsAboutOne.contains(view),
      let next = arguments.rest.first,
      !next.isOption, let subject = arguments.next()
    else {
      subject = nil
      return
    }
    self.subject = subject.text
    if let allowed = Self.subjects(of: view, in: session) {
      _ = try subject.choice(Self.subjectNoun(of: view), allowed)
    }
  }

  /// The components behind `--of`.
  private static func parts(
    of view: View,
    from arguments: inout Arguments,
    in session: Session
  ) throws(CommandError) -> Set<String>? {
    guard [.trace, .diagram].contains(view), let words = try arguments.values(of: "--of") else {
      return nil
    }
    let known = components(of: view, in: session)
    var parts: Set<String> = []
    for word in words { parts.insert(try word.choice("component here", known)) }
    return parts
  }

  /// The components that are deployed, and for a trace also those that it tells of.
  private static func components(of view: View, in session: Session) -> [String] {
    var names = session.world.cloud.topology.components.map(\.name)
    guard view == .trace else { return names }
    for record in TraceWindow(of: session.world).records where !names.contains(record.component) {
      names.append(record.component)
    }
    return names
  }

  /// The views that can be about one thing alone.
  private static let viewsAboutOne: Set<View> = [
    .timeline, .environments, .chart, .logs, .trace, .bill, .endpoints, .outbox,
  ]

  private static func subjectNoun(of view: View) -> String {
    switch view {
    case .endpoints: "page or host"
    case .outbox: "recipient who has got anything"
    case .chart: "quantity to chart"
    case .bill: "component on the bill"
    default: "component with one"
    }
  }

  /// What a view can be about; `nil` for anything.
  private static func subjects(of view: View, in session: Session) -> [String]? {
    switch view {
    case .timeline:
      session.world.components(.function) + session.world.components(.server)
        + session.world.components(.database)
    case .logs, .environments: session.world.components(.function)
    case .chart: ChartView.Quantity.allCases.map(\.rawValue)
    case .bill: session.world.bill.components
    case .endpoints: try? EndpointsView.subjects(in: session.world)
    case .outbox: OutboxView.recipients(in: session.world)
    default: nil
    }
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    guard let first = words.first else { return View.allCases.map(\.rawValue) }
    guard let view = View(rawValue: first) else { return [] }
    if words.contains("--of") { return components(of: view, in: session) }
    if [.trace, .diagram].contains(view) { return ["--of"] }
    guard words.count == 1 else { return [] }
    return (subjects(of: view, in: session) ?? [])
      + (view == .timeline ? ["--last", "--steps"] : [])
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let world = session.world
    switch view {
    case .diagram: return CommandOutput(figures: [try DiagramView(of: world, only: parts).figure])
    case .components:
      let view = try ComponentsView(of: world)
      return CommandOutput(figures: view.figures, json: view.json)
    case .timeline:
      let view = TimelineView(of: world, component: subject, last: last)
      return showsSteps
        ? CommandOutput(figures: view.stepFigures, json: view.stepJSON)
        : CommandOutput(figures: view.figures, json: view.json)
    case .environments:
      let view = try EnvironmentsView(of: world, function: subject)
      return CommandOutput(figures: view.figures, json: view.json)
    case .queues:
      let view = try QueueView(of: world)
      return CommandOutput(figures: view.figures, json: view.json)
    case .schedules:
      let view = try SchedulesView(of: world)
      return CommandOutput(figures: view.figures, json: view.json)
    case .metrics:
      let view = MetricsView(of: world)
      return CommandOutput(figures: view.figures, json: view.json)
    case .logs:
      let view = LogView(of: world, component: subject)
      return CommandOutput(figures: view.figures, json: view.json)
    case .trace:
      let view = TraceView(of: world, about: subject, only: parts)
      return CommandOutput(figures: view.figures, json: view.json)
    case .bill:
      let view = BillView(of: world, component: subject)
      return CommandOutput(figures: view.figures, json: view.json)
    case .endpoints:
      let view = try EndpointsView(of: world, about: subject)
      return CommandOutput(figures: view.figures, json: view.json)
    case .outbox:
      let view = OutboxView(of: world, to: subject)
      return CommandOutput(figures: view.figures, json: view.json)
    case .orders, .books, .features, .chart: return try shop(in: world)
    }
  }

  private func shop(in world: World) throws(CommandError) -> CommandOutput {
    guard let deployment = world.deployment else { return .nothing }
    switch view {
    case .books:
      let view = try BooksView(of: deployment, in: world)
      return CommandOutput(figures: view.figures, json: view.json)
    case .features:
      let view = FeaturesView(of: deployment)
      return CommandOutput(figures: view.figures, json: view.json)
    case .chart:
      let quantity = ChartView.Quantity(rawValue: subject ?? "") ?? .latency
      let view = ChartView(quantity, of: deployment, in: world)
      return CommandOutput(figures: [view.figure], json: view.json)
    default:
      let view = OrdersView(of: deployment, in: world)
      return CommandOutput(figures: view.figures, json: view.json)
    }
  }
}
