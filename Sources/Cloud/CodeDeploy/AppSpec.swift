import JSON

/// What an AppSpec file for Lambda says: which alias of which function moves.
///
/// ```json
/// {"version": 0.0, "Resources": [{"checkout": {"Type": "AWS::Lambda::Function", "Properties":
///  {"Name": "checkout", "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2"}}}]}
/// ```
///
/// Simplified: JSON only, where the service also reads YAML; one function; no hooks.
enum AppSpec {
  private static let example =
    #"{"version": 0.0, "Resources": [{"checkout": {"Type": "AWS::Lambda::Function", "Properties":"#
    + #" {"Name": "checkout", "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2"}}}]}"#

  /// Reads the file.
  ///
  /// - Throws: ``ServiceError`` that says what is wrong with it.
  static func parse(_ text: String) throws(ServiceError) -> AliasShift {
    let file: JSONValue
    do {
      file = try JSONValue(parsing: text)
    } catch {
      throw refusal("it is not JSON: \(error). Write it like \(example)")
    }
    for key in file.objectValue?.keys ?? [] where key != "version" && key != "Resources" {
      if key == "Hooks" { throw .notSupported("Hooks in an AppSpec file") }
      throw refusal("\(key) is no part of it. Write it like \(example)")
    }
    guard let resources = file["Resources"]?.arrayValue, resources.count == 1,
      let resource = resources[0].objectValue?.first?.value,
      resource["Type"]?.stringValue == "AWS::Lambda::Function",
      let properties = resource["Properties"]
    else {
      throw refusal(
        "under Resources stands one function of the type AWS::Lambda::Function. Write it like"
          + " \(example)"
      )
    }
    let shift = AliasShift(
      function: try property("Name", of: properties),
      alias: try property("Alias", of: properties),
      currentVersion: try property("CurrentVersion", of: properties),
      targetVersion: try property("TargetVersion", of: properties)
    )
    for version in [shift.currentVersion, shift.targetVersion] where Int(version) == nil {
      throw refusal("\(version) is no published version; $LATEST cannot be deployed.")
    }
    return shift
  }

  private static func property(
    _ name: String,
    of properties: JSONValue
  ) throws(ServiceError) -> String {
    let value = properties[name]
    guard let text = value?.stringValue ?? value?.intValue.map({ "\($0)" }) else {
      throw refusal("its properties lack \(name). Write it like \(example)")
    }
    return text
  }

  private static func refusal(_ what: String) -> ServiceError {
    .codeDeploy("InvalidRevisionException", "The AppSpec file cannot be used: \(what)")
  }
}
