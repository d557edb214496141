/// Whose patterns: which operators they know, and how large they may be.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// A rule on an event bus.
  case eventBridge
  /// The event pattern of an EventBridge archive: a rule's, twice as long.
  case eventBridgeArchive
  /// The filter criteria of a Lambda event source mapping or of an EventBridge pipe.
  case eventSourceMapping
  /// An SNS filter policy with the scope `MessageBody`.
  case snsMessageBody
  /// An SNS filter policy with the scope `MessageAttributes`.
  ///
  /// ``MessageAttribute/event(of:)`` makes the event to match.
  case snsMessageAttributes

  /// The longest text: bytes for SNS, otherwise characters.
  ///
  /// Sources: EventBridge and SNS quotas 2026; Lambda `FilterCriteria`, 2026.
  public var maximumLength: Int {
    switch self {
    case .eventBridge: 2_048
    case .eventBridgeArchive, .eventSourceMapping: 4_096
    case .snsMessageBody, .snsMessageAttributes: 256 * 1_024
    }
  }

  var isSNS: Bool { self == .snsMessageBody || self == .snsMessageAttributes }

  /// How long `text` is in this dialect's measure.
  func length(of text: String) -> Int {
    isSNS ? text.utf8.count : text.utf16.count
  }

  /// The operators in the order in which messages list them.
  var operators: [Operator] {
    switch self {
    case .eventBridge, .eventBridgeArchive:
      Operator.allCases
    case .eventSourceMapping:
      [.prefix, .suffix, .equalsIgnoreCase, .anythingBut, .numeric, .exists]
    case .snsMessageBody, .snsMessageAttributes:
      Operator.allCases.filter { $0 != .exactly }
    }
  }

  /// The operators that may stand in the object of `anything-but`.
  var negatableOperators: [Operator] {
    switch self {
    case .eventBridge, .eventBridgeArchive: [.prefix, .suffix, .equalsIgnoreCase, .wildcard]
    case .eventSourceMapping: []
    case .snsMessageBody, .snsMessageAttributes: [.prefix, .suffix, .wildcard]
    }
  }

  /// Whether prefix and suffix take `{"equals-ignore-case": …}`.
  var affixesIgnoreCase: Bool { !isSNS }
}

/// What an object in a field's list may be named.
enum Operator: String, CaseIterable, Sendable {
  case prefix, suffix
  case equalsIgnoreCase = "equals-ignore-case"
  case anythingBut = "anything-but"
  case numeric, exists, cidr, wildcard
  /// Undocumented: Event Ruler's long form of an exact string.
  case exactly
}
