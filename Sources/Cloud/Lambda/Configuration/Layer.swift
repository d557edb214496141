/// A layer: numbered versions of files that functions share under `/opt`.
struct Layer {
  var versions: [LayerVersion] = []
  /// The number that the next version gets; numbers are never used again.
  var nextVersion = 1
}

/// One version of a layer, which never changes.
struct LayerVersion {
  let number: Int
  let content: LayerContent
  let codeSHA256: String
  let codeSize: Int
  let description: String
  let createdDate: String
  let compatibleRuntimes: [String]?
  let compatibleArchitectures: [String]?
  let licenseInfo: String?
  /// Functions that use it go on; new ones cannot.
  var isDeleted = false
}

extension Lambda {
  /// What a layer version holds, by its ARN; `nil` when there is no such version.
  func layerContent(_ arn: String) -> LayerContent? {
    layerVersion(arn)?.content
  }

  /// A layer version by its ARN; `nil` when there is none here.
  func layerVersion(_ arn: String) -> LayerVersion? {
    guard let parsed = ARN(arn), parsed.service == "lambda", parsed.account == cloud.account,
      parsed.region == cloud.region
    else { return nil }
    let parts = parsed.resource.split(separator: ":")
    guard parts.count == 3, parts[0] == "layer", let number = Int(parts[2]) else { return nil }
    return layers[String(parts[1])]?.versions.first { $0.number == number }
  }
}
