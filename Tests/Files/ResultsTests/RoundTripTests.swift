import FoundationEssentials
import Metrics
import Reports
import Settings
import Store
import System
import Testing

@testable import Results

@Suite struct RoundTripTests {
  /// Two speakers' rows, of which every third is called wrongly.
  private func result(_ name: String, _ role: SplitResult.Role) throws -> SplitResult {
    let rows = (0..<24).map { index in
      let truth = index % 2, isRight = index % 3 != 0
      var prediction = Prediction(
        row: "r\(index)", clip: "c\(index)", fold: index % 4, corpus: "ravdess", speaker: "s\(index % 6)",
        sex: "female",
        truth: truth, probabilities: (truth == 0) == isRight ? [0.75, 0.25] : [0.25, 0.75])
      prediction.variant = index % 4 == 3 ? "noise" : "original"
      prediction.statement = index % 2 == 0 ? "kids" : ""
      prediction.isHeard = index % 2 == 0 ? index % 3 == 0 : nil
      return prediction
    }
    var result = SplitResult(
      name: name, role: role, method: "4 folds by speaker",
      scorecard: Scorecard(try Predictions(labels: ["angry", "sad"], rows: rows), bootstrap: Bootstrap()))
    let leak = role == .honest ? 0 : 1
    result.proof = [
      FoldOverlap(
        trainingRows: 20, testRows: 4, speakers: leak, clips: 2 * leak, relatives: 3 * leak, sounds: 4 * leak,
        statements: 5, heard: 6)
    ]
    result.sentences = [
      SentenceBaseline(corpus: "ravdess", rows: 24, heard: 12, classes: 2, uar: 0.75, war: 0.7, margin: 0.05)
    ]
    return result
  }

  @Test func `what is written to evaluation.h5 is read back, scores and proofs and recipe`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lilt-results-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "evaluation.h5").path
    let results = [
      try result("honest", .honest), try result("unheard", .honest), try result("published", .published),
    ]
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
    #expect(back.results.map(\.name) == ["honest", "unheard", "published"])
    #expect(back.results.map(\.role) == [.honest, .honest, .published])
    #expect(back.rows == judged.rows)
    #expect(back.results.map(\.proof) == results.map(\.proof))
    #expect(back.results[0].sentences == results[0].sentences)
    #expect(back.results[0].scorecard.predictions == results[0].scorecard.predictions)
    #expect(back.results[1].scorecard.summary == results[1].scorecard.summary)
    #expect(back.headlines == judged.headlines)
    #expect(back.headlines[0].contains("UAR 66.7 %‡ ["))
    #expect(back.headlines[0].contains("24 synthetic clips of 2 classes"))
    #expect(back.headlines[0].contains("] over 6 speakers, on ") && back.headlines[0].contains("(honest: 4 folds by"))
    #expect(back.headlines[0].hasSuffix("; ‡ heard sentences tell the label: UAR 75.0 % on ravdess without listening"))
    let file = try InputFile.open(path, expecting: .evaluation)
    #expect(try file.text("resampled", of: "/metrics") == "speaker")
    #expect(try file.attached("resampled_count", of: "/metrics", as: Int64.self) == [6])
  }

  @Test func `the inductive twin of a transductive result is read back, and stands in the headline`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lilt-results-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "evaluation.h5").path
    var marked = try result("honest", .honest)
    marked.transductive = "the scaler"
    marked.sentences = []
    // Every other row is called "sad", whatever it is: one class of two is recognised.
    let rows = marked.scorecard.predictions.rows
    marked.inductive = Scorecard(
      try Predictions(labels: ["angry", "sad"], rows: rows.map { $0.saying([0.25, 0.75]) }), bootstrap: Bootstrap())
    let judged = Judged(
      recipe: "demo", text: "{}", settings: .object([:]), intervals: Bootstrap(), results: [marked],
      rows: [Array(0..<24)])
    let output = try OutputFile(
      path, schema: .evaluation, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    try output.write(judged)
    try output.commit()
    let back = try Judged(file: path)
    #expect(back.results[0].inductive?.predictions == marked.inductive?.predictions)
    #expect(back.results[0].inductive?.summary == marked.inductive?.summary)
    #expect(back.headlines[0].contains("UAR 66.7 %† [") && back.headlines[0].contains("] (inductive 50.0 %), WAR "))
    let file = try InputFile.open(path, expecting: .evaluation)
    #expect(try file.array("/metrics/inductive_uar", of: Double.self)[0] == 0.5)
    #expect(file.verify().isEmpty)
  }

  @Test func `a share that is none is refused as data`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lilt-results-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "evaluation.h5").path
    var forged = try result("honest", .honest)
    forged.sentences[0].uar = 1e38
    let output = try OutputFile(
      path, schema: .evaluation, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    try output.write(
      Judged(
        recipe: "demo", text: "{}", settings: .object([:]), intervals: Bootstrap(), results: [forged],
        rows: [Array(0..<24)]))
    try output.commit()
    #expect {
      _ = try Judged(file: path)
    } throws: { error in
      "\(error)".hasSuffix("/sentences/uar holds 1e+38 at element 0; expected a share from 0 to 1")
        && (error as? any Failure)?.failureKind == .data
    }
  }

  @Test func `a file cannot call a split honest whose proof says that it leaks`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lilt-results-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "evaluation.h5").path
    var leaking = try result("honest", .published)
    leaking.role = .honest
    let judged = Judged(
      recipe: "demo", text: "{}", settings: .object([:]), intervals: Bootstrap(), results: [leaking],
      rows: [Array(0..<24)])
    let output = try OutputFile(
      path, schema: .evaluation, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    try output.write(judged)
    try output.commit()
    let back = try Judged(file: path)
    #expect(back.results[0].role == .leaking)
    #expect(back.headlines[0].contains("(honest, leaking: ") && back.headlines[0].contains("not honest: "))
  }
}
