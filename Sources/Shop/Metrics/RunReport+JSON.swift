public import JSON
import Cloud
import Simulation

extension RunReport {
  /// The report as data: names and their order are stable, money is written as decimal strings,
  /// shares lie between 0 and 1, what is not known is null.
  public var json: JSONValue {
    [
      "version": .number(JSONNumber(Self.version)),
      "run": runJSON,
      "orders": Self.json(figures.orders),
      "latency_ms": latencyJSON,
      "features": featuresJSON,
      "blast_radius": blastRadiusJSON,
      "capacity": capacityJSON,
      "bill": billJSON,
      "series": Self.json(figures.series(until: end)),
    ]
  }

  private var runJSON: JSONValue {
    let settings = run.settings.values.map { ($0.name, JSONValue.string($0.value)) }
    return [
      "stage": .string(run.stage),
      "settings": .object(JSONObject(settings)),
      "load": .array(run.loads.map { .string($0) }),
      "faults": .array(run.faults.map { .string($0) }),
      // A seed may be larger than what other programs read as a number.
      "seed": .string(String(run.seed)),
      "seconds": .decimal(elapsed.seconds, 3),
    ]
  }

  private static func json(_ orders: OrderCounts) -> JSONValue {
    let counts: [(String, Int)] = [
      ("offered", orders.offered), ("accepted", orders.accepted), ("rejected", orders.rejected),
      ("failed", orders.failed), ("open", orders.open), ("completed", orders.completed),
      ("cancelled", orders.cancelled), ("pending", orders.pending), ("lost", orders.lost),
      ("unacknowledged", orders.unacknowledged),
    ]
    return .object(JSONObject(counts.map { ($0, .number(JSONNumber($1))) }))
  }

  private var latencyJSON: JSONValue {
    var object = JSONObject([("all", Self.json(figures.latency))])
    for feature in Feature.allCases {
      object[feature.rawValue] = Self.json(figures[feature].latency)
    }
    object["completion"] = Self.json(figures.completion)
    return .object(object)
  }

  private static func json(_ histogram: Histogram<Duration>) -> JSONValue {
    let quantiles: [(String, Duration?)] = [
      ("p50", histogram.quantile(.percent(50))), ("p95", histogram.quantile(.percent(95))),
      ("p99", histogram.quantile(.percent(99))), ("max", histogram.maximum),
      ("mean", histogram.mean),
    ]
    let times = quantiles.map { ($0, JSONValue.decimal($1?.milliseconds, 3)) }
    return .object(JSONObject([("count", .number(JSONNumber(histogram.count)))] + times))
  }

  private var featuresJSON: JSONValue {
    let features = Feature.allCases.map { feature -> (String, JSONValue) in
      let figures = figures[feature]
      let json: JSONValue = [
        "requests": .number(JSONNumber(figures.requests)),
        "answered": .number(JSONNumber(figures.answered)),
        "failed": .number(JSONNumber(figures.failed)),
        "gave_up": .number(JSONNumber(figures.gaveUp)),
        "availability": .decimal(figures.availability?.value, 6),
      ]
      return (feature.rawValue, json)
    }
    return .object(JSONObject(features))
  }

  private var blastRadiusJSON: JSONValue {
    guard let radius = blastRadius else { return .null }
    func json(_ share: BlastRadius.Share) -> JSONValue {
      [
        "requests": .number(JSONNumber(share.requests)),
        "failed": .number(JSONNumber(share.failed)),
        "share": .decimal(share.value, 6),
      ]
    }
    let features = Feature.allCases.map { ($0.rawValue, json(radius[$0])) }
    return .object(
      JSONObject(
        [("seconds", .decimal(radius.lasted.seconds, 3)), ("all", json(radius.all))] + features
      )
    )
  }

  private var capacityJSON: JSONValue {
    let (capacity, peak) = (figures.capacity, figures.peakCapacity)
    return [
      "instances": capacity.map { .number(JSONNumber($0.instances)) } ?? .null,
      "vcpus": .decimal(capacity?.processors, 3),
      "utilisation": .decimal(figures.utilisation, 6),
      "peak_utilisation": .decimal(figures.peakUtilisation, 6),
      "peak_instances": peak.map { .number(JSONNumber($0.instances)) } ?? .null,
      "peak_vcpus": .decimal(peak?.processors, 3),
      "peak_executions": .number(JSONNumber(figures.peakExecutions)),
      "peak_waiting": .number(JSONNumber(figures.waiting.maximum)),
    ]
  }

  private var billJSON: JSONValue {
    let lines = bill.lines.map { line -> JSONValue in
      [
        "component": .string(line.component),
        "usage": .string(line.price.usage),
        "quantity": .decimal(line.pricedQuantity, 6),
        "unit": .string(line.price.unit),
        "amount": .string(line.amount.decimal),
        "as_of": .string(line.price.asOf),
      ]
    }
    return [
      "currency": "USD",
      "total": .string(bill.total.decimal),
      "per_hour": .string(billPerHour.decimal),
      "per_1000_orders": billPerThousandOrders.map { .string($0.decimal) } ?? .null,
      "lines": .array(lines),
    ]
  }

  private static func json(_ series: ShopSeries) -> JSONValue {
    func whole(_ numbers: [Int]) -> JSONValue { .array(numbers.map { .number(JSONNumber($0)) }) }
    func decimal(_ numbers: [Double?]) -> JSONValue { .array(numbers.map { .decimal($0, 4) }) }
    return [
      "step_seconds": .decimal(series.step.seconds, 3),
      "offered": whole(series.offered),
      "accepted": whole(series.accepted),
      "completed": whole(series.completed),
      "failed": whole(series.failed),
      "latency_ms": decimal(series.latency),
      "backlog": whole(series.backlog),
      "utilisation": decimal(series.utilisation),
      "capacity": whole(series.capacity),
    ]
  }
}

extension JSONValue {
  /// A number with at most `places` decimals, the same on every machine; null for none.
  fileprivate static func decimal(_ value: Double?, _ places: Int) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    var text = String(scaled / scale)
    if scaled % scale > 0 {
      var decimals = String(scaled % scale + scale).dropFirst()
      while decimals.last == "0" { decimals.removeLast() }
      text += ".\(decimals)"
    }
    let literal = value < 0 && scaled > 0 ? "-\(text)" : text
    return JSONNumber(literal: literal).map { .number($0) } ?? .null
  }
}
