import FoundationEssentials
import Plotting
import Settings
import TestSupport
import Testing

@testable import Metrics
@testable import Reports

/// What is called honest, over whom an interval is taken, and what a sentence gives away: said everywhere, and the same.
@Suite struct HonestyTests {
  private static let clean = FoldOverlap(trainingRows: 90, testRows: 10, speakers: 0, clips: 0, relatives: 0, sounds: 0)
  private static let shared = FoldOverlap(
    trainingRows: 90, testRows: 10, speakers: 4, clips: 0, relatives: 0, sounds: 0)

  @Test(arguments: [(4, "over 4\u{A0}speakers, wide"), (5, "over 5\u{A0}speakers"), (1, "over 20\u{A0}clips")])
  func `an interval says over whom it is`(speakers: Int, words: String) {
    let predictions = Sample.predictions(speakers: speakers, perSpeaker: 20, seed: 1)
    #expect(ScoreIntervals(of: predictions, settings: Bootstrap()).resampling.words == words)
  }

  private func result(
    _ name: String, _ proof: FoldOverlap, published: Bool = false, speakers: Int = 8, variants: [String] = ["original"],
    heard: Bool? = true
  ) throws -> SplitResult {
    let rows = Sample.predictions(speakers: speakers, perSpeaker: 24, folds: 1, seed: 4).rows.flatMap { row in
      variants.map { variant in
        var row = row
        row.variant = variant
        row.row = row.sound
        row.isHeard = heard
        return row
      }
    }
    var result = SplitResult(
      name: name, role: SplitResult.Role(of: [proof], isPublished: published), method: "20 % of clips tested",
      scorecard: Scorecard(try Predictions(labels: Sample.labels, rows: rows), bootstrap: Sample.bootstrap))
    result.proof = [proof]
    return result
  }

  @Test func `a role follows from the proof and from no name`() {
    typealias Role = SplitResult.Role
    #expect(Role(of: [Self.clean, Self.clean], isPublished: false) == .honest)
    // One fold that shares something is enough, whatever it shares.
    #expect(Role(of: [Self.clean, Self.shared], isPublished: false) == .leaking)
    for key in [\FoldOverlap.speakers, \.clips, \.relatives, \.sounds] {
      var proof = Self.clean
      proof[keyPath: key] = 1
      #expect(Role(of: [proof], isPublished: false) == .leaking)
    }
    // The same sentences said by others are no leak, and what nobody counted is not honest.
    var said = Self.clean
    said.statements = 2
    said.heard = 10
    #expect(Role(of: [said], isPublished: false) == .honest)
    #expect(Role(of: [], isPublished: false) == .leaking)
    #expect(Role(of: [Self.shared], isPublished: true) == .published)
    #expect(Role(of: [Self.clean], isPublished: true) == .published)
  }

  @Test func `a leaking split called honest stands in no honest column and under no honest sentence`() throws {
    let leaking = try result("honest", Self.shared)
    let report = Report(title: "clips", results: [leaking])
    let row = try #require(ResultRow(report, link: nil))
    #expect(row.honestUAR == nil && row.honestWAR == nil)
    let markdown = ResultsTable([row]).markdown
    #expect(markdown.contains("(leaking: honest)"))
    let html = report.html.replacing("\u{A0}", with: " ")
    #expect(html.contains("This recipe has no honest split. Training and test share what the proof below counts"))
    #expect(html.contains("“honest” leaks") && !html.contains("“honest” is clean"))
    #expect(!html.contains("Quote the honest score"))
  }

  @Test func `the gap between honest and published is a leak only where the proof says so`() throws {
    let honest = try result("honest", Self.clean)
    let leaking = Report(title: "r", results: [honest, try result("published", Self.shared, published: true)]).html
    #expect(leaking.contains("Quote the honest score") || leaking.contains("scores no less than the published one"))
    let clean = Report(title: "r", results: [honest, try result("published", Self.clean, published: true)]).html
    #expect(clean.contains("Nothing is shared on the published split either"))
    #expect(!clean.contains("Quote the honest score"))
  }

  @Test func `the table and the page say over whom an interval is where that is not many speakers`() throws {
    func cells(_ result: SplitResult) throws -> String {
      try ResultsTable([#require(ResultRow(Report(title: "r", results: [result]), link: nil))]).markdown
        .replacing("\u{A0}", with: " ")
    }
    let two = try result("honest", Self.clean, speakers: 2)
    #expect(try cells(two).contains("] over 2 speakers, wide |"))
    #expect(Report(title: "r", results: [two]).html.contains("2 speakers are few"))
    #expect(try cells(result("honest", Self.clean, speakers: 1)).contains("] over 24 clips |"))
    #expect(try !cells(result("honest", Self.clean)).split(separator: "\n")[2].contains("over"))
    #expect(try two.scorecard.json.contains(#""resampling":{"count":2,"unit":"speaker"}"#))
  }

  @Test func `copies are rows and not clips, in the headline and in the table`() throws {
    let copies = try result("honest", Self.clean, variants: ["original", "noise"])
    let plain = try result("honest", Self.clean)
    #expect(copies.scorecard.rows == 384 && copies.scorecard.clips == 192)
    #expect(copies.scorecard.counted().replacing("\u{A0}", with: " ") == "384 rows of 192 clips")
    #expect(plain.scorecard.counted().replacing("\u{A0}", with: " ") == "192 clips")
    #expect(ResultRow(Report(title: "r", results: [copies]), link: nil)?.clips == 192)
    #expect(Report(title: "r", results: [copies]).html.contains("384\u{A0}rows of 192\u{A0}clips"))
    // Windows of a copy are averaged among themselves.
    #expect(try copies.scorecard.predictions.byClip().rows.count == 384)
  }

  @Test func `folds are called by their numbers from 0, as in the files`() throws {
    let predictions = Sample.predictions(speakers: 6, perSpeaker: 4, folds: 3, seed: 1)
    #expect(Breakdown(.fold, of: predictions).groups.map(\.name) == ["0", "1", "2"])
    #expect(predictions.csv.split(separator: "\n")[1].split(separator: ",")[3] == "0")
    var honest = try result("honest", Self.clean)
    honest.proof = [Self.clean, Self.clean]
    let html = Report(title: "r", results: [honest]).html
    #expect(html.contains("honest, fold 0") && html.contains("honest, fold 1") && !html.contains("honest, fold 2"))
  }

  @Test func `a score on heard sentences that tell the label is marked, and new sentences stand beside it`() throws {
    var heard = try result("honest", Self.clean)
    heard.sentences = [
      SentenceBaseline(corpus: "ravdess", rows: 192, heard: 192, classes: 8, uar: 0.84, war: 0.85, margin: 0.05)
    ]
    var new = try result("unheard", Self.clean, heard: false)
    new.sentences = [
      SentenceBaseline(corpus: "ravdess", rows: 192, heard: 0, classes: 8, uar: 0.125, war: 0.125, margin: 0.05)
    ]
    #expect(heard.mark == "‡" && heard.sentencesTell && new.mark == "" && new.isOfNewSentences)
    let alone = Report(title: "r", results: [heard]).html.replacing("\u{A0}", with: " ")
    #expect(alone.contains("UAR 84.0 % on ravdess without listening, chance 12.5 %"))
    #expect(alone.contains("A split { by: [&quot;speaker&quot;, &quot;statement&quot;] } in the recipe would show"))
    let both = Report(title: "r", results: [heard, new])
    let text = both.html.replacing("\u{A0}", with: " ")
    #expect(text.contains("Quote “unheard”") && text.contains("id=\"words\""))
    let row = try #require(ResultRow(both, link: nil))
    #expect(row.newSentenceUAR == new.scorecard.summary.uar)
    let uar = heard.scorecard.summary.uar
    #expect(
      ResultsTable([row]).markdown.replacing("\u{A0}", with: " ").contains(
        "\(uar.estimate.percent) [\(uar.low.percent), \(uar.high.percent)]‡ |"))
    // Where the sentence tells nothing there is no mark, and the section stands all the same.
    heard.sentences[0].uar = 0.15
    let plain = Report(title: "r", results: [heard]).html
    #expect(!plain.contains("‡") && plain.contains("The sentence does not tell the label"))
    #expect(!plain.contains("New sentences may be harder"))
    let beside = Report(title: "r", results: [heard, new]).html
    #expect(beside.contains("New sentences may be harder all the same: UAR is "))
  }
}
