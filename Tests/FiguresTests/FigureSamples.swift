import Figures

/// The figures that the snapshots show.
enum FigureSamples {
  static let table = Figure.table(
    Table(
      title: "Components",
      columns: ["component", "state", Table.Column("requests", .trailing), "note"],
      rows: [
        [
          "shop", Span("running", .good), "12042",
          "one server carries everything, so all falls together",
        ],
        ["database", Span("down", .bad), "7", ""],
      ]
    )
  )

  static let graph = Figure.graph(
    Graph(
      title: "Monolith",
      nodes: [
        .init("shop", kind: "instance", group: "zone a", status: Span("running", .good)),
        .init("database", kind: "database"), .init("worker", kind: "function"),
        .init("orders", kind: "queue"),
      ],
      edges: [
        .init(from: "shop", to: "database", label: "SQL"),
        .init(from: "shop", to: "orders", style: .asynchronous),
        .init(from: "orders", to: "worker", style: .polling),
        .init(from: "worker", to: "database", label: "SQL"),
        .init(from: "worker", to: "shop", label: "done", style: .asynchronous),
      ]
    )
  )

  static let chart = Figure.chart(
    Chart(
      title: "Checkout",
      yAxis: .init("latency", .amount(unit: "ms")),
      series: [
        .init(
          "p95",
          points: [.init(0, 10), .init(60, 10), .init(120, 90), .init(180, 90), .init(240, 20)]
        )
      ],
      marks: [.init(at: 100, until: 200, "slow database"), .init(at: 30, "deploy")]
    )
  )

  static let timeline = Figure.timeline(
    Timeline(
      title: "place-order",
      lanes: [
        .init(
          "environment-1",
          bars: [
            .init("INIT", from: 0, to: 1), .init("INVOKE", from: 1, to: 3),
            .init("INVOKE", from: 3, to: 4),
          ],
          marks: [.init("error", at: 3)]
        ),
        .init("environment-2", bars: [.init("INIT", from: 2, to: 2.1)]),
      ]
    )
  )

  /// Little happens, and long stretches of waiting lie between.
  static let longTimeline = Figure.timeline(
    Timeline(
      title: "Environments",
      lanes: [
        .init(
          "#1 a",
          in: "counter:$LATEST",
          bars: [
            .init("create", from: 41.3, to: 41.5), .init("INIT", from: 41.5, to: 41.72),
            .init("INVOKE", from: 41.72, to: 41.76, label: "1"),
            .init("frozen", from: 41.76, to: 42, isIdle: true),
            .init("INVOKE", from: 42, to: 43, label: "2"),
            .init("frozen", from: 43, to: 643, isIdle: true),
          ],
          marks: [.init("SHUTDOWN: spindown", at: 643)]
        ),
        .init(
          "#2 b",
          in: "counter:2",
          bars: [
            .init("create", from: 800, to: 800.2), .init("INIT", from: 800.2, to: 800.5),
            .init("INVOKE", from: 800.5, to: 800.55, label: "3"),
            .init("INVOKE", from: 800.56, to: 800.57, label: "4"),
            .init("INVOKE", from: 800.58, to: 800.59, label: "5"),
            .init("frozen", from: 800.59, to: 900, isIdle: true),
          ]
        ),
      ],
      kinds: ["INIT", "INVOKE", "create"],
      labelMeaning: "request"
    )
  )
}
