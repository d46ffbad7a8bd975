import Determinism
import Settings
import TestSupport
import Testing

@testable import Metrics

@Suite struct BootstrapTests {
  private var settings: Bootstrap {
    var settings = Bootstrap()
    settings.resamples = 400
    return settings
  }

  @Test func `the interval contains the score and is the same again, whatever the order of rows`() throws {
    let predictions = Sample.predictions(speakers: 14, perSpeaker: 30, seed: 3)
    let intervals = ScoreIntervals(of: predictions, settings: settings)
    #expect(intervals.uar.low < intervals.uar.estimate && intervals.uar.estimate < intervals.uar.high)
    #expect(intervals.war.low < intervals.war.estimate && intervals.war.estimate < intervals.war.high)
    #expect(intervals == ScoreIntervals(of: predictions, settings: settings))
    let reversed = try Predictions(labels: predictions.labels, rows: predictions.rows.reversed())
    #expect(ScoreIntervals(of: reversed, settings: settings).uar == intervals.uar)
  }

  @Test func `another seed moves the ends a little`() {
    let predictions = Sample.predictions(speakers: 14, perSpeaker: 30, seed: 3)
    var other = settings
    other.seed = 1
    let a = ScoreIntervals(of: predictions, settings: settings).uar
    let b = ScoreIntervals(of: predictions, settings: other).uar
    #expect(a != b)
    #expect(abs(a.low - b.low) < 0.02 && abs(a.high - b.high) < 0.02)
  }

  @Test func `speakers are drawn down to two, and few are said to be few`() {
    let four = ScoreIntervals(of: Sample.predictions(speakers: 4, perSpeaker: 20, seed: 1), settings: settings)
    #expect(four.resampling.unit == .speaker && four.resampling.count == 4 && four.resampling.reason == nil)
    #expect(four.resampling.isOfFew)
    let five = Resampling(of: Sample.predictions(speakers: 5, perSpeaker: 2, seed: 1).rows, minimumSpeakers: 2)
    #expect(!five.isOfFew)
  }

  @Test func `of two speakers the interval reaches from the one's score to the other's`() throws {
    // A resample is the first twice, each once, or the second twice, with probabilities 1/4, 1/2 and 1/4: the outer 2.5 %
    // on either side are always one speaker alone.
    let rows = Sample.predictions(speakers: 2, perSpeaker: 40, clarity: 1.2, seed: 6).rows
    let whole = ScoreIntervals(of: try Predictions(labels: Sample.labels, rows: rows), settings: settings)
    let each = ["1", "2"].map { speaker in
      Tally(of: rows.filter { $0.speaker == speaker }, classes: Sample.labels.count).scores
    }
    #expect(each[0].war != each[1].war)
    #expect(agree(whole.war.low, each.map(\.war).min()) && agree(whole.war.high, each.map(\.war).max()))
    #expect(agree(whole.uar.low, each.map(\.uar).min()) && agree(whole.uar.high, each.map(\.uar).max()))
  }

  @Test func `where nobody else is known clips are drawn, all copies of one together, and it is said`() throws {
    let one = Sample.predictions(speakers: 1, perSpeaker: 20, seed: 1)
    let alone = ScoreIntervals(of: one, settings: settings)
    #expect(alone.resampling.unit == .clip && alone.resampling.count == 20)
    #expect(!alone.resampling.isOfFew)
    #expect(
      alone.resampling.reason
        == "One speaker is too few to draw from, so clips were drawn and the interval says nothing about other speakers."
    )
    let copies = one.rows.map { row in
      var copy = row
      copy.variant = "noise"
      return copy
    }
    #expect(Resampling(of: one.rows + copies, minimumSpeakers: 2).count == 20)
    var rows = Sample.predictions(speakers: 8, perSpeaker: 5, seed: 1).rows
    rows[0].speaker = ""
    let unknown = ScoreIntervals(of: try Predictions(labels: Sample.labels, rows: rows), settings: settings)
    #expect(unknown.resampling.reason?.hasPrefix("Some clips have no known speaker") == true)
  }

  @Test func `speakers of one name in two corpora are two speakers`() throws {
    var rows = Sample.predictions(speakers: 5, perSpeaker: 4, seed: 1).rows
    for index in rows.indices where index.isMultiple(of: 2) { rows[index].corpus = "other" }
    let resampling = Resampling(of: rows, minimumSpeakers: 2)
    #expect(resampling.count == 10)
  }

  @Test func `speakers that differ widen the interval beyond that of independent clips`() throws {
    let alike = Sample.predictions(speakers: 20, perSpeaker: 30, spread: 0, seed: 5)
    let unlike = Sample.predictions(speakers: 20, perSpeaker: 30, spread: 1.5, seed: 5)
    func width(_ predictions: Predictions) -> Double {
      let interval = ScoreIntervals(of: predictions, settings: settings).war
      return interval.high - interval.low
    }
    #expect(width(unlike) > 1.5 * width(alike))
  }

  @Test func `about 95 of 100 intervals cover the score of the population`() {
    var quick = settings
    quick.resamples = 150
    let population = Confusion(of: Sample.predictions(speakers: 1500, perSpeaker: 8, seed: 99)).scores.war
    let covered = (0..<60).count { trial in
      let interval = ScoreIntervals(
        of: Sample.predictions(speakers: 24, perSpeaker: 8, seed: UInt64(1000 + trial)), settings: quick
      ).war
      return interval.low <= population && population <= interval.high
    }
    // Binomial(60, 0.93) is below 48 in fewer than 1 of 1,000 runs; percentile intervals run a little narrow.
    #expect(covered >= 48)
  }

  @Test func `percentiles are NumPy's`() {
    // numpy.percentile([1, 2, 4, 8], [2.5, 50, 97.5]) -> [1.075, 3.0, 7.7]
    let sorted = [1.0, 2, 4, 8]
    #expect(agree(Interval.quantile(0.025, of: sorted), 1.075))
    #expect(agree(Interval.quantile(0.5, of: sorted), 3))
    #expect(agree(Interval.quantile(0.975, of: sorted), 7.7))
    #expect(Interval.quantile(0.5, of: []) == nil)
  }

  @Test func `settings out of range are refused`() {
    var settings = Bootstrap()
    settings.level = 1
    #expect(throws: Invalid.self) { try settings.check() }
    settings = Bootstrap()
    settings.minimumSpeakers = 1
    #expect(throws: Invalid.self) { try settings.check() }
  }

  @Test func `systems are compared on the rows that both know`() throws {
    let first = Sample.predictions(speakers: 8, perSpeaker: 20, seed: 1)
    var rows = first.rows
    rows.removeLast(10)
    for index in rows.indices.prefix(60) { rows[index].guess = rows[index].truth }
    let second = try Predictions(labels: first.labels, rows: rows)
    let pair = try PairedDifference(first, second, settings: settings)
    #expect(pair.shared == 150)
    #expect(pair.onlyInFirst == 10 && pair.onlyInSecond == 0)
    #expect(pair.mcNemar.onlyFirst == 0)
    #expect(pair.mcNemar.onlySecond == first.rows.prefix(60).count { !$0.isRight })
    #expect(pair.uar.low > 0)
    let same = try PairedDifference(first, first, settings: settings)
    #expect(same.uar == Interval(estimate: 0, low: 0, high: 0))
    #expect(same.mcNemar.exactP == 1)
  }

  @Test func `systems without a common row or label are refused`() throws {
    let first = Sample.predictions(speakers: 3, perSpeaker: 2, seed: 1)
    let others = first.rows.map { row in
      var row = row
      row.row += "x"
      return row
    }
    #expect(throws: EvaluationError.self) {
      try PairedDifference(first, Predictions(labels: first.labels, rows: others))
    }
    #expect(throws: EvaluationError.self) {
      try PairedDifference(first, Predictions(labels: first.labels.reversed(), rows: first.rows))
    }
  }
}
