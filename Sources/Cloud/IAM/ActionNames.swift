// What IAM calls operations whose own names it does not use; all others are called as they are.
//
// Source: the service authorization reference.

extension Invoke {
  /// `lambda:InvokeFunction`.
  public static var action: String { "lambda:InvokeFunction" }
}

extension Operation where Service == APIGateway {
  /// The method of the request, such as `apigateway:POST`.
  public static var action: String {
    let methods = [("Get", "GET"), ("Update", "PATCH"), ("Delete", "DELETE")]
    let method = methods.first { name.hasPrefix($0.0) }?.1 ?? "POST"
    return "\(APIGateway.policyPrefix):\(method)"
  }
}

extension SendMessageBatch {
  /// That of one message.
  public static var action: String { SendMessage.action }
}

extension DeleteMessageBatch {
  /// That of one message.
  public static var action: String { DeleteMessage.action }
}

extension ChangeMessageVisibilityBatch {
  /// That of one message.
  public static var action: String { ChangeMessageVisibility.action }
}

extension PublishBatch {
  /// That of one message.
  public static var action: String { Publish.action }
}

extension Poll {
  static var action: String { ReceiveMessage.action }
}

extension DeleteReceived {
  static var action: String { DeleteMessage.action }
}

extension GetLayerVersionByArn {
  /// That of a layer by its name.
  public static var action: String { GetLayerVersion.action }
}

extension TransactWriteItems {
  /// Each write under its own name, on its own table.
  public func permissions(in cloud: Cloud) -> [Permission] {
    transactItems.map { item in
      let (action, table) =
        switch (item.put, item.update, item.delete) {
        case (let put?, _, _): (PutItem.action, put.tableName)
        case (_, let update?, _): (UpdateItem.action, update.tableName)
        case (_, _, let delete?): (DeleteItem.action, delete.tableName)
        default: ("dynamodb:ConditionCheckItem", item.conditionCheck?.tableName ?? "")
        }
      return Permission(action, on: DynamoDB.arn(of: table, in: cloud))
    }
  }
}

extension PutEvents {
  /// To put events of this source and detail-type on each of the buses.
  public func permissions(in cloud: Cloud) -> [Permission] {
    var permissions: [Permission] = []
    for entry in entries {
      let permission = Permission(
        Self.action,
        on: EventBridge.busARN(entry.eventBusName, in: cloud),
        ["events:source": entry.source ?? "", "events:detail-type": entry.detailType ?? ""]
      )
      if !permissions.contains(permission) { permissions.append(permission) }
    }
    return permissions
  }
}
