import Cloud

/// Metrics of what lies outside of AWS: other people's web servers, and people.
extension MetricCatalogue {
  static let internet: [Metric] = [
    endpoint("requests", "requests that have arrived at a page") { $0.count },
    endpoint("accepted", "requests that the page answered by 200 to 299") { $0.accepted },
    Metric(
      name: "outbox.messages",
      unit: .count,
      meaning: "e-mails, text messages and notifications that have reached people",
      argument: .optional("recipient")
    ) { (world, recipient) throws(CommandError) in
      Double(world.cloud.internet.outbox.count(to: recipient))
    },
  ]

  private static func endpoint(
    _ name: String,
    _ meaning: String,
    _ read: @escaping @Sendable (WebServer.Page) -> Int
  ) -> Metric {
    Metric(
      name: "endpoint.\(name)",
      unit: .count,
      meaning: meaning,
      argument: .required("url")
    ) { (world, url) throws(CommandError) in
      guard let address = url.flatMap({ WebAddress($0) }),
        let server = world.cloud.internet[address.site],
        let page = try world.run({ await server.page(address.page) })
      else {
        throw CommandError(
          .notFound,
          "There is no endpoint \(url ?? "").",
          remedy: Spelling.remedy(for: url ?? "", among: try EndpointsView.subjects(in: world))
        )
      }
      return Double(read(page))
    }
  }
}
