import Foundation
import Store
import TestSupport
import Testing

/// A model that scales every speaker's rows by that speaker's own, from training to a new recording.
@Suite struct `A model that scales by speaker` {
  /// Four speakers of twelve clips, trained and tested by speaker; made once.
  nonisolated(unsafe) private static let made = Result {
    let workshop = try Workshop()
    try workshop.synthesize(clips: 48)
    let features = TestedStage.features.reading("clean")
    let train = TestedStage.train.set(
      #"""
      { "split": "honest", "train": { "model": { "mlp": { "hidden": [8] } }, "epochs": 3, "batch": 16,
        "scaler": { "standard": { "by": "speaker" } } } }
      """#)
    for stage in [TestedStage.ingest, .clean, features, .split, train] { try workshop.make(stage) }
    let told = try workshop.make(.evaluate)
    return (workshop, told)
  }

  @Test func `predicts a speaker's recordings as it was evaluated on them`() throws {
    let (workshop, told) = try Self.made.get()
    #expect(told.errors.contains("%† [") && told.errors.contains(" (inductive "), "\(told)")
    let file = try InputFile(workshop.scratch.file("evaluate/evaluate.h5"), expecting: [.evaluation])
    let ids = try file.texts("/predictions/id"), speakers = try file.texts("/predictions/speaker")
    let folds = try file.array("/predictions/fold", of: Int64.self)
    let probability: [Float] = try file.array("/predictions/probability")
    let twin: [Float] = try file.array("/inductive/probability")
    #expect(probability != twin)
    let names = try file.texts("/labels/names")
    // The files beside the report have the twin too.
    let metrics = try JSONDecoder().decode(Metrics.self, from: workshop.scratch.bytes("evaluate/metrics.json"))
    #expect(metrics.transductive == "the scaler")
    #expect(
      try metrics.inductive.summary.uar.estimate == file.array("/metrics/inductive_uar", of: Double.self)[0])
    let table = String(decoding: try workshop.scratch.bytes("evaluate/predictions.csv"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let column = try #require(table[0].firstIndex(of: "inductive_p_\(names[0])"))
    #expect(
      table.dropFirst().map { Float($0[column]) } == stride(from: 0, to: twin.count, by: names.count).map { twin[$0] })
    for speaker in Set(speakers).sorted() {
      let rows = ids.indices.filter { speakers[$0] == speaker }
      let model = workshop.scratch.file("train/train/fold\(folds[rows[0]]).h5")
      let clips = try rows.map { try #require(try clip(ids[$0], in: workshop)) }
      let outcome = try run("lilt-predict", ["--json", "--speaker", "somebody", model] + clips)
      #expect(outcome.status == 0, "\(outcome)")
      for (row, line) in zip(rows, outcome.output.split(separator: "\n")) {
        let answer = try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
        for (index, name) in names.enumerated() {
          let expected = Double(probability[row * names.count + index])
          #expect(abs(try #require(answer.probabilities[name]) - expected) < 2e-6, "\(ids[row])")
        }
      }
      // A folder as one speaker does the same.
      let folder = workshop.scratch.file("of-\(speaker)")
      try makeFolder(folder)
      for clip in clips { try FileManager.default.copyItem(atPath: clip, toPath: "\(folder)/\(name(of: clip))") }
      let byFolder = try run("lilt-predict", ["--json", "--speaker-folders", model, folder])
      #expect(byFolder.output.replacingOccurrences(of: folder + "/", with: "") == outcome.output.named)
    }
  }

  @Test func `asks whose recordings they are, and for enough of them`() throws {
    let (workshop, _) = try Self.made.get()
    let model = workshop.scratch.file("train/train.h5")
    let clips = try FileManager.default.subpathsOfDirectory(atPath: workshop.data).filter { $0.hasSuffix(".wav") }
      .sorted().map { "\(workshop.data)/\($0)" }
    let nobody = try run("lilt-predict", [model, clips[0]])
    #expect(nobody.status == 65 && nobody.output == "")
    #expect(
      nobody.errors == """
        lilt-predict: error: cannot judge with '\(model)': it scales every speaker's recordings by that speaker's own; say \
        whose they are with --speaker NAME, or with --speaker-folders that each folder is one speaker's (10 recordings or \
        more of each)

        """)
    let few = try run("lilt-predict", ["--speaker", "anna", model] + clips.prefix(9))
    #expect(few.status == 65 && few.output == "")
    #expect(
      few.errors == """
        lilt-predict: error: cannot judge speaker 'anna': the model scales by speaker, which takes 10 recordings or more of \
        one, found 9

        """)
    let both = try run("lilt-predict", ["--speaker", "anna", "--speaker-folders", model, clips[0]])
    #expect(both.status == 64)
    // Whom training knew needs no others beside it.
    let fold = workshop.scratch.file("train/train/fold0.h5")
    let known = try InputFile(fold, expecting: [.model]).texts("/scaler/group").filter { !$0.isEmpty }
    let one = try run("lilt-predict", ["--speaker", try #require(known.first), fold, clips[0]])
    #expect(one.status == 0 && one.output.hasPrefix(clips[0] + "\t"), "\(one)")
    #expect(one.errors.contains("is a speaker whom the model was trained on"))
  }

  @Test func `is not asked for by models that scale all alike`() throws {
    let workshop = try Workshop.finished()
    let outcome = try run("lilt-predict", ["--speaker", "anna", workshop.scratch.file("train/train.h5"), "a.wav"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("option '--speaker' is for models whose scale goes by speaker"), "\(outcome)")
  }

  @Test func `is exported with one scale, which is said, or with none`() throws {
    let (workshop, _) = try Self.made.get()
    let fold = workshop.scratch.file("train/train/fold0.h5"), output = workshop.scratch.file("model.onnx")
    let refused = try run("lilt-export", [fold, "-o", output])
    #expect(refused.status == 65)
    #expect(refused.errors.contains("cannot export '\(fold)': it scales every speaker's rows"), "\(refused)")
    #expect(!workshop.scratch.has("model.onnx"))
    func input(_ options: [String]) throws -> Input {
      let outcome = try run("lilt-export", options + [fold, "-o", output])
      #expect(outcome.status == 0, "\(outcome)")
      return try JSONDecoder().decode(Page.self, from: workshop.scratch.bytes("model.json")).input
    }
    #expect(try input(["--scaled"]).scale == "none")
    let unscaled = try workshop.scratch.bytes("model.onnx")
    let known = try InputFile(fold, expecting: [.model]).texts("/scaler/group").filter { !$0.isEmpty }
    #expect(try input(["--speaker", known[0]]).scale == "speaker \(known[0])")
    let scaled = try workshop.scratch.bytes("model.onnx")
    #expect(scaled.count > unscaled.count)
    // A new speaker's scale is that of their rows.
    let features = workshop.scratch.file("features/features.h5")
    let strangers = Set(try InputFile(features, expecting: [.features]).rows().map(\.speaker)).subtracting(known)
    let stranger = try #require(strangers.min())
    #expect(try input(["--speaker", stranger, "--features", features]).scale == "speaker \(stranger)")
    #expect(try workshop.scratch.bytes("model.onnx") != scaled)
    let unknown = try run("lilt-export", ["--speaker", stranger, fold, "-o", output])
    #expect(unknown.status == 65 && unknown.errors.contains("cannot take the scale of speaker '\(stranger)'"))
    #expect(try run("lilt-export", ["--scaled", features, "-o", workshop.scratch.file("x.csv")]).status == 64)
  }

  private struct Metrics: Decodable {
    struct Twin: Decodable { let summary: Summary }
    struct Summary: Decodable { let uar: Score }
    struct Score: Decodable { let estimate: Double }
    let transductive: String
    let inductive: Twin
  }
  private struct Answer: Decodable { let probabilities: [String: Double] }
  private struct Page: Decodable { let input: Input }
  private struct Input: Decodable { let scale: String }

  private func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private func clip(_ id: String, in workshop: Workshop) throws -> String? {
    try FileManager.default.subpathsOfDirectory(atPath: workshop.data)
      .first { $0.hasSuffix(".wav") && $0.contains(name(of: id)) }.map { "\(workshop.data)/\($0)" }
  }
}

extension String {
  /// Lines of JSON in which files have lost their folders.
  fileprivate var named: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.replacing(/"file":"[^"]*\//, with: "\"file\":\"") }.joined(separator: "\n")
  }
}
