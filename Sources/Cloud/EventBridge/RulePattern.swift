import EventPattern
import JSON

extension EventPattern {
  /// Reads the pattern of a rule, or refuses it in EventBridge's words.
  init(ofRule text: String) throws(ServiceError) {
    do {
      try self.init(parsing: text, dialect: .eventBridge)
    } catch {
      throw .invalidEventPattern(error.reason)
    }
  }
}
