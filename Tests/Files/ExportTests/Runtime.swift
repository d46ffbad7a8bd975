import Foundation
import TestSupport

@testable import Export

/// Python with ONNX Runtime: the one that LILT_PYTHON names, or python3.
enum Runtime {
  /// The interpreter; nil where there is none that can import what is needed.
  static let python: String? = {
    let named = ProcessInfo.processInfo.environment["LILT_PYTHON"].map { [$0] } ?? []
    return (named + ["python3"]).first { (try? run($0, ["-c", "import numpy, onnxruntime"])) == 0 }
  }()

  /// What a model answers to rows.
  static func probabilities(of graph: ONNXGraph, for rows: [Float]) throws -> [Float] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lilt-export-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appending(path: "model.onnx"), input = folder.appending(path: "rows.f32")
    let output = folder.appending(path: "probabilities.f32")
    try Data(graph.encoded(producer: "lilt", version: "test")).write(to: model)
    try rows.withUnsafeBytes { Data($0) }.write(to: input)
    let script = Checkout.fixture("Export/run_onnx.py")
    guard try run(python ?? "python3", [script, model.path, input.path, output.path]) == 0 else {
      throw Refused(description: "ONNX Runtime refuses '\(graph.name)'; its words are above")
    }
    return try Data(contentsOf: output).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    if arguments.first == "-c" { process.standardError = FileHandle.nullDevice }
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private struct Refused: Error, CustomStringConvertible { let description: String }
}
