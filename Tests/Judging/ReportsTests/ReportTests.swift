import Foundation
import FoundationXML
import Plotting
import Settings
import TestSupport
import Testing

@testable import Metrics
@testable import Reports

@Suite struct ReportTests {
  private static let report = Sample.report()
  private static let html = report.html

  /// Writes a page to the folder that `LILT_GALLERY` names, to be looked at.
  private func keep(_ text: String, as name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["LILT_GALLERY"] else { return }
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  private func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test func `the report is well-formed, small, and asks nothing of the network`() throws {
    #expect(isWellFormed(Self.html))
    #expect(Self.html.utf8.count < 2_000_000)
    let text = Self.html.replacing(/base64,[^"]*/, with: "")
    #expect(!text.contains("<script") && !text.contains("NaN") && !text.contains("nan "))
    for address in text.matches(of: /https?:[^"' ]*/).map({ String($0.0) }) {
      #expect(address.hasPrefix("http://www.w3.org/"), "\(address)")
    }
    try keep(Self.html, as: "report.html")
  }

  @Test func `the headline says score, interval and chance in one sentence`() {
    let uar = Self.report.results[0].scorecard.summary.uar
    let text = Self.html.replacing("\u{A0}", with: " ")
    #expect(
      text.contains(
        "UAR \(uar.estimate.percent) % [\(uar.low.percent), \(uar.high.percent)] over 24 speakers, chance 12.5 %"))
  }

  @Test func `a leak is told with the number of test rows that have a relative in training`() {
    let text = Self.html.replacing("\u{A0}", with: " ")
    #expect(text.contains("Of 864 test rows, 838 have a relative in training"))
    #expect(text.contains("“honest” is clean"))
    #expect(text.contains("share 24 speakers, 843 clips and 1 sound that two clips have"))
    #expect(!text.contains("identical sound"))
  }

  @Test func `every section is in the table of contents and reachable`() {
    let links = Self.html.matches(of: /href="#([a-z]+)"/).map { String($0.1) }
    let ids = Set(Self.html.matches(of: /\sid="([a-z]+)"/).map { String($0.1) })
    #expect(links.count > 10)
    #expect(Set(links).isSubset(of: ids), "\(Set(links).subtracting(ids))")
    #expect(ids.count == Self.html.matches(of: /\sid="/).count, "an id stands twice")
  }

  @Test func `numbers of a transductive split are marked and explained`() {
    let text = Self.html.replacing("\u{A0}", with: " ")
    let published = Self.report.results[1].scorecard.summary.uar
    let ends = "[\(published.low.percent), \(published.high.percent)]"
    #expect(text.contains("\(published.estimate.percent) \(ends)<sup>"))
    #expect(text.contains("id=\"transductive\"") && text.contains("the standard scaler saw the test rows"))
    var clean = Self.report
    clean.results[1].transductive = nil
    #expect(!clean.html.contains("†"))
    var all = Self.report
    all.results[0].transductive = "the scaler"
    #expect(all.html.contains("\(all.results[0].scorecard.summary.uar.estimate.percent)\u{A0}%† ["))
  }

  @Test func `every marked score stands beside its inductive twin`() throws {
    var report = Self.report
    let twin = report.results[0].scorecard
    report.results[1].inductive = twin
    let text = report.html.replacing("\u{A0}", with: " ")
    let uar = twin.summary.uar
    #expect(text.contains("(inductive \(uar.estimate.percent))"))
    #expect(
      text.contains("(inductive), UAR is \(uar.estimate.percent) % [\(uar.low.percent), \(uar.high.percent)], WAR"))
    // A dagger in a cell of a table is followed by the twin.
    let cells = text.matches(of: /<td[^>]*>[^<]*<sup><a href="#transductive"[^>]*>†<\/a><\/sup>([^<]*)<\/td>/)
    #expect(cells.count > 8)
    for cell in cells { #expect(cell.1.hasPrefix(" (inductive "), "\(cell.0)") }
    let row = try #require(ResultRow(report, link: nil))
    let published = report.results[1].scorecard.summary.uar.estimate
    let line = ResultsTable([row]).markdown.replacing("\u{A0}", with: " ")
    #expect(line.contains("\(published.percent)† (inductive \(uar.estimate.percent)) |"))
    #expect(
      Comparison([.init(name: "a", recipe: "", settings: "{}", result: report.results[1])]).html
        .replacing("\u{A0}", with: " ").contains("† (inductive \(uar.estimate.percent))"))
  }

  @Test func `numbers that are marked have their twins in metrics json and predictions csv`() throws {
    var result = Self.report.results[1]
    let rows = result.scorecard.predictions.rows, labels = result.scorecard.labels
    let last = labels.indices.map { $0 == labels.count - 1 ? 0.5 : 0 }
    result.inductive = Scorecard(try Predictions(labels: labels, rows: rows.map { $0.saying(last) }))
    guard case .object(var members) = try JSON(parsing: result.metrics.utf8) else {
      Issue.record("metrics.json is no object")
      return
    }
    #expect(members.removeValue(forKey: "transductive") == .string("the standard scaler"))
    #expect(try members.removeValue(forKey: "inductive") == JSON(encoding: #require(result.inductive)))
    #expect(try .object(members) == JSON(encoding: result.scorecard))
    let table = result.spreadsheet.split(separator: "\n"),
      plain = result.scorecard.predictions.csv.split(separator: "\n")
    #expect(table.count == rows.count + 1 && plain.count == table.count)
    #expect(table[0] == plain[0] + ",inductive_prediction" + labels.map { ",inductive_p_\($0)" }.joined())
    let said = "," + labels[labels.count - 1] + last.map { ",\($0)" }.joined()
    for (line, own) in zip(table, plain).dropFirst() { #expect(line == own + said) }
    // What nothing was fitted for has nothing beside it.
    result.transductive = nil
    #expect(try result.metrics == result.scorecard.json && result.spreadsheet == result.scorecard.predictions.csv)
  }

  @Test func `a recipe without an honest split is told so beside its number`() {
    #expect(!Self.html.contains("This recipe has no honest split"))
    let report = Report(title: "only published", results: [Self.report.results[1]])
    #expect(report.html.contains("This recipe has no honest split"))
  }

  @Test func `synthetic clips are called so, and no listeners are set beside them`() {
    #expect(Self.html.contains("id=\"listeners\"") && !Self.html.contains("synthetic"))
    var report = Self.report
    report.isSynthetic = true
    let html = report.html
    #expect(html.contains("These clips are synthetic") && html.contains("synthetic clips"))
    #expect(!html.contains("id=\"listeners\"") && !html.contains("Diamonds are people"))
    let row = ResultRow(report, link: nil)
    #expect(ResultsTable([row].compactMap(\.self)).markdown.contains("(synthetic speech)"))
  }

  @Test func `words between backticks are code, and as many mistakes are listed as asked for`() {
    var report = Self.report
    report.summary = "`make` makes it"
    report.mistakes = 3
    #expect(report.html.contains("<code>make</code> makes it"))
    #expect(report.html.components(separatedBy: "<bdi").count < Self.html.components(separatedBy: "<bdi").count)
    report.mistakes = 0
    #expect(!report.html.contains("id=\"mistakes\""))
  }

  @Test func `parts without data are left out`() {
    var bare = Report(title: "bare", results: [Self.report.results[0]])
    bare.results[0].proof = []
    bare.results[0].histories = []
    let html = bare.html
    #expect(isWellFormed(html))
    for id in ["published", "listeners", "data", "portraits", "learning", "recipe", "provenance", "transductive"] {
      #expect(!html.contains("id=\"\(id)\""), "\(id)")
    }
    #expect(isWellFormed(Report(title: "nothing", results: []).html))
  }

  @Test func `a report of one row, one class and one speaker stands`() throws {
    let one = try Predictions(
      labels: ["a"], rows: [Prediction(row: "r", clip: Sample.hostile, truth: 0, probabilities: [1])])
    let result = SplitResult(name: Sample.hostile, role: .honest, method: Sample.hostile, scorecard: Scorecard(one))
    var report = Report(title: Sample.hostile, results: [result])
    report.recipe = Sample.hostile
    report.versions = [Fact(Sample.hostile, Sample.hostile)]
    #expect(isWellFormed(report.html))
    #expect(!report.html.contains("<script>alert"))
    #expect(!report.html.contains("NaN"))
  }

  @Test func `many classes and folds do not make the page too large`() {
    var large = Self.report
    large.portraits = (0..<4).flatMap { _ in large.portraits }
    let history = large.results[0].histories[0]
    large.results[0].histories = (0..<91).map { FoldHistory(fold: $0, panels: history.panels, kept: 3) }
    let html = large.html
    #expect(html.utf8.count < 2_000_000)
    #expect(html.contains("more classes left out"))
    #expect(html.contains("67\u{A0}more folds"))
  }

  @Test func `the same input gives the same bytes`() {
    #expect(Sample.report().html == Self.html)
  }

  @Test func `the index lists every report and escapes their names`() throws {
    let html = Sample.index().html
    #expect(isWellFormed(html))
    #expect(html.contains("href=\"ravdess-cnn1d.html\"") && !html.contains("<script>"))
    #expect(isWellFormed(IndexPage(title: "none", rows: []).html))
    try keep(html, as: "index.html")
  }

  @Test func `a comparison says who is better, by how much, and why some cannot be compared`() throws {
    let comparison = Sample.comparison()
    let html = comparison.html
    #expect(isWellFormed(html))
    #expect(html.contains("ravdess-mlp is better"))
    #expect(html.contains("Cannot compare the systems: expected the same labels"))
    #expect(html.contains("train.epochs") && !html.contains("<code>clean.rate</code>"))
    try keep(html, as: "comparison.html")
  }

  @Test func `recipes differ where their values do, whatever their order and spelling`() throws {
    let difference = try #require(
      RecipeDifference([
        "{ a: 1, b: { c: [1, 2], d: 1e-3 } }", "{\"b\": {\"d\": 0.001, \"c\": [1, 3]}, \"a\": 1.0, x: {}}",
      ]))
    #expect(
      difference.rows == [
        .init(path: "b.c", values: ["[1,2]", "[1,3]"]), .init(path: "x", values: [nil, "{}"]),
      ])
    #expect(RecipeDifference(["{", "{}"]) == nil)
  }

  @Test func `the table of results is Markdown that no name can break`() throws {
    var row = ResultRow(
      recipe: "a|b_c", link: "r.html", corpora: ["ravdess", "savee"], classes: 8, clips: 1440, speakers: 24)
    row.honestUAR = Interval(estimate: 0.4812, low: 0.41, high: 0.5524)
    row.publishedUAR = Interval(estimate: 0.7, low: 0.6, high: 0.8)
    row.isHonestTransductive = true
    row.claim = try Claim(parsing: "{ accuracy: 0.8946, f1: 0.9 }".utf8)
    let lines = ResultsTable([row]).markdown.replacing("\u{A0}", with: " ").split(separator: "\n")
    let scores =
      "UAR, honest (%) | WAR, honest (%) | UAR, new sentences (%) | UAR, published (%) | WAR, published (%) | Reported (%) "
      + "| Chance (%)"
    #expect(lines[0] == "| Recipe | Corpora | Classes | Clips | Speakers | \(scores) |")
    #expect(lines[1] == "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    #expect(
      lines[2]
        == "| [a\\|b\\_c](<r.html>) | ravdess, savee | 8 | 1,440 | 24 | 48.1 [41.0, 55.2]† | – | – | 70.0 | – "
        + "| accuracy 89.5, F1 90.0 | 12.5 |")
  }

  @Test func `what authors report stands beside what the same protocol gives`() throws {
    var report = Self.report
    #expect(!report.html.contains("authors report"))
    report.claim = try Claim(parsing: "{ uar: 0.353, source: 'a paper' }".utf8)
    #expect(report.html.contains("authors report UAR\u{A0}35.3 % (a paper)."))
    #expect(throws: SettingsError.self) { try Claim(parsing: "{ accuracy: 48 }".utf8) }
    #expect(throws: SettingsError.self) { try Claim(parsing: "{ source: 'nowhere' }".utf8) }
  }
}
