import Cloud
import Figures
import JSON
import Simulation

/// What every queue holds, and what has become of the rest.
struct QueueView {
  private let queues: [(name: String, figures: QueueFigures)]

  init(of world: World) throws(CommandError) {
    var queues: [(name: String, figures: QueueFigures)] = []
    for name in world.components(.queue) {
      queues.append((name, try world.figures(ofQueue: name)))
    }
    self.queues = queues
  }

  var figures: [Figure] {
    guard !queues.isEmpty else { return [.text("There is no queue.")] }
    let table = Table(
      title: "Queues",
      columns: [
        "queue", .init("visible", .trailing), .init("in flight", .trailing),
        .init("delayed", .trailing), .init("oldest", .trailing), .init("sent", .trailing),
        .init("deleted", .trailing), .init("given up", .trailing),
      ],
      rows: queues.map { queue in
        let figures = queue.figures
        let arrived = figures.sent + figures.arrivedAsDeadLetters
        return [
          Span(queue.name), Span("\(figures.visible)"), Span("\(figures.inFlight)"),
          Span("\(figures.delayed)"), Span(figures.oldestAge?.readable ?? "-"),
          Span("\(arrived)"), Span("\(figures.deleted)"),
          Span("\(figures.movedToDeadLetterQueue)"),
        ]
      }
    )
    return [.table(table)]
  }

  var json: JSONValue {
    .array(
      queues.map { queue in
        [
          "name": .string(queue.name),
          "visible": .number(JSONNumber(queue.figures.visible)),
          "in_flight": .number(JSONNumber(queue.figures.inFlight)),
          "delayed": .number(JSONNumber(queue.figures.delayed)),
          "sent": .number(JSONNumber(queue.figures.sent)),
          "arrived_as_dead_letters": .number(JSONNumber(queue.figures.arrivedAsDeadLetters)),
          "received": .number(JSONNumber(queue.figures.received)),
          "deleted": .number(JSONNumber(queue.figures.deleted)),
          "given_up": .number(JSONNumber(queue.figures.movedToDeadLetterQueue)),
          "expired": .number(JSONNumber(queue.figures.expired)),
        ]
      }
    )
  }
}
