/// A function's name as a request gives it: a name, a partial or a full ARN, with or without a
/// qualifier.
struct FunctionReference: Sendable {
  let name: String
  let qualifier: String?
  /// The Region and the account, when the name is an ARN.
  private let region: String?
  private let account: String?

  init(_ text: String, qualifier: String?) throws(ServiceError) {
    var parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)[...]
    var region: String?
    var account: String?
    if parts.count > 1, let marker = parts.firstIndex(where: { $0.elementsEqual("function".utf8) })
    {
      let place = parts[..<marker].map { String(Substring($0)) }
      account = place.last
      region = place.count > 1 ? place[place.count - 2] : nil
      parts = parts[(marker + 1)...]
    }
    guard (1...2).contains(parts.count), let first = parts.first, Self.isValid(first),
      text.utf8.count <= 170
    else {
      if text.utf8.count > 170 { throw .tooLong(text, at: "functionName", 170) }
      throw .invalidFunctionName(text)
    }
    let name = String(Substring(first))
    let inName = parts.count == 2 ? parts.last.map { String(Substring($0)) } : nil
    if let qualifier { try Self.check(qualifier) }
    if let inName {
      guard inName == "$LATEST" || inName.utf8.allSatisfy(Letters.isNameLetter), !inName.isEmpty
      else {
        throw .invalidFunctionName(text)
      }
      if let qualifier, inName != qualifier {
        throw .invalidParameter(
          "The derived qualifier from the function name does not match"
            + " the specified qualifier."
        )
      }
    }
    self.name = name
    self.qualifier = inName ?? (qualifier == "" ? nil : qualifier)
    self.region = region
    self.account = account
  }

  /// The ARN of what is meant; what the name does not say is the caller's own.
  func arn(in cloud: Cloud) -> ARN {
    ARN(
      service: "lambda",
      region: region ?? cloud.region,
      account: account ?? cloud.account,
      resource: "function:\(name)" + (qualifier.map { ":\($0)" } ?? "")
    )
  }

  /// Refuses what is in another Region or account.
  func check(in cloud: Cloud) throws(ServiceError) {
    if let region, region != cloud.region { throw .otherRegion(region, from: cloud.region) }
    if let account, account != cloud.account { throw .otherAccount }
  }

  /// The function's own name in whatever form of it; the text itself when it has none.
  static func name(in text: String) -> String {
    (try? FunctionReference(text, qualifier: nil))?.name ?? text
  }

  /// Checks a qualifier's form; an empty one is none.
  static func check(_ qualifier: String) throws(ServiceError) {
    guard qualifier.utf8.count <= 128 else { throw .tooLong(qualifier, at: "qualifier", 128) }
    guard qualifier.utf8.allSatisfy({ Letters.isNameLetter($0) || $0 == UInt8(ascii: "$") }) else {
      throw .pattern(qualifier, at: "qualifier", "(|[a-zA-Z0-9$_-]+)")
    }
  }

  private static func isValid(_ name: Substring.UTF8View) -> Bool {
    !name.isEmpty && name.allSatisfy(Letters.isNameLetter)
  }
}
