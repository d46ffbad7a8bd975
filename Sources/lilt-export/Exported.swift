import Classifiers
import Export
import Models
import Pipeline
import Settings

/// Models on their way out: the file, and the page that goes with it.
struct Exported {
  let models: [ModelFile]
  private let name: String

  init(_ models: [ModelFile], name: String) { (self.models, self.name) = (models, name) }

  /// What the export does otherwise than the models.
  var warnings: [String] {
    guard models.contains(where: { !Set($0.model.scaler.groups.keys).subtracting([""]).isEmpty }) else { return [] }
    return [
      "the scaler has a scale for each corpus or speaker; the export scales every row as all training rows together"
    ]
  }

  func bytes(as format: ModelFormat) throws -> [UInt8] {
    switch format {
    case .onnx:
      return try ONNXGraph(models.map(\.model), name: name)
        .encoded(producer: "lilt", version: Pipeline.version, metadata: metadata)
    case .safetensors:
      let tensors = models.enumerated().flatMap { index, file in
        file.model.tensors(prefix: models.count > 1 ? "model\(index)." : "")
      }
      return try Safetensors.encoded(tensors, metadata: metadata)
    }
  }

  private var metadata: [String: String] {
    [
      "labels": JSON.array(models[0].model.labels.map(JSON.string)).canonical,
      "frontendSHA256": models[0].frontend.sha256,
    ]
  }

  /// What someone needs to know to feed the file and read what it says.
  func sidecar(of path: String, _ format: ModelFormat) throws -> JSON {
    let first = models[0]
    return .object([
      "schema": .string("lilt/export/1"),
      "tool": .object(["name": .string("lilt-export"), "version": .string(Pipeline.version)]),
      "file": .string(path.split(separator: "/").last.map(String.init) ?? path),
      "input": .object([
        "name": .string(format == .onnx ? ONNXGraph.rowsName : ""), "type": .string("float32"),
        "shape": .array(first.model.inputShape.map(JSON.integer)),
      ]),
      "output": .object([
        "name": .string(format == .onnx ? ONNXGraph.probabilitiesName : ""), "type": .string("float32"),
        "labels": .array(first.model.labels.map(JSON.string)),
      ]),
      "models": .array(try models.map(about)),
      "frontend": try JSON(parsing: first.frontend.text.utf8),
      "frontendSHA256": .string(first.frontend.sha256),
    ])
  }

  private func about(_ file: ModelFile) throws -> JSON {
    .object([
      "architecture": try JSON(parsing: file.model.architecture.utf8),
      "networks": .integer(max(file.model.members.count, 1)), "scaler": try JSON(encoding: file.model.scaler.choice),
      "split": .string(file.split), "fold": .string(file.fold),
    ])
  }
}
