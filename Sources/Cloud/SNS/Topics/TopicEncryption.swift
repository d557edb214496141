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
      topic.keyInUse = try dataKeys.use(
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

  /// Whether the service can read an archived message again, which the key with which it came must
  /// let it do itself, and not only its publisher.
  ///
  /// A replay passes over what it cannot read, and completes, as recorded from AWS in September 2026
  /// (radkawar/stackd). The key that AWS keeps for the account lets it.
  func canDecrypt(_ message: Notification, for caller: Caller) -> Bool {
    guard let key = message.key, (try? cloud.key(KeyReference(key)))?.manager != .aws else {
      return true
    }
    let use = KeyUse.decrypting(
      through: Self.name,
      "aws:sns:topicArn",
      message.topic.description
    )
    do throws(KeyRefusal) {
      _ = try dataKeys.use(
        key,
        of: message.topic,
        for: caller,
        use,
        reuse: SNSQuotas.dataKeyReuse,
        in: cloud
      )
      return true
    } catch { return false }
  }
}
