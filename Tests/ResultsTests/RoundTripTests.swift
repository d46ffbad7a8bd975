import Evaluation
import FoundationEssentials
import Settings
import Store
import Testing

@testable import Results

@Suite struct RoundTripTests {
  /// Two speakers' rows, of which every third is called wrongly.
  private func result(_ name: String, _ role: SplitResult.Role) throws -> SplitResult {
    let rows = (0..<24).map { index in
      let truth = index % 2, isRight = index % 3 != 0
      return Prediction(
        row: "r\(index)", clip: "c\(index)", fold: index % 4, corpus: "ravdess", speaker: "s\(index % 6)",
        sex: "female",
        truth: truth, probabilities: (truth == 0) == isRight ? [0.75, 0.25] : [0.25, 0.75])
    }
    var result = SplitResult(
      name: name, role: role, method: "4 folds by speaker",
      scorecard: Scorecard(try Predictions(labels: ["angry", "sad"], rows: rows), bootstrap: Bootstrap()))
    result.proof = [Proof(trainingRows: 20, testRows: 4, speakers: 1, clips: 2, relatives: 3, sounds: 4)]
    return result
  }

  @Test func `what is written to evaluation.h5 is read back, scores and proofs and recipe`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lilt-results-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "evaluation.h5").path
    let results = [try result("honest", .honest), try result("published", .published)]
    let judged = Judged(
      recipe: "demo", text: "{ corpora: [\"ravdess\"] }",
      settings: .object(["synthetic": .object(["clips": .integer(24)])]), intervals: Bootstrap(), results: results,
      rows: results.map { $0.scorecard.predictions.rows.indices.map { 2 * $0 } })

    let output = try OutputFile(
      path, schema: .evaluation, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    try output.write(judged)
    try output.commit()
    let back = try Judged(file: path)

    #expect(back.recipe == "demo" && back.text == judged.text && back.settings == judged.settings)
    #expect(back.isSynthetic && back.report.isSynthetic && back.system.isSynthetic)
    #expect(back.results.map(\.role) == [.honest, .published])
    #expect(back.rows == judged.rows)
    #expect(back.results[0].proof == results[0].proof)
    #expect(back.results[1].scorecard.summary == results[1].scorecard.summary)
    #expect(back.headlines == judged.headlines)
    #expect(back.headlines[0].contains("UAR 66.7 % [") && back.headlines[0].contains("24 synthetic clips of 2 classes"))
  }
}
