import Determinism
import Glibc
import Plotting
import TestSupport

@testable import Metrics
@testable import Reports

extension Sample {
  /// A name that tries to break out of markup, tables and the direction of reading.
  static let hostile = "</td><script>alert(\"x\")</script>&amp; '|\u{202E}\u{0}.wav"

  /// Fewer resamples than a report would have, so that tests stay fast.
  static var bootstrap: Bootstrap {
    var bootstrap = Bootstrap()
    bootstrap.resamples = 200
    return bootstrap
  }

  /// A report of a system on two splits, of the size that eight emotions and 24 speakers have.
  static func report() -> Report {
    var honest = SplitResult(
      name: "honest", role: .honest, method: "5 folds by speaker (ravdess-emobox)",
      scorecard: Scorecard(predictions(speakers: 24, perSpeaker: 60, seed: 7), bootstrap: bootstrap))
    honest.proof = (0..<5).map { _ in
      FoldOverlap(trainingRows: 3456, testRows: 288, speakers: 0, clips: 0, relatives: 0, sounds: 0)
    }
    honest.histories = histories(folds: 5, best: 0.52)
    var published = SplitResult(
      name: "published", role: .published, method: "20 % of rows at random, seed 42, after augmentation",
      scorecard: Scorecard(
        predictions(speakers: 24, perSpeaker: 36, clarity: 2.6, folds: 1, seed: 8), bootstrap: bootstrap))
    published.proof = [
      FoldOverlap(trainingRows: 3456, testRows: 864, speakers: 24, clips: 843, relatives: 838, sounds: 1)
    ]
    published.transductive = "the standard scaler"
    published.histories = histories(folds: 1, best: 0.9)
    var report = Report(title: "ravdess-cnn1d", results: [honest, published])
    report.summary = "1-D CNN over flattened ZCR + RMS + MFCC frames, RAVDESS speech, eight emotions."
    report.command = "make ravdess-cnn1d"
    report.recipe = recipe
    report.ceilings = [.ravdess, ceiling]
    report.data = data
    report.portraits = labels.enumerated().map { portrait($0.element, number: $0.offset) }
    report.versions = [Fact("lilt", "0.1.0"), Fact("HDF5", "1.10.8"), Fact("oneDNN", "2.6.3"), Fact("FFTW", "3.3.10")]
    report.files = ["features.h5", "split.h5", "model.h5", "evaluation.h5"].map { Fact($0, "\(Digest(of: $0))") }
    return report
  }

  static let recipe = """
    // 1-D CNN over flattened ZCR + RMS + MFCC frames, RAVDESS speech, eight emotions.
    {
      corpora: ["ravdess"],
      clean:    { rate: 22050, offset: 0.6, duration: 2.5 },
      augment:  ["original", { noise: { amplitude: 0.035 } }, { pitch: { semitones: 0.7 } }],
      features: { frame: { size: 2048, hop: 512 }, stack: ["zcr", "rms", { mfcc: { count: 20 } }], layout: "flat" },
      splits: {
        honest:    { by: "speaker", folds: "ravdess-emobox" },    // what counts
        published: { by: "row", test: 0.2, seed: 42 },            // what the original did, leaks and all
      },
      train:    { model: { cnn1d: {} }, epochs: 50, batch: 64, optimizer: { adam: { rate: 1e-3 } } },
    }
    """

  private static var ceiling: HumanCeiling {
    let votes = labels.indices.flatMap { intended in
      (0..<10).map { clip in
        VotedClip(
          intended: intended,
          votes: labels.indices.map { $0 == intended ? Double(3 + (clip * 7 + intended) % 6) : Double((clip + $0) % 6) }
        )
      }
    }
    guard let ceiling = HumanCeiling(corpus: "ravdess", labels: labels, source: "made up", votes: votes) else {
      preconditionFailure("the sample's votes are votes")
    }
    return ceiling
  }

  private static var data: DataSummary {
    let seconds = [3.49, 3.81, 3.62, 3.70, 3.87, 3.56, 3.93, 3.48]
    return DataSummary(
      classes: labels.enumerated().map {
        ClassDistribution.Class(label: $0.element, clips: $0.offset == 0 ? 96 : 192, seconds: seconds[$0.offset])
      }, corpora: ["ravdess"], speakers: 24,
      findings: [
        .init(
          clip: "03-01-03-01-02-01-07.wav", rule: "duplicate-sound", detail: "same samples as 03-01-03-01-02-02-07.wav",
          action: "kept"),
        .init(clip: "03-01-08-01-02-02-01.wav", rule: "stereo-equal", detail: "two equal channels", action: "fixed"),
        .init(
          clip: hostile, rule: "unparsable-name", detail: "expected seven numbers of two digits", action: "dropped"),
      ])
  }

  private static func histories(folds: Int, best: Double) -> [FoldHistory] {
    (0..<folds).map { fold in
      var random = Random(Seed(UInt64(fold) + 40))
      let epochs = (1...50).map(Double.init)
      let speed = random.uniform(6, 11)
      return FoldHistory(
        fold: fold,
        panels: [
          .init(
            name: "loss", training: epochs.map { 0.2 + 1.9 * exp(-$0 / speed) },
            validation: epochs.map {
              2.1 - best + 1.1 * exp(-$0 / 6) + 0.008 * $0 + 0.04 * random.normal() - 0.9 * best
            }),
          .init(
            name: "UAR (%)", training: epochs.map { 97 - 84 * exp(-$0 / speed) },
            validation: epochs.map { 100 * (best - (best - 0.13) * exp(-$0 / 7)) + 1.4 * random.normal() }),
        ], kept: 30 + 3 * fold)
    }
  }

  private static func portrait(_ label: String, number: Int) -> SoundPortrait {
    let rate = 16000.0, seconds = 2.0, hop = 0.016
    func loudness(_ t: Double) -> Double { exp(-pow((t - 0.8) / 0.5, 2)) * (0.6 + 0.4 * sin(Double(9 + number) * t)) }
    var random = Random(Seed(UInt64(number)))
    var portrait = SoundPortrait(
      title: number == 3 ? hostile : "\(label) · 03-01-0\(number + 1)-01-01-01-12.wav",
      samples: (0..<Int(rate * seconds)).map { index in
        let t = Double(index) / rate
        return Float(0.3 * loudness(t) * (sin(t * 900) + 0.3 * random.normal()))
      }, rate: rate)
    portrait.spectrum = (0..<4000).map { Float((1 + cos(Double($0) / 9)) / Double(20 + $0) + 1e-5) }
    let frames = Int(seconds / hop)
    func values(_ rows: Int) -> [Float] {
      (0..<rows).flatMap { row in
        (0..<frames).map {
          Float(20 * log10(loudness(Double($0) * hop) / Double(3 + row) + 1e-4) + 4 * random.normal())
        }
      }
    }
    portrait.spectrogram = Grid(
      values: values(257), rows: 257, hop: hop, rowMeaning: .frequencies(to: 8000), valueMeaning: .decibels())
    portrait.filterBank = Grid(
      values: values(64), rows: 64, hop: hop,
      rowMeaning: .bands(centres: (1...64).map { 700 * (pow(10, Double($0) * 2840 / 65 / 2595) - 1) }),
      valueMeaning: .decibels())
    portrait.mfcc = Grid(values: values(20), rows: 20, hop: hop, rowMeaning: .coefficients, valueMeaning: .signed)
    return portrait
  }
}

extension Sample {
  /// Three systems, the last of which was tested on other labels.
  static func comparison() -> Comparison {
    func system(_ name: String, _ predictions: Predictions, recipe: String) -> Comparison.System {
      Comparison.System(
        name: name, recipe: recipe, settings: recipe,
        result: SplitResult(
          name: "honest", role: .honest, method: "5 folds by speaker",
          scorecard: Scorecard(predictions, bootstrap: bootstrap)))
    }
    let first = predictions(speakers: 24, perSpeaker: 40, seed: 7)
    let better = first.rows.enumerated().map { index, row in
      var row = row
      if index.isMultiple(of: 9) { row.guess = row.truth }
      return row
    }
    guard let second = try? Predictions(labels: labels, rows: better),
      let other = try? Predictions(labels: labels.map { $0 + "!" }, rows: first.rows)
    else { preconditionFailure("the sample's predictions can be scored") }
    let changed = recipe.replacing("cnn1d: {}", with: "mlp: { units: [300] }").replacing(
      "epochs: 50", with: "epochs: 80")
    var systems = [
      system("ravdess-cnn1d", first, recipe: recipe), system("ravdess-mlp", second, recipe: changed),
      system("other-labels", other, recipe: recipe),
    ]
    systems[1].result.transductive = "the scaler"
    return Comparison(systems, bootstrap: bootstrap)
  }

  /// An index of four recipes.
  static func index() -> IndexPage {
    var rows = [ResultRow(report(), link: "ravdess-cnn1d.html")].compactMap(\.self)
    rows.append(rows[0])
    rows[1].recipe = "ravdess-mlp"
    rows[1].isHonestTransductive = true
    rows.append(ResultRow(recipe: hostile, link: "a b.html", corpora: ["x|y"], classes: 4, clips: 7442, speakers: 91))
    return IndexPage(title: "Lilt: results", rows: rows)
  }
}
