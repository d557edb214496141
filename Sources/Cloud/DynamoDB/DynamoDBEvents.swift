public import Simulation

/// What happens to a table.
public enum DynamoDBEvent: TraceEvent {
  /// The table can be used.
  case tableActive
  /// The table is gone.
  case tableDeleted
  /// An item was written, or changed.
  case itemWritten(key: AttributeValue)
  /// An item was deleted.
  case itemDeleted(key: AttributeValue)
  /// A write was refused, because its condition did not hold.
  case conditionFailed(key: AttributeValue)
}
