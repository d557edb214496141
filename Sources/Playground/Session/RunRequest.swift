public import Figures
public import JSON
public import Shop
import Simulation

/// A whole run in one value: a stage under a load, struck by faults, with a seed.
///
/// Loads and faults are written as in the command language, without the word `load`. The same
/// request always gives the same report.
public struct RunRequest: Hashable, Sendable {
  /// The stage's name.
  public var stage: String
  /// The stage's settings, each as `name=value`.
  public var settings: [String]
  /// The load, such as `flash-sale for 10m`.
  public var load: String
  /// The faults, such as `crash shop at 4m for 3m`; `at` counts from the load's beginning.
  public var faults: [String]
  /// The number from which all chance is derived.
  public var seed: UInt64

  /// Creates a request.
  public init(
    stage: String,
    settings: [String] = [],
    load: String,
    faults: [String] = [],
    seed: UInt64 = 1
  ) {
    self.stage = stage
    self.settings = settings
    self.load = load
    self.faults = faults
    self.seed = seed
  }

  /// The words with which a fault may begin.
  public static let faultWords = ["crash", "slow", "fail", "duplicate", "disturb", "lose", "photo"]

  /// Deploys the stage, lets the faults and the load loose, and reports.
  ///
  /// After the load the shop has at most one simulated hour to finish what was begun.
  ///
  /// - Parameters:
  ///   - readFile: reads a file that the load or a setting names; `nil` when none may be read.
  ///   - onProgress: is told now and then how far the load has come.
  /// - Returns: the report.
  /// - Throws: ``CommandError`` about the part of the request that is wrong; its column counts in
  ///   that part.
  public func run(
    readFile: ((String) throws -> String)? = nil,
    onProgress: ((Progress) -> Void)? = nil
  ) throws(CommandError) -> RunResult {
    let session = try prepare(readFile: readFile)
    session.onProgress = onProgress
    try Self.execute("load ", load, in: session)
    return try RunResult(of: session, load: load, faults: faults)
  }

  /// Deploys the stage in a new session and sets the faults.
  ///
  /// - Throws: ``CommandError`` about the part of the request that is wrong.
  func prepare(readFile: ((String) throws -> String)?) throws(CommandError) -> Session {
    let session = try deploy(readFile: readFile)
    for fault in faults {
      try Self.strike(fault, in: session)
      try refuseIfTooLate(fault, readFile: readFile)
    }
    return session
  }

  /// Deploys the stage in a new session.
  ///
  /// - Throws: ``CommandError`` about the stage or its settings.
  func deploy(readFile: ((String) throws -> String)?) throws(CommandError) -> Session {
    let session = Session(seed: seed, readFile: readFile)
    let options = settings.map { " --set \(Self.quoted($0))" }.joined()
    try Self.execute("deploy ", stage + options, in: session)
    // A run is told by its figures, and nobody can ask for its records: to keep them would take a
    // tenth of its time.
    session.world.simulation.trace.retention = .nothing
    return session
  }

  /// Refuses a fault that begins when the load is over: a slip of the pen would look like a triumph.
  func refuseIfTooLate(
    _ fault: String,
    readFile: ((String) throws -> String)?
  ) throws(CommandError) {
    let words = fault.split(separator: " ").map(String.init)
    guard let place = words.firstIndex(of: "at"), words.indices.contains(place + 1),
      let begin = Duration(spelled: words[place + 1]),
      let load = try? Load(parsing: load, readFile: readFile), begin >= load.duration
    else { return }
    throw CommandError(
      .badArgument,
      "The fault \(fault) begins when the load is over.",
      remedy: "Let it begin within the load's \(load.duration.readable).",
      column: 1
    )
  }

  /// Sets one fault in a session.
  ///
  /// - Throws: ``CommandError`` when it is no fault, or strikes nothing that there is.
  static func strike(_ fault: String, in session: Session) throws(CommandError) {
    let word = fault.trimmed.prefix { !$0.isWhitespace }
    guard faultWords.contains(String(word)) else {
      throw CommandError(
        .badArgument,
        "\(fault.isEmpty ? "An empty text" : fault) is no fault.",
        remedy: Spelling.remedy(for: String(word), among: faultWords),
        column: 1
      )
    }
    try execute("", fault, in: session)
  }

  /// Runs a command whose first word the caller has not written.
  private static func execute(
    _ prefix: String,
    _ text: String,
    in session: Session
  ) throws(CommandError) {
    let outcome = session.execute(prefix + text)
    guard case .failure(let error) = outcome.result else { return }
    throw CommandError(
      code: error.code,
      message: error.message,
      remedy: error.remedy,
      column: error.column.map { max(1, $0 - prefix.count) }
    )
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}

/// What came of a run.
public struct RunResult: Sendable {
  /// The report as data: stable names, a version, money as decimal strings.
  public let json: JSONValue
  /// The report for a reader.
  public let figures: [Figure]
  /// The report itself.
  public let report: RunReport

  init(of session: Session, load: String, faults: [String]) throws(CommandError) {
    guard let deployment = session.world.deployment else {
      preconditionFailure("a run of \(load) was reported without a deployed stage")
    }
    let world = session.world
    report = RunReport(of: deployment.fernway, loads: [load], faults: faults)
    json = report.json
    let struck = faults.isEmpty ? "" : "\nFaults: \(faults.joined(separator: "; "))."
    let title = "\(deployment.title) under \(load), seed \(session.seed)."
    let orders = Figure.table(OrdersView.table(report.figures.orders))
    let charts = [ChartView.Quantity.latency, .backlog, .capacity].map { quantity in
      ChartView(quantity, of: deployment, in: world).figure
    }
    figures =
      [.text(title + struck), orders] + FeaturesView(of: deployment).figures + charts
      + [try DiagramView(of: world).figure] + BillView(of: world).figures + [Self.costs(report)]
  }

  private static func costs(_ report: RunReport) -> Figure {
    var text = struck(report)
    text += "An hour like this costs \(report.billPerHour)"
    if let orders = report.billPerThousandOrders { text += ", a thousand orders \(orders)" }
    if let share = report.figures.utilisation {
      text += "; of the processors' time \(Measurement(share * 100, .percent)) was used"
    }
    return .text(text + ".")
  }

  /// What the faults did to customers; nothing where there were none.
  private static func struck(_ report: RunReport) -> String {
    guard let radius = report.blastRadius, let share = radius.all.value else { return "" }
    return "During the faults and their after-effects \(Measurement(share * 100, .percent)) of the"
      + " requests failed. "
  }
}
