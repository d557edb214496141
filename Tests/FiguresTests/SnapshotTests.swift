import Figures
import Testing

struct SnapshotTests {
  struct Snapshot: CustomTestStringConvertible {
    let name: String, figure: Figure, layout: Layout, text: String
    var testDescription: String { "\(name) at \(layout.width)" }
  }

  @Test(arguments: [
    Snapshot(
      name: "table",
      figure: FigureSamples.table,
      layout: Layout(width: 80, unicode: true),
      text: #"""
        Components
        component  state    requests  note
        ────────────────────────────────────────────────────────────────────────────────
        shop       running     12042  one server carries everything, so all falls
                                      together
        database   down            7
        """#
    ),
    Snapshot(
      name: "table in ASCII",
      figure: FigureSamples.table,
      layout: Layout(width: 40, unicode: false),
      text: #"""
        Components
        component: shop
        state: running
        requests: 12042
        note: one server carries everything, so
          all falls together

        component: database
        state: down
        requests: 7
        """#
    ),
    Snapshot(
      name: "graph",
      figure: FigureSamples.graph,
      layout: Layout(width: 80, unicode: true),
      text: #"""
        Monolith
           ┌ instance ─┐
           │ shop      │
           │ zone a    │
           │ running   │
           └─┬───┬─────┘
             │   ┆   ▲
        ╭────╯   ┆   ╰╌╌╌╌╮
        │        ▼        ┆
        │   ┌ queue ──┐   ┆
        │   │ orders  │   ┆
        │   └─────┬───┘   ┆
        ╰─╮       ┊   ╭╌╌╌╯
          │       ┊   ┆ done
          │       ▽   ┆
          │   ┌ function ─┐
          │   │ worker    │
          │   └┬──────────┘
          ╰────┤
               │ SQL
               ▼
         ┌ database ─┐
         │ database  │
         └───────────┘

        ──▶ synchronous   ╌╌▶ asynchronous   ┈┈▷ polling
        """#
    ),
    Snapshot(
      name: "graph in ASCII",
      figure: FigureSamples.graph,
      layout: Layout(width: 80, unicode: false),
      text: #"""
        Monolith
           + instance -+
           | shop      |
           | zone a    |
           | running   |
           +-+---+-----+
             |   :   ^
        +----+   :   +....+
        |        v        :
        |   + queue --+   :
        |   | orders  |   :
        |   +-----+---+   :
        +-+       !   +...+
          |       !   : done
          |       v   :
          |   + function -+
          |   | worker    |
          |   ++----------+
          +----+
               | SQL
               v
         + database -+
         | database  |
         +-----------+

        --> synchronous   ..> asynchronous   ~~> polling
        """#
    ),
    Snapshot(
      name: "graph",
      figure: FigureSamples.graph,
      layout: Layout(width: 40, unicode: true),
      text: #"""
        Monolith
        shop (instance, zone a): running
          shop → database: SQL
          shop → orders (asynchronous)
        database (database)
        worker (function)
          worker → database: SQL
          worker → shop (asynchronous): done
        orders (queue)
          orders → worker (polling)
        """#
    ),
    Snapshot(
      name: "chart",
      figure: FigureSamples.chart,
      layout: Layout(width: 80, unicode: true),
      text: #"""
        Checkout
        latency (ms)
        100 ┤
            │                                     ╭───────────────────╮
            │                                   ╭─╯                   ╰─╮
            │                                 ╭─╯                       ╰─╮
            │                               ╭─╯                           ╰──╮
            │                             ╭─╯                                ╰─╮
         50 ┤                            ╭╯                                    ╰─╮
            │                          ╭─╯                                       ╰─╮
            │                        ╭─╯                                           ╰─╮
            │                      ╭─╯                                               ╰─╮
            │                    ╭─╯                                                   ╰
            │────────────────────╯
          0 ┤
            └┬──────────────────┬─────────────────┬──────────────────┬─────────────────┬
             0s                 1m                2m                 3m               4m
                      A                     B═══════════════════════════════
        A  30s: deploy
        B  1m40s to 3m20s: slow database
        ─ p95: least 10 ms, most 90 ms at 2m, last 20 ms
        """#
    ),
    Snapshot(
      name: "chart in ASCII",
      figure: FigureSamples.chart,
      layout: Layout(width: 40, unicode: false),
      text: #"""
        Checkout
        latency (ms)
        100 +
            |                 **********
            |                *          *
            |                            *
            |               *             *
            |              *               *
         50 +             *                 *
            |            *                   *
            |           *
            |                                 *
            |          *                       *
            |**********
          0 +
            ++----------------+----------------+
             0s               2m              4m
                 A         B==============
        A  30s: deploy
        B  1m40s to 3m20s: slow database
        * p95: least 10 ms, most 90 ms at 2m,
            last 20 ms
        """#
    ),
    Snapshot(
      name: "timeline",
      figure: FigureSamples.timeline,
      layout: Layout(width: 80, unicode: true),
      text: #"""
        place-order
        environment-1 │█ INIT █████████▒ INVOKE ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒×│ INVOKE ▒▒▒▒▒▒▒
        environment-2 │                                ███
                      └┬───────────────┬───────────────┬───────────────┬───────────────┬
                       0s              1s              2s              3s             4s
        ██ INIT   ▒▒ INVOKE   × error
        """#
    ),
    Snapshot(
      name: "timeline in ASCII",
      figure: FigureSamples.timeline,
      layout: Layout(width: 40, unicode: false),
      text: #"""
        place-order
        environment-1 |######= INVOKE ===x|=====
        environment-2 |            ##
                      ++-----------+-----------+
                       0s          2s         4s
        ## INIT   == INVOKE   x error
        """#
    ),
    Snapshot(
      name: "a timeline with long waits",
      figure: FigureSamples.longTimeline,
      layout: Layout(width: 80, unicode: true),
      text: #"""
        Environments
        counter:$LATEST
        #1 a │░░░░█████▒▒····▒ INVOKE 2 ▒▒▒▒▒▒▒▒▒▒▒≈≈×
        counter:2
        #2 b │                                                ░░░░░░█ INIT █▒▒▒≈≈
             └┬──────────────┬─────────────────────  ┬──────  ┬────────────────  ┬──────
              41s            42s                     10m43s   13m20s             15m
        ██ INIT   ▒▒ INVOKE (number: request)   ░░ create   ·· frozen   × SHUTDOWN:
        spindown   ≈ cut out: 10m, 2m37s, 1m39s
        """#
    ),
    Snapshot(
      name: "a timeline with long waits in ASCII",
      figure: FigureSamples.longTimeline,
      layout: Layout(width: 40, unicode: false),
      text: #"""
        Environments
        counter:$LATEST
        #1 a |-#==2==~~x
        counter:2
        #2 b |                  --####=~~
             ++------  +------  +------  +------
              41s      10m43s   13m20s   15m
        ## INIT   == INVOKE (number: request)
        -- create   .. frozen   x SHUTDOWN:
        spindown   ~ cut out: 10m, 2m37s, 1m39s
        """#
    ),
    Snapshot(
      name: "charts in words",
      figure: .stack([
        FigureSamples.chart, FigureSamples.timeline, FigureSamples.longTimeline,
      ]),
      layout: Layout(width: 60, unicode: true, inWords: true),
      text: #"""
        Checkout
        latency (ms)
        p95: least 10 ms, most 90 ms at 2m, last 20 ms
        30s: deploy
        1m40s to 3m20s: slow database

        place-order
        environment-1: INIT 0s to 1s; INVOKE 1s to 3s; INVOKE 3s to
            4s; error at 3s
        environment-2: INIT 2s to 2.1s

        Environments
        counter:$LATEST
        #1 a: create 41.3s to 41.5s; INIT 41.5s to 41.72s; INVOKE 1
            41.72s to 41.76s; frozen 41.76s to 42s; INVOKE 2 42s to
            43s; frozen 43s to 10m43s; SHUTDOWN: spindown at 10m43s
        counter:2
        #2 b: create 13m20s to 13m20.2s; INIT 13m20.2s to 13m20.5s;
            INVOKE 3 13m20.5s to 13m20.55s; INVOKE 4 13m20.56s to
            13m20.57s; INVOKE 5 13m20.58s to 13m20.59s; frozen
            13m20.6s to 15m
        """#
    ),
  ])
  func `figures look like this`(row: Snapshot) {
    let text = row.layout.lines(for: row.figure).map(\.text).joined(separator: "\n")
    #expect(text == row.text, "\n\(text)")
  }
}
