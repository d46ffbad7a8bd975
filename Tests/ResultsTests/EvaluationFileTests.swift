import Evaluation
import Foundation
import HDF5
import Results
import Settings
import Store
import Testing

@Suite struct EvaluationFileTests {
  private let path = NSTemporaryDirectory() + "lilt-results-\(UUID().uuidString).h5"

  /// Eight clips of four speakers; the first two are mistaken.
  private func result(_ name: String, _ role: SplitResult.Role, wrong: Set<Int>) throws -> SplitResult {
    let rows = (0..<8).map { index in
      let truth = index % 2
      let likely = wrong.contains(index) ? 1 - truth : truth
      return Prediction(
        row: "clip\(index)", clip: "clip\(index)", fold: index / 4, corpus: "ravdess", speaker: "s\(index % 4)",
        sex: "female", truth: truth, probabilities: likely == 0 ? [0.75, 0.25] : [0.25, 0.75])
    }
    var result = SplitResult(
      name: name, role: role, method: "2 folds by speaker",
      scorecard: Scorecard(try Predictions(labels: ["angry", "sad"], rows: rows)))
    result.proof = [
      Proof(trainingRows: 6, testRows: 4, speakers: 1, clips: 2, relatives: 3, sounds: 0),
      Proof(trainingRows: 6, testRows: 4, speakers: 0, clips: 0, relatives: 0, sounds: 0),
    ]
    return result
  }

  private func written() throws -> Judged {
    var honest = try result("honest", .honest, wrong: [0, 1])
    honest.transductive = "the scaler"
    let judged = Judged(
      recipe: "demo", text: "{ corpora: [\"ravdess\"] }", settings: .object(["corpora": .array([.string("ravdess")])]),
      intervals: Bootstrap(), results: [honest, try result("published", .published, wrong: [0])],
      rows: [Array(10..<18), Array(0..<8)])
    let output = try OutputFile(
      path, schema: .evaluation, tool: Tool(name: "lilt-test", version: "0"), settings: "{}", inputs: [])
    try output.write(judged)
    try output.commit()
    return judged
  }

  @Test func `results are read back as they were written`() throws {
    let judged = try written()
    defer { unlink(path) }
    let read = try Judged(file: path)
    #expect(read.recipe == "demo")
    #expect(read.text == judged.text)
    #expect(read.rows == judged.rows)
    #expect(read.headlines == judged.headlines)
    for (a, b) in zip(read.results, judged.results) {
      #expect(a.name == b.name && a.role == b.role && a.method == b.method && a.transductive == b.transductive)
      #expect(a.scorecard == b.scorecard)
      #expect(a.proof == b.proof)
    }
  }

  @Test func `the score to quote stands where the format says`() throws {
    _ = try written()
    defer { unlink(path) }
    let file = try InputFile.open(path, expecting: .evaluation)
    // Three of four clips of each class: six of eight.
    #expect(try file.array("/metrics/uar", of: Double.self)[0] == 0.75)
    #expect(try file.array("/metrics/confusion", of: Int64.self) == [3, 1, 1, 3])
    #expect(try file.array("/predictions/row", of: Int64.self) == Array(10..<18))
    #expect(try file.array("/splits/published/metrics/war", of: Double.self)[0] == 0.875)
    #expect(file.verify().isEmpty)
  }

  @Test func `a headline says score, interval, chance and split`() throws {
    let judged = try written()
    defer { unlink(path) }
    #expect(judged.headlines[0].hasPrefix("demo: UAR 75.0 % ["))
    #expect(judged.headlines[0].contains("chance 50.0 % (honest: 2 folds by speaker"))
  }
}
