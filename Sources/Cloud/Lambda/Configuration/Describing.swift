import Simulation

/// How functions are described and changed.
extension Lambda {
  /// The current instant as Lambda stamps it: `2026-01-01T00:00:00.000+0000`.
  var timestamp: String { Timestamp.iso8601(simulationOf: cloud, zone: "+0000") }

  /// Describes what a qualifier stands for.
  ///
  /// - Parameters:
  ///   - name: the function's name in any form.
  ///   - qualifier: a version or an alias; `nil` for what the name says.
  ///   - changed: what the unpublished version would become, to show that instead.
  /// - Returns: the description, with the ARN under which it was asked for.
  /// - Throws: ``ServiceError`` when there is nothing of that name.
  func describe(
    _ name: String,
    qualifier: String?,
    as changed: FunctionConfiguration? = nil
  ) throws(ServiceError) -> FunctionDescription {
    let target = try describedTarget(name, qualifier: qualifier)
    let (name, function) = try function(target.reference.name)
    let arn = functionARN(name) + (target.reference.qualifier.map { ":\($0)" } ?? "")
    let number = Int(target.version)
    let version = number.flatMap { function.versions[$0] }
    let configuration = version?.configuration ?? changed ?? function.latest
    var description = FunctionDescription(
      configuration,
      arn: arn,
      version: target.version,
      lastModified: version?.lastModified ?? function.lastModified,
      revision: version?.revision ?? function.revision,
      layers: configuration.layers.map {
        .init(arn: $0, codeSize: layerVersion($0)?.codeSize ?? 0)
      },
      region: cloud.region
    )
    (description.state, description.stateReason, description.stateReasonCode) = state(of: name)
    if description.state == "Pending" { return description }
    description.lastUpdateStatus = "Successful"
    if version == nil, case .updating = function.change {
      description.lastUpdateStatus = "InProgress"
      description.lastUpdateStatusReason = "The function is being created."
      description.lastUpdateStatusReasonCode = "Creating"
    }
    return description
  }

  /// Describes the unpublished version and all published ones.
  func describeVersions(of name: String) throws(ServiceError) -> [FunctionDescription] {
    let (name, function) = try function(name)
    var versions = [try describe(name, qualifier: "$LATEST")]
    for (number, _) in function.versionsInOrder {
      versions.append(try describe(name, qualifier: "\(number)"))
    }
    return versions
  }

  /// Changes a function's unpublished version; its environments are replaced when it is done.
  func change(_ name: String, to changed: FunctionConfiguration) async {
    guard let old = functions[name]?.latest else { return }
    functions[name]?.latest = changed
    functions[name]?.revision = newIdentifier()
    functions[name]?.lastModified = timestamp
    if changed.recipe == nil {
      await retireEnvironments(of: name, version: "$LATEST")
    } else {
      begin(.updating(from: old), of: name)
    }
  }

  // MARK: Packages

  /// An address of a package, only for show.
  nonisolated func codeLocation(_ kind: String, _ name: String, _ sha256: String) -> String {
    let id = Hexadecimal.text(of: Base64.decode(sha256) ?? []).prefix(32)
    return "https://awslambda-\(cloud.region)-tasks.s3.\(cloud.region).amazonaws.com/\(kind)"
      + "/\(cloud.account)/\(name)-\(id)"
  }

  /// How much all packages take.
  var codeStorage: Int {
    let inFunctions = functions.values.reduce(0) { sum, function in
      function.versions.values.reduce(sum + function.latest.codeSize) {
        $0 + $1.configuration.codeSize
      }
    }
    return layers.values.reduce(inFunctions) { sum, layer in
      layer.versions.reduce(sum) { $0 + ($1.isDeleted ? 0 : $1.codeSize) }
    }
  }

  /// Refuses a package for which there is no room left.
  func checkStorage(for size: Int) throws(ServiceError) {
    guard codeStorage + size <= LambdaQuotas.codeStorage.bytes else { throw .codeStorageExceeded }
  }

  /// Refuses a package that is too large together with its layers.
  func checkUnzippedSize(of configuration: FunctionConfiguration) throws(ServiceError) {
    let size = configuration.layers.reduce(configuration.codeSize) {
      $0 + (layerVersion($1)?.codeSize ?? 0)
    }
    guard size <= LambdaQuotas.unzippedCode.bytes else {
      throw .invalidParameter(
        "Function code combined with layers exceeds the maximum allowed size of"
          + " \(LambdaQuotas.unzippedCode.bytes) bytes. The actual size is \(size) bytes."
      )
    }
  }

  /// Refuses layers that do not exist, are too many, or are versions of one layer.
  func check(layers arns: [String]) throws(ServiceError) {
    guard arns.count <= LambdaQuotas.layers else {
      throw .invalidParameter("Cannot reference more than \(LambdaQuotas.layers) layers.")
    }
    var seen: [String: String] = [:]
    for text in arns {
      guard let arn = ARN(text), arn.service == "lambda" else { throw Self.noLayer(text) }
      let parts = arn.resource.split(separator: ":")
      guard parts.count == 3, parts[0] == "layer", Int(parts[2]) != nil else {
        throw Self.noLayer(text)
      }
      guard arn.account == cloud.account else { throw .otherAccount }
      guard arn.region == cloud.region else {
        throw .invalidParameter(
          "Layers are not in the same region as the function. Layers are expected to be in region"
            + " \(cloud.region)."
        )
      }
      guard let version = layerVersion(text), !version.isDeleted else {
        throw .invalidParameter("Layer version \(text) does not exist.")
      }
      if let other = seen.updateValue(text, forKey: String(parts[1])) {
        throw .invalidParameter(
          "Two different versions of the same layer are not allowed to be referenced in the same"
            + " function. \(other) and \(text) are versions of the same layer."
        )
      }
    }
  }

  private static func noLayer(_ text: String) -> ServiceError {
    .unsatisfied(
      "[\(text)]",
      at: "layers",
      "Member must satisfy constraint: [Member must have length less than or equal to 140, Member"
        + " must have length greater than or equal to 1, Member must satisfy regular expression"
        + " pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}"
        + ":layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+),"
        + " Member must not be null]"
    )
  }
}
