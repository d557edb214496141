/// With which key a topic's messages are encrypted, and who may use it.
///
/// Who publishes must be able to make a data key and to read it again; subscribers get messages in
/// plain, and need nothing.
///
/// Source: the SNS developer guide, "Securing Amazon SNS data with server-side encryption" and "Key
/// management".
///
/// > Simplified: any text is taken as the name of a key; that there is no such key shows when
/// > somebody publishes.
extension SNS {
  /// Uses the topic's key for a publisher.
  ///
  /// - Throws: ``ServiceError`` when the publisher may not use the key, or nobody can.
  func encrypt(for caller: Caller, with key: String, of topic: Topic) throws(ServiceError) {
    let arn = topic.arn
    do throws(KeyRefusal) {
      _ = try dataKeys.use(
        key,
        of: arn,
        for: caller,
        .encrypting(through: Self.name, "aws:sns:topicArn", arn.description),
        reuse: SNSQuotas.dataKeyReuse,
        in: cloud
      )
    } catch {
      throw .topicKeyRefused(error)
    }
  }
}
