import Foundation
import HDF5
import Store
import TestSupport
import Testing

/// Labels that listeners were divided about, from the catalog to the report.
@Suite struct `Soft labels` {
  private static let train = TestedStage.train.set(
    #"""
    { "split": "honest", "train": { "model": { "mlp": { "hidden": [8] } }, "epochs": 3, "batch": 16,
      "checkpoint": "last" } }
    """#)

  /// A chain over clips of which two in three have two emotions that are tied for most votes.
  private func workshop(_ source: String) throws -> Workshop {
    let workshop = try Workshop()
    try workshop.synthesize(clips: 24)
    let path = "data/crema-d/summaryTable.csv"
    let lines = String(decoding: try workshop.scratch.bytes(path), as: UTF8.self).split(separator: "\n")
    let tied = lines.dropFirst().enumerated().map { index, line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      fields[2] = ["\"A:S\"", "\"H:N\"", "\"F\""][index % 3]
      return fields.joined(separator: ",")
    }
    try workshop.scratch.write(path, ([String(lines[0])] + tied).joined(separator: "\n") + "\n")
    try workshop.make(
      TestedStage.ingest.set(#"{ "corpora": ["crema-d"], "ingest": { "labels": { "source": "\#(source)" } } }"#))
    for stage in [TestedStage.clean, .augment, .features, .split, Self.train, .evaluate] { try workshop.make(stage) }
    return workshop
  }

  @Test func `reach features, training and scores`() throws {
    let workshop = try workshop("soft")
    let features = try InputFile.open(workshop.scratch.file(TestedStage.features.output), expecting: .features)
    let rows = try features.rows(), names = try features.texts("/labels/names")
    let shares: [Float] = try features.array("/labels/share")
    #expect(shares.count == rows.count * names.count)
    for (index, row) in rows.enumerated() {
      let own = shares[index * names.count..<(index + 1) * names.count]
      #expect(own.reduce(0, +) == 1)
      #expect(row.shares.isEmpty == (own.max() == 1))
      #expect(own[own.startIndex + names.firstIndex(of: row.label)!] == own.max())
    }
    #expect(rows.count { $0.shares == #"{"angry":0.5,"sad":0.5}"# } == 3 * 8)
    for file in [TestedStage.clean, .augment, .features] {
      #expect(try run("lilt-inspect", ["--verify", workshop.scratch.file(file.output)]).status == 0)
    }

    // The scores are the definitions over what the evaluation holds of each clip.
    let judged = try InputFile.open(workshop.scratch.file(TestedStage.evaluate.output), expecting: .evaluation)
    let said: [Float] = try judged.array("/predictions/probability")
    let places: [Int64] = try judged.array("/predictions/row")
    var distance = 0.0, crossEntropy = 0.0
    for (clip, row) in places.enumerated() {
      for label in names.indices {
        let p = Double(said[clip * names.count + label]), q = Double(shares[Int(row) * names.count + label])
        distance += abs(p - q) / 2 / Double(places.count)
        crossEntropy -= q * log(max(p, 1e-12)) / Double(places.count)
      }
    }
    let metrics = try JSONSerialization.jsonObject(with: workshop.scratch.bytes("evaluate/metrics.json"))
    let soft = try #require((metrics as? [String: Any])?["soft"] as? [String: Any])
    #expect(soft["rows"] as? Int == places.count)
    #expect(abs(try #require(soft["distance"] as? Double) - distance) < 1e-9)
    #expect(abs(try #require(soft["crossEntropy"] as? Double) - crossEntropy) < 1e-9)
    let report = String(decoding: try workshop.scratch.bytes("evaluate/report.html"), as: UTF8.self)
    #expect(report.contains("votes differ by") == true, "the report says nothing of the votes")

    // Shares without ties, which is what they were before they were read, train another model.
    let model = try InputFile.open(workshop.scratch.file("train/train/fold0.h5"), expecting: .model)
    let hard = try Workshop(copying: workshop)
    try hard.make(TestedStage.ingest.set(#"{ "corpora": ["crema-d"] }"#))
    for stage in [TestedStage.clean, .augment, .features, .split, Self.train, .evaluate] { try hard.make(stage) }
    let plain = try InputFile.open(hard.scratch.file(TestedStage.features.output), expecting: .features)
    #expect(!plain.contains("/labels/share") && !plain.contains("/rows/shares"))
    let other = try InputFile.open(hard.scratch.file("train/train/fold0.h5"), expecting: .model)
    #expect(
      try model.array("/history/loss", of: Double.self) != other.array("/history/loss", of: Double.self))
    #expect(!String(decoding: try hard.scratch.bytes("evaluate/metrics.json"), as: UTF8.self).contains("crossEntropy"))
  }

  @Test func `are refused by a classical model in a sentence`() throws {
    let workshop = try Workshop(copying: workshop("soft"))
    let outcome = try workshop.attempt(
      TestedStage.train.set(#"{ "split": "honest", "train": { "model": "logistic" } }"#))
    #expect(
      outcome.status == 65 && outcome.errors.contains("cannot train 'logistic': some clips carry shares"), "\(outcome)")
  }
}
