/// How a service spells the first letter of its members' names on the wire.
public enum MemberNaming: Sendable {
  /// `QueueUrl`, as most services do.
  case upperCamelCase
  /// `logGroupName`, as CloudWatch Logs and CodeDeploy do.
  case lowerCamelCase

  /// The wire name of a property.
  public func wireName(_ property: String) -> String {
    switch self {
    case .upperCamelCase: WireNames.wireName(property)
    case .lowerCamelCase: property
    }
  }
}

/// How Swift names, wire names and command-line names come from each other.
public enum WireNames {
  /// The wire name of a property: the first letter raised, but for a few that AWS spells otherwise.
  public static func wireName(_ property: String) -> String {
    if let exception = exceptions[property] { return exception }
    guard let first = property.first else { return property }
    return first.uppercased() + property.dropFirst()
  }

  private static let exceptions = [
    "md5OfMessageBody": "MD5OfMessageBody",
    "md5OfMessageAttributes": "MD5OfMessageAttributes",
    "md5OfMessageSystemAttributes": "MD5OfMessageSystemAttributes",
    "md5OfBody": "MD5OfBody",
    "awsAccountId": "AWSAccountId",
    "awsAccountIds": "AWSAccountIds",
    "initialTags": "tags",
    "deadLetterSourceUrls": "queueUrls",
    "uuid": "UUID",
    "dnsName": "DNSName",
    "dbInstanceIdentifier": "DBInstanceIdentifier",
    "dbInstanceClass": "DBInstanceClass",
    "dbInstances": "DBInstances",
    "dbInstance": "DBInstance",
    "dbInstanceStatus": "DBInstanceStatus",
    "multiAZ": "MultiAZ",
    "sseType": "SSEType",
    "kmsKeyArn": "KMSKeyArn",
    "kmsEncryptionConfig": "KMSEncryptionConfig",
    "mskSourceConfiguration": "MSKSourceConfiguration",
    "acl": "ACL",
  ]

  /// The command-line option of a parameter: `QueueUrl` → `--queue-url`.
  ///
  /// The `Endpoint` of a subscription is `--notification-endpoint`, as in the AWS CLI, where
  /// `--endpoint` would be short for the global `--endpoint-url`.
  public static func option(_ parameter: String) -> String {
    "--" + (parameter == "Endpoint" ? "notification-endpoint" : kebabCase(parameter))
  }

  /// The command-line spelling of a name: `PutEvents` → `put-events`, `QueueUrl` → `queue-url`.
  ///
  /// A run of capitals is one word, as in the AWS CLI: `MultiAZ` → `multi-az`.
  public static func kebabCase(_ name: String) -> String {
    let letters = Array(name)
    var words = ""
    for (index, letter) in letters.enumerated() {
      let beginsWord =
        letter.isUppercase && index > 0
        && (!letters[index - 1].isUppercase
          || (index + 1 < letters.count && letters[index + 1].isLowercase))
      if beginsWord, words.last != "-" { words.append("-") }
      words += letter.lowercased()
    }
    return words
  }
}
