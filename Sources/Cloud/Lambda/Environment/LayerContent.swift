import JSON

/// What a layer version holds: a JSON recipe in place of a zip file.
struct LayerContent: Hashable, Sendable {
  /// The recipe.
  let json: JSONValue

  /// Reads a recipe.
  ///
  /// - Throws: ``ServiceError`` when the text is no JSON object.
  init(parsing text: String) throws(ServiceError) {
    guard let json = try? JSONValue(parsing: text), json.objectValue != nil else {
      throw .invalidParameter(
        "Could not unzip uploaded file. Please check your file, then try to upload again."
      )
    }
    self.json = json
  }
}
