import JSON

/// What a layer version holds: a JSON recipe in place of a zip file, with `extensions`, see
/// ``ExtensionRecipe``, and the `size` that it pretends to have.
struct LayerContent: Hashable, Sendable {
  /// The recipe.
  let json: JSONValue

  /// Reads a recipe.
  ///
  /// - Throws: ``ServiceError`` when the text is no JSON object, or holds what a layer has not.
  init(parsing text: String) throws(ServiceError) {
    guard let json = try? JSONValue(parsing: text), json.objectValue != nil else {
      throw .invalidParameter(
        "Could not unzip uploaded file. Please check your file, then try to upload again."
      )
    }
    for key in json.objectValue?.keys ?? [] where key != "extensions" && key != "size" {
      throw .invalidParameter("A layer has \"extensions\" and \"size\", not \"\(key)\".")
    }
    _ = try ExtensionRecipe.all(in: json, isInternal: false)
    self.json = json
  }
}
