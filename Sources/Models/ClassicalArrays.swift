import Classical
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
}
