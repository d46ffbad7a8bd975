import Classical
import FoundationEssentials
import Settings
import Store

// A classical model under `/model`: its arrays by path, and everything else as one JSON text.

extension OutputFile {
  /// Writes the arrays and the summary.
  func write(_ model: ClassicalModel) throws {
    try attach("summary", model.summary.canonical, to: "/model")
    try attach("arrays", texts: model.arrays.map(\.path), to: "/model")
    for array in model.arrays { try write("/model/\(array.path)", array.values, shape: array.shape) }
  }

  /// Writes which features were chosen, and the steps of the choice.
  func write(_ selection: FeatureSelection) throws {
    try write("/selection/columns", selection.columns.map(Int64.init))
    try attach("chosen", texts: selection.chosen, to: "/selection")
    try attach("summary", JSON(encoding: selection).canonical, to: "/selection")
  }
}

extension InputFile {
  /// Reads a classical model.
  func classicalModel() throws -> ClassicalModel {
    let arrays = try attachedTexts("arrays", of: "/model").map { name in
      guard let shape = shape(of: "/model/\(name)") else {
        throw ModelError(cannot: "read", path, "/model/\(name) is missing, which /model lists")
      }
      return NamedArray(path: name, shape: shape, values: try array("/model/\(name)", of: Double.self))
    }
    return try ClassicalModel(summary: JSON(parsing: text("summary", of: "/model").utf8), arrays: arrays)
  }

  /// Reads which features were chosen; nil where all are taken.
  func selection() throws -> FeatureSelection? {
    guard contains("/selection/columns") else { return nil }
    do {
      return try JSONDecoder().decode(FeatureSelection.self, from: Data(text("summary", of: "/selection").utf8))
    } catch is DecodingError {
      throw ModelError(cannot: "read", path, "/selection@summary does not tell which features were chosen")
    }
  }
}
