import EventPattern
import JSON

extension EventPattern {
  /// Reads the pattern of a rule or an archive, or refuses it in EventBridge's words.
  init(ofRule text: String, dialect: Dialect = .eventBridge) throws(ServiceError) {
    do {
      try self.init(parsing: text, dialect: dialect)
    } catch {
      throw .invalidEventPattern(error.report)
    }
  }

  /// The pattern of the rule that feeds an archive: the archive's own, and that no replay has put the
  /// event on the bus.
  init(ofArchive pattern: EventPattern?) throws(ServiceError) {
    let text = pattern?.text ?? "{}"
    var object = (try? JSONValue(parsing: text))?.objectValue ?? [:]
    object["replay-name"] = [["exists": false]]
    try self.init(ofRule: JSONValue.object(object).text(), dialect: .eventBridgeArchive)
  }
}
