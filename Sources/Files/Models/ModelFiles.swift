import Store

extension ModelFile {
  /// The models behind a path: one, or those of an index, which must share their front end.
  public static func all(at path: String) throws -> [ModelFile] {
    let schema = try InputFile.open(path, expecting: .model, .models).schema
    let models = schema == .model ? [try ModelFile(path)] : try ModelsIndex.models(of: path)
    guard let first = models.first else { throw ModelError(cannot: "use", path, "it lists no model") }
    guard models.allSatisfy({ $0.frontend == first.frontend }) else {
      throw ModelError(cannot: "use", path, "its models do not have the same front end")
    }
    return models
  }
}
