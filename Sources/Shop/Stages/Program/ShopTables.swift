import Cloud
import Simulation

/// The shop's tables in DynamoDB, and every change that functions and services make to them.
///
/// A change that may come twice is made conditional on not having been made: that, and nothing
/// else, makes a function safe to repeat.
struct ShopTables: Sendable {
  /// What a function or a service writes to.
  enum Table: String, CaseIterable {
    case orders, stock, questions, deliveries, thumbnails
    case ledger = "ledger-entries"
    case warehouse = "warehouse-tasks"
    case receipts = "sent-receipts"
  }

  private let cloud: Cloud
  private let client: Client<DynamoDB>

  init(_ cloud: Cloud, for caller: Caller) {
    self.cloud = cloud
    client = cloud.client(of: DynamoDB.self, for: caller)
  }

  init(_ environment: FunctionEnvironment) {
    self.init(environment.cloud, for: Caller(environment.functionName))
  }

  init(_ machine: ProcessEnvironment) {
    self.init(machine.cloud, for: Caller(machine.component))
  }

  /// Creates tables.
  func create(_ tables: [Table]) async throws {
    for table in tables { try await client.createTable(table.rawValue, hash: "id") }
  }

  /// Puts the opening stock on the shelf.
  func stockUp() async throws {
    for item in Catalogue.fernway.items.map(\.name) {
      let level = StockLevel(onHand: Inventory.openingStock)
      try await client.put(
        [
          "id": .string(item), "onHand": .number(level.onHand),
          "available": .number(level.available), "reserved": .number(level.reserved),
        ],
        in: Table.stock.rawValue
      )
    }
  }

  // MARK: Orders and their stock

  // snippet: store-order
  /// Stores an order and reserves its stock, all or nothing, unless it was stored before.
  func store(_ order: Order) async throws {
    let changes = try await transact(
      [.put(insertion(into: .orders, ["id": .string(order.id), "state": "placed"]))]
        + stockChanges(of: order.lines, "SET available = available - :n, reserved = reserved + :n")
    )
    if changes { return }
    let isKnown =
      try await client.get(["id": .string(order.id)], from: Table.orders.rawValue) != nil
    if isKnown { return }
    throw Rejection.outOfStock(item: try await firstShort(of: order.lines))
  }
  // snippet end

  /// Gives an order up and its stock back; false when it was given up before.
  func cancel(_ order: Order) async throws -> Bool {
    let giveUp = UpdateItem(
      tableName: Table.orders.rawValue,
      key: ["id": .string(order.id)],
      updateExpression: "SET #state = :cancelled",
      conditionExpression: "#state = :placed",
      expressionAttributeNames: ["#state": "state"],
      expressionAttributeValues: [":cancelled": "cancelled", ":placed": "placed"]
    )
    return try await transact(
      [.update(giveUp)]
        + stockChanges(of: order.lines, "SET available = available + :n, reserved = reserved - :n")
    )
  }

  /// Gives the warehouse a task and takes its goods off the shelf; false when it has it already.
  func dispatch(_ task: WarehouseTask) async throws -> Bool {
    try await transact(
      [.put(insertion(into: .warehouse, ["id": .string(task.order)]))]
        + stockChanges(of: task.lines, "SET onHand = onHand - :n, reserved = reserved - :n")
    )
  }

  /// Books a delivery in; false when it was booked in before.
  func restock(_ delivery: StockDelivery) async throws -> Bool {
    let line = Order.Line(delivery.item, quantity: delivery.quantity)
    return try await transact(
      [.put(insertion(into: .deliveries, ["id": .string(delivery.id)]))]
        + stockChanges(of: [line], "SET onHand = onHand + :n, available = available + :n")
    )
  }

  /// Changes to the stock of each item; where stock is taken, enough of it must be available.
  private func stockChanges(
    of lines: [Order.Line],
    _ update: String
  ) -> [TransactWriteItems.TransactWriteItem] {
    var quantities: [(item: String, quantity: Int)] = []
    for line in lines {
      if let index = quantities.firstIndex(where: { $0.item == line.item }) {
        quantities[index].quantity += line.quantity
      } else {
        quantities.append((line.item, line.quantity))
      }
    }
    return quantities.map { item, quantity in
      .update(
        UpdateItem(
          tableName: Table.stock.rawValue,
          key: ["id": .string(item)],
          updateExpression: update,
          conditionExpression: update.hasPrefix("SET available = available -")
            ? "available >= :n" : nil,
          expressionAttributeValues: [":n": .number(quantity)]
        )
      )
    }
  }

  private func firstShort(of lines: [Order.Line]) async throws -> String {
    for line in lines {
      let stock = try await client.get(["id": .string(line.item)], from: Table.stock.rawValue)
      if stock?["available"]?.intValue ?? 0 < line.quantity { return line.item }
    }
    return lines.first?.item ?? ""
  }

  // MARK: What is written once

  /// Enters a posting in the ledger; false when it is there already.
  func post(_ posting: Posting) async throws -> Bool {
    let entries = posting.entries.map { entry in
      AttributeValue.map([
        "account": .string(entry.account.rawValue), "cents": .number(entry.amount.cents),
      ])
    }
    return try await insert(into: .ledger, ["id": .string(posting.id), "entries": .list(entries)])
  }

  /// Notes a task of the warehouse; false when it has it already.
  func note(_ task: WarehouseTask) async throws -> Bool {
    try await insert(into: .warehouse, ["id": .string(task.order)])
  }

  /// Notes that an order's receipt is sent; false when that was noted before.
  func noteReceipt(of order: Order) async throws -> Bool {
    try await insert(into: .receipts, ["id": .string(order.id)])
  }

  /// Keeps a question for customer service.
  func store(_ question: Question) async throws -> Bool {
    try await insert(
      into: .questions,
      ["id": .string(question.id), "text": .string(question.text)]
    )
  }

  /// Keeps a thumbnail.
  func store(_ thumbnail: Thumbnail) async throws -> Bool {
    try await insert(
      into: .thumbnails,
      [
        "id": .string(thumbnail.photo), "width": .number(thumbnail.width),
        "height": .number(thumbnail.height),
      ]
    )
  }

  private func insertion(into table: Table, _ item: AttributeMap) -> PutItem {
    PutItem(
      tableName: table.rawValue,
      item: item,
      conditionExpression: "attribute_not_exists(id)"
    )
  }

  private func insert(into table: Table, _ item: AttributeMap) async throws -> Bool {
    do {
      _ = try await client(insertion(into: table, item))
      return true
    } catch ServiceError.conditionalCheckFailed {
      return false
    }
  }

  private func transact(_ items: [TransactWriteItems.TransactWriteItem]) async throws -> Bool {
    do {
      _ = try await client(TransactWriteItems(items))
      return true
    } catch let error as ServiceError where error.code == "TransactionCanceledException" {
      return false
    }
  }
}

// MARK: Books

extension ShopTables {
  /// What all tables say; how often cards were charged is the payment provider's to tell.
  func books() async -> Books {
    let orders = await rows(.orders).compactMap { item in
      item["id"]?.stringValue.map { ($0, item["state"]?.stringValue == "cancelled") }
    }
    var books = await books(of: orders)
    for item in await rows(.stock) {
      guard let name = item["id"]?.stringValue, let onHand = item["onHand"]?.intValue,
        let reserved = item["reserved"]?.intValue
      else { continue }
      books.stock[name] = StockLevel(onHand: onHand, reserved: reserved)
    }
    return books
  }

  /// What the tables say about the accepted orders, and about everything but the stock.
  func books(of orders: [(id: String, isCancelled: Bool)]) async -> Books {
    var books = Books()
    books.warehouseTasks = await counts(.warehouse)
    books.receipts = await counts(.receipts)
    let posted = await counts(.ledger)
    books.postings = posted.count
    for item in await rows(.ledger) {
      for entry in item["entries"]?.listValue ?? [] {
        guard
          let account = entry.mapValue?["account"]?.stringValue.flatMap(Account.init(rawValue:)),
          let cents = entry.mapValue?["cents"]?.intValue
        else { continue }
        books.ledger[account] = (books.ledger[account] ?? .zero) + Amount(cents: cents)
      }
    }
    for (id, isCancelled) in orders {
      let isDone =
        books.warehouseTasks[id] != nil && books.receipts[id] != nil
        && posted["payment of \(id)"] != nil
      books.orders[isCancelled ? .cancelled : isDone ? .completed : .underway, default: 0] += 1
    }
    books.questions = await rows(.questions).count
    books.thumbnails = await rows(.thumbnails).count
    return books
  }

  private func rows(_ table: Table) async -> [AttributeMap] {
    await cloud.dynamoDB.inspect(table.rawValue)
  }

  private func counts(_ table: Table) async -> [String: Int] {
    Dictionary(await rows(table).compactMap { $0["id"]?.stringValue }.map { ($0, 1) }) { $0 + $1 }
  }
}
