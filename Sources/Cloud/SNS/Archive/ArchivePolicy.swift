import JSON

/// For how long a FIFO topic keeps what is published to it: `ArchivePolicy`.
///
/// Source: the SNS developer guide, "Amazon SNS message archiving for FIFO topic owners", read in
/// 2026; the texts of refusals as recorded from AWS in September 2026 (radkawar/stackd).
struct ArchivePolicy: Hashable {
  /// In days.
  let retention: Int

  /// Reads a policy; an empty object is none, and turns the archive off.
  static func reading(_ text: String) throws(AttributeProblem) -> Self? {
    let fields = try object(text, of: "ArchivePolicy")
    guard !fields.isEmpty else { return nil }
    guard let period = fields["MessageRetentionPeriod"] else {
      throw missingFields("ArchivePolicy")
    }
    // A number, or its digits in a text, as the guide's examples have it.
    let days = period.intValue ?? period.stringValue.flatMap { Int($0) }
    guard let days, SNSQuotas.archiveDays.contains(days) else {
      throw .invalid("ArchivePolicy: MessageRetentionPeriod value is invalid")
    }
    return Self(retention: days)
  }

  /// The fields of an archive's or a replay's policy.
  static func object(_ text: String, of attribute: String) throws(AttributeProblem) -> JSONObject {
    guard let json = try? JSONValue(parsing: text) else {
      throw .invalid("\(attribute): Unable to parse JSON")
    }
    guard case .object(let fields) = json else { throw missingFields(attribute) }
    return fields
  }

  static func missingFields(_ attribute: String) -> AttributeProblem {
    .invalid("\(attribute): JSON is missing required fields")
  }
}
