import Cloud
import Shop
import Simulation

/// One sentence about a stage, made of its figures alone: how it failed, what became of the orders,
/// what it kept running and what that costs.
struct ComparisonSentence {
  let text: String

  init(about run: StageRun) {
    let parts = [Self.failing(run.report), Self.orders(run.report), Self.scaling(run.report)]
    text =
      (parts.compactMap(\.self) + ["an idle night costs \(run.idleNight.total)."])
      .joined(separator: "; ")
  }

  // MARK: Fails

  private static func failing(_ report: RunReport) -> String {
    guard !report.run.faults.isEmpty else { return unstruck(report) }
    guard let radius = report.blastRadius else {
      let failed = failures(of: report) == 0 ? ", and no request failed" : ""
      return "the faults took nothing of it down\(failed)"
    }
    guard radius.all.failed > 0, let share = radius.all.value else {
      return "no request failed during the faults (\(radius.lasted.inWords))"
    }
    let hit = Feature.allCases.filter { radius[$0].failed > 0 }
    return "\(Measurement(share * 100, .percent)) of the requests failed during the faults"
      + " (\(radius.lasted.inWords)) and their after-effects, \(places(hit))"
  }

  private static func places(_ features: [Feature]) -> String {
    switch features.count {
    case Feature.allCases.count: "in all four features"
    case 1: "in \(features[0].rawValue) alone"
    default:
      "in \(features.dropLast().map(\.rawValue).joined(separator: ", "))"
        + " and \(features[features.count - 1].rawValue)"
    }
  }

  private static func unstruck(_ report: RunReport) -> String {
    let requests = Feature.allCases.reduce(0) { $0 + report.figures[$1].requests }
    guard requests > 0 else { return "nobody came" }
    let failed = failures(of: report)
    guard failed > 0 else { return "every request was answered" }
    let share = Double(failed) * 100 / Double(requests)
    return "\(Measurement(share, .percent)) of the requests were not answered"
  }

  private static func failures(of report: RunReport) -> Int {
    Feature.allCases.reduce(0) { $0 + report.figures[$1].failed + report.figures[$1].gaveUp }
  }

  // MARK: Orders

  private static func orders(_ report: RunReport) -> String? {
    let orders = report.figures.orders
    var parts: [String] = []
    if orders.lost > 0 { parts.append("\(count(orders.lost, "accepted order")) lost") }
    if orders.pending > 0 { parts.append("\(count(orders.pending, "order")) still under way") }
    let wait = report.figures.latency.quantile(.percent(95))
    if let done = report.figures.completion.quantile(.percent(95)), let wait, done > wait * 2 {
      parts.append(
        "customers had their answer within \(wait.inWords) and their order done within"
          + " \(done.inWords) (95 % of them)"
      )
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func count(_ number: Int, _ what: String) -> String {
    number == 1 ? "1 \(what) was" : "\(number) \(what)s were"
  }

  // MARK: Scales

  private static func scaling(_ report: RunReport) -> String {
    let figures = report.figures
    guard let peak = figures.peakCapacity, let now = figures.capacity else {
      return "nothing runs while nobody asks, and at most \(figures.peakExecutions) requests were"
        + " worked on at once"
    }
    let instances = peak.instances == 1 ? "1 instance" : "\(peak.instances) instances"
    let range = peak.instances == now.instances ? instances : "up to \(instances)"
    guard let used = figures.utilisation else { return "it kept \(range) running" }
    return "it kept \(range) running and used \(Measurement(used * 100, .percent)) of its"
      + " processors' time"
  }
}
