import JSON

/// Who may do what with a key: unlike other resources, a key lets nobody in whom its policy does not.
struct KeyPolicy: Sendable {
  let document: PolicyDocument
  /// As it was given, to be printed.
  let text: String

  /// Reads the policy.
  ///
  /// - Throws: ``ServiceError`` when the text is no policy, or too long a one.
  init(parsing text: String) throws(ServiceError) {
    guard text.utf8.count <= KMSQuotas.policyBytes.bytes else { throw .kmsPolicyTooLong }
    do {
      document = try PolicyDocument(parsing: text)
    } catch {
      throw error.leftOut ?? .malformedKeyPolicy()
    }
    self.text = text
  }

  private init(ours json: JSONObject) {
    do {
      document = try PolicyDocument(json)
    } catch {
      preconditionFailure("a key policy of AWS's is none: \(error)")
    }
    text = JSONValue.object(json).text()
  }

  /// The policy of a new key: the account may do everything, and lets its IAM policies decide.
  ///
  /// Source: the KMS developer guide, "Default key policy", of keys that are made by program.
  init(ofNewKeyIn cloud: Cloud) {
    self.init(ours: [
      "Version": "2012-10-17", "Id": "key-default-1",
      "Statement": [
        [
          "Sid": "Enable IAM User Permissions", "Effect": "Allow",
          "Principal": ["AWS": .string("arn:aws:iam::\(cloud.account):root")],
          "Action": "kms:*", "Resource": "*",
        ]
      ],
    ])
  }

  /// The policy of the key that AWS keeps for a service, which nobody can change.
  ///
  /// All principals of the account may use the key, through the service; other services are principals
  /// of no account.
  ///
  /// Source: key policies copied from `alias/aws/sqs` and `alias/aws/sns` in public repositories.
  init(ofManagedKeyOf service: String, in cloud: Cloud) {
    let actions =
      service == "sqs"
      ? [
        "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
        "kms:CreateGrant", "kms:DescribeKey",
      ]
      : [
        "kms:Decrypt", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:ListGrants",
        "kms:DescribeKey",
      ]
    let title = service == "sqs" ? "Simple Queue Service (SQS)" : "SNS"
    self.init(ours: [
      "Version": "2012-10-17", "Id": .string("auto-\(service)-1"),
      "Statement": [
        [
          "Sid": .string(
            "Allow access through \(title) for all principals in the account that are authorized"
              + " to use \(service.uppercased())"
          ),
          "Effect": "Allow", "Principal": ["AWS": "*"],
          "Action": .array(actions.map { .string($0) }), "Resource": "*",
          "Condition": [
            "StringEquals": [
              "kms:ViaService": .string("\(service).\(cloud.region).amazonaws.com"),
              "kms:CallerAccount": .string(cloud.account),
            ]
          ],
        ],
        [
          "Sid": "Allow direct access to key metadata to the account", "Effect": "Allow",
          "Principal": ["AWS": .string("arn:aws:iam::\(cloud.account):root")],
          "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
          "Resource": "*",
        ],
      ],
    ])
  }
}
