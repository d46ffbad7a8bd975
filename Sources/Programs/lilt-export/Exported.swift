import Classifiers
import Commands
import Export
import Models
import Networks
import Settings
import System

/// Models on their way out: the file, and the page that goes with it.
struct Exported {
  let models: [ModelFile]
  private let name: String
  private let scale: Scale

  /// Models whose scalers are replaced by the one scale that the file will have.
  init(_ models: [ModelFile], name: String, scale: Scale) throws {
    self.models = try models.map { try scale.applied(to: $0) }
    (self.name, self.scale) = (name, scale)
  }

  func bytes(as format: ModelFormat) throws -> [UInt8] {
    switch format {
    case .onnx:
      return try ONNXGraph(models.map(\.model), name: name)
        .encoded(producer: "lilt", version: System.version, metadata: metadata)
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
      "frontendSHA256": models[0].frontend.sha256, "scale": scale.name,
    ]
  }

  /// What someone needs to know to feed the file and read what it says.
  func sidecar(of path: String, _ format: ModelFormat) throws -> JSON {
    let first = models[0]
    return .object([
      "schema": .string("lilt/export/1"),
      "tool": .object(["name": .string("lilt-export"), "version": .string(System.version)]),
      "file": .string(path.split(separator: "/").last.map(String.init) ?? path),
      "input": .object([
        "name": .string(format == .onnx ? ONNXGraph.rowsName : ""), "type": .string("float32"),
        "shape": .array(first.model.inputShape.map(JSON.integer)),
        "scale": .string(scale.name), "meaning": .string(scale.meaning),
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
