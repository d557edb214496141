import Cloud
import JSON
import Simulation
import Testing

/// Delivery retries: the whole sequence of waits of every policy (facts, section 6).
@Suite struct SNSRetryTests {
  /// A policy of an address over HTTP, and the waits before its retries in seconds.
  struct Row: Sendable, CustomTestStringConvertible {
    let policy: String
    let waits: [Double]
    var testDescription: String { policy }
  }

  private static func policy(_ fields: String) -> String {
    #"{"healthyRetryPolicy":{\#(fields)}}"#
  }

  static let rows = [
    Row(policy: "", waits: [20, 20, 20]),
    Row(policy: policy(#""numRetries":0"#), waits: []),
    Row(policy: policy(#""numRetries":1"#), waits: [20]),
    Row(
      policy: policy(#""minDelayTarget":1,"maxDelayTarget":60,"numRetries":4"#),
      waits: [1, 20.67, 40.33, 60]
    ),
    Row(
      policy: policy(
        #""minDelayTarget":1,"maxDelayTarget":31,"numRetries":5,"backoffFunction":"arithmetic""#
      ),
      waits: [1, 4, 10, 19, 31]
    ),
    Row(
      policy: policy(
        #""minDelayTarget":1,"maxDelayTarget":31,"numRetries":5,"backoffFunction":"geometric""#
      ),
      waits: [1, 3, 7, 15, 31]
    ),
    Row(
      policy: policy(
        #""minDelayTarget":1,"maxDelayTarget":16,"numRetries":5,"backoffFunction":"exponential""#
      ),
      waits: [1, 2, 4, 8, 16]
    ),
    Row(
      policy: policy(
        #""minDelayTarget":2,"maxDelayTarget":8,"numRetries":9,"numNoDelayRetries":2,"#
          + #""numMinDelayRetries":1,"numMaxDelayRetries":2,"backoffFunction":"exponential""#
      ),
      waits: [0, 0, 2, 2, 3.17, 5.04, 8, 8, 8]
    ),
    Row(
      policy: policy(
        #""minDelayTarget":10,"maxDelayTarget":20,"numRetries":1,"backoffFunction":"geometric""#
      ),
      waits: [10]
    ),
  ]

  @Test(arguments: rows) func `an address over HTTP is tried again as its policy says`(
    _ row: Row
  ) throws {
    let page = "https://partner.example/orders"
    let (waits, ends) = try MessagingBench.run { bench in
      let diary = SNSDiary(bench.cloud.simulation)
      let topic = try await bench.makeTopic()
      let arn = try await bench.confirmedPage(
        page,
        of: topic,
        row.policy.isEmpty ? [:] : ["DeliveryPolicy": .string(row.policy)]
      )
      try await bench.page(page) {
        $0.status = 503
        $0.latency = .zero
      }
      let before = await bench.received(at: page).count
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(3_700))
      let instants = await bench.received(at: page).dropFirst(before).map(\.instant)
      _ = arn
      return (
        zip(instants, instants.dropFirst()).map { $0.duration(to: $1).seconds }, diary.lines()
      )
    }
    // Each wait differs by up to a tenth, and a request takes a millisecond.
    let isAsSaid =
      waits.count == row.waits.count
      && zip(waits, row.waits).allSatisfy { abs($0 - $1) <= $1 / 10 + 0.02 }
    #expect(isAsSaid, "\(waits)")
    #expect(ends == ["dropped partner.example 503"])
  }

  @Test func `what AWS runs is tried for 23 days, what others run for six hours`() {
    let aws = RetrySchedule.awsManaged
    let firsts = (2...16).map { aws.wait(before: $0).map { ($0.seconds * 100).rounded() / 100 } }
    let expected: [Double] = [
      0, 0, 1, 1, 1, 1.39, 1.95, 2.71, 3.79, 5.28, 7.37, 10.28, 14.34, 20, 20,
    ]
    #expect(firsts == expected)
    let others = RetrySchedule.customerManaged
    let waits = (2...13).map { others.wait(before: $0).map { ($0.seconds * 100).rounded() / 100 } }
    #expect(Array(waits.prefix(2)) == [10, 10] && waits.suffix(2) == [600, 600])
    let seen = [
      "\(aws.attempts)", "\(aws.wait(before: 100_015)?.seconds ?? 0)",
      "\(aws.wait(before: 100_016)?.seconds ?? -1)", "\(Int(aws.total.seconds) / 86_400)",
      "\(others.attempts)", "\(others.wait(before: 51)?.seconds ?? -1)",
      "\(Int(others.total.seconds) / 3_600)",
    ]
    #expect(seen == ["100015", "20.0", "-1.0", "23", "50", "-1.0", "6"])
  }

  /// A delivery policy that SNS refuses, and why.
  static let refused: [(policy: String, reason: String)] = [
    ("{", "DeliveryPolicy: failed to parse JSON."),
    (
      policy(#""numRetries":101"#),
      "DeliveryPolicy: healthyRetryPolicy.numRetries must be less than or equal to 100"
    ),
    (
      policy(#""numRetries":-1"#),
      "DeliveryPolicy: healthyRetryPolicy.numRetries must be greater than or equal to 0"
    ),
    (
      policy(#""minDelayTarget":5"#),
      "DeliveryPolicy: healthyRetryPolicy.maxDelayTarget must be specified"
    ),
    (
      policy(#""minDelayTarget":0,"maxDelayTarget":5"#),
      "DeliveryPolicy: healthyRetryPolicy.minDelayTarget must be greater than or equal to 1"
    ),
    (
      policy(#""minDelayTarget":1,"maxDelayTarget":3601,"numRetries":0"#),
      "DeliveryPolicy: healthyRetryPolicy.maxDelayTarget must be less than or equal to 3600"
    ),
    (
      policy(#""minDelayTarget":5,"maxDelayTarget":3"#),
      "DeliveryPolicy: healthyRetryPolicy.maxDelayTarget must be greater than or equal to"
        + " minDelayTarget"
    ),
    (
      policy(#""numRetries":3,"numNoDelayRetries":2,"numMaxDelayRetries":2"#),
      "DeliveryPolicy: healthyRetryPolicy.numRetries must be greater than or equal to the sum of"
        + " numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries"
    ),
    (
      policy(#""minDelayTarget":100,"maxDelayTarget":100,"numRetries":37"#),
      "DeliveryPolicy: the total time of healthyRetryPolicy must be less than or equal to 3600"
        + " seconds"
    ),
    (
      policy(#""backoffFunction":"cubic""#),
      "DeliveryPolicy: healthyRetryPolicy.backoffFunction must be one of arithmetic, exponential,"
        + " geometric, linear"
    ),
    (
      policy(#""numRetries":"3""#),
      "DeliveryPolicy: healthyRetryPolicy.numRetries must be an integer"
    ),
    (
      #"{"throttlePolicy":{"maxReceivesPerSecond":0}}"#,
      "DeliveryPolicy: throttlePolicy.maxReceivesPerSecond must be greater than or equal to 1"
    ),
    (
      #"{"throttlePolicy":{"maxReceivesPerSecond":1,"burst":2}}"#,
      "DeliveryPolicy: throttlePolicy.burst is not a valid field"
    ),
    (
      #"{"requestPolicy":{"headerContentType":"text/csv","headerAccept":"text/csv"}}"#,
      "DeliveryPolicy: requestPolicy.headerAccept is not a valid field"
    ),
    (#"{"sicklyRetryPolicy":null,"throttlePolicy":null,"guaranteed":false}"#, ""),
    (#"{"retries":1}"#, "DeliveryPolicy: retries is not a valid field"),
    (policy(#""minDelayTarget":100,"maxDelayTarget":100,"numRetries":36"#), ""),
  ]

  @Test func `delivery policies are checked`() throws {
    for row in Self.refused {
      let seen = try MessagingBench.run { bench in
        let topic = try await bench.makeTopic()
        let arn = try await bench.makeSubscription("https", "https://a.example/", to: topic)
        do {
          try await bench.set("DeliveryPolicy", row.policy, of: arn)
          return ""
        } catch let error as ServiceError { return error.message }
      }
      #expect(seen == (row.reason.isEmpty ? "" : "Invalid parameter: \(row.reason)"), "\(row)")
    }
  }
}
