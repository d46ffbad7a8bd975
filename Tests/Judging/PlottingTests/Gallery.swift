import Glibc

@testable import Plotting

/// One of each picture, of made-up but plausible data and with names that try to break out.
enum Gallery {
  static let labels = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"]
  static let hostile = "</svg><script>alert('x')</script> & \"quoted\" \u{1}\u{202E}name.wav"

  static func all() -> [(name: String, picture: Picture)] {
    [
      ("portrait", portrait(title: "angry · 03-01-05-02-01-01-12.wav").picture()),
      ("hostile", portrait(title: hostile).picture()),
      ("classes", classes.picture()),
      ("learning", learning.picture()),
      ("confusion-rates", confusion.ofRates()),
      ("confusion-counts", confusion.ofCounts()),
      ("reliability", reliability.picture()),
      ("scores", scores.picture()),
      ("speakers", speakers.picture()),
      ("timeline", timeline.picture()),
    ]
  }

  /// A vowel that glides, with the harmonics and formants of one.
  static func portrait(title: String) -> SoundPortrait {
    let rate = 16000.0, seconds = 2.4, hop = 0.016
    func pitch(_ t: Double) -> Double { 160 + 70 * sin(2.1 * t) }
    func loudness(_ t: Double) -> Double { pow(max(sin(3 * t), 0.02), 0.6) * exp(-pow((t - 1.1) / 0.9, 2)) }
    func formants(_ f: Double) -> Double {
      [(650.0, 130.0, 1.0), (1400, 180, 0.5), (2600, 250, 0.25), (3600, 300, 0.12)].reduce(0.002) {
        $0 + $1.2 / (1 + pow((f - $1.0) / $1.1, 2))
      }
    }
    var phase = 0.0
    let samples = (0..<Int(rate * seconds)).map { index -> Float in
      let t = Double(index) / rate
      phase += 2 * .pi * pitch(t) / rate
      return Float(
        0.2 * loudness(t) * (1...8).reduce(0) { $0 + sin(Double($1) * phase) * formants(Double($1) * pitch(t)) })
    }
    func level(_ f: Double, _ t: Double) -> Float {
      let ripple = pow(cos(.pi * f / pitch(t)), 2)
      return Float(20 * log10(loudness(t) * formants(f) * (0.02 + pow(ripple, 6)) + 2e-4))
    }
    var portrait = SoundPortrait(title: title, samples: samples, rate: rate)
    portrait.spectrum = (0..<2000).map { Float(pow(10, Double(level(Double($0) * 4, 1)) / 20)) }
    let frames = Int(seconds / hop)
    func grid(_ rows: Int, _ value: (Int, Double) -> Float) -> [Float] {
      (0..<rows).flatMap { row in (0..<frames).map { value(row, Double($0) * hop) } }
    }
    portrait.spectrogram = Grid(
      values: grid(257) { level(Double($0) * 31.25, $1) }, rows: 257, hop: hop, rowMeaning: .frequencies(to: 8000),
      valueMeaning: .decibels())
    let centres = (1...64).map { 700 * (pow(10, Double($0) * 2840 / 65 / 2595) - 1) }
    portrait.filterBank = Grid(
      values: grid(64) { level(pitch($1) * max(1, (centres[$0] / pitch($1)).rounded()), $1) }, rows: 64, hop: hop,
      rowMeaning: .bands(centres: centres),
      valueMeaning: .decibels())
    portrait.mfcc = Grid(
      values: grid(20) { Float($0 == 0 ? -300 : 60 * sin(Double($0) * 1.3 + 4 * $1) / Double($0)) }, rows: 20, hop: hop,
      rowMeaning: .coefficients, valueMeaning: .signed)
    return portrait
  }

  static var classes: BarChart {
    BarChart(
      title: "Clips per emotion", unit: "clips",
      bars: zip(labels, [96.0, 192, 192, 192, 192, 192, 192, 192]).map {
        BarChart.Bar(name: $0, value: $1, label: $1.fixed(0))
      })
  }

  static var learning: LearningCurve {
    let epochs = (1...40).map(Double.init)
    return LearningCurve(
      title: "Fold 1",
      panels: [
        .init(
          name: "loss", training: epochs.map { 0.3 + 1.8 * exp(-$0 / 9) },
          validation: epochs.map { 0.9 + 1.2 * exp(-$0 / 6) + 0.004 * $0 + 0.05 * sin($0) }),
        .init(
          name: "UAR (%)", training: epochs.map { 95 - 82 * exp(-$0 / 10) },
          validation: epochs.map { 62 - 48 * exp(-$0 / 7) + 1.5 * sin($0) }),
      ], kept: 29)
  }

  static var confusion: ConfusionPicture {
    let counts = labels.indices.map { row -> [Int] in
      labels.indices.map { column -> Int in row == column ? 90 + 11 * row : (row * 7 + column * 5) % 23 }
    }
    return ConfusionPicture(title: "Confusion", labels: labels, counts: counts)
  }

  static var reliability: ReliabilityDiagram {
    let counts = [0, 4, 61, 120, 180, 210, 240, 260, 210, 155]
    let bins = counts.enumerated().map { index, count -> ReliabilityDiagram.Bin in
      let low = Double(index) / 10
      return .init(low: low, high: low + 0.1, count: count, accuracy: count == 0 ? nil : 0.12 + 0.7 * low)
    }
    return ReliabilityDiagram(title: "Reliability", bins: bins)
  }

  static var scores: ScoreChart {
    ScoreChart(
      title: "Recall by emotion", measure: "recall",
      rows: labels.enumerated().map {
        let value = 0.3 + 0.08 * Double($0.offset)
        return ScoreChart.Row(name: $0.element, value: value, interval: (value - 0.09)...(value + 0.07), other: 0.6)
      }, references: [.init(name: "chance", value: 0.125)], otherName: "listeners")
  }

  static var speakers: ScoreChart {
    ScoreChart(
      title: "UAR by speaker", measure: "UAR",
      rows: (1...24).map { .init(name: "\($0)", value: 0.35 + 0.3 * abs(sin(Double($0) * 2.3))) },
      references: [.init(name: "all", value: 0.52), .init(name: "chance", value: 0.125)])
  }

  static var timeline: EmotionTimeline {
    EmotionTimeline(
      title: "interview.wav", labels: labels,
      windows: (0..<60).map { step in
        let raw = labels.indices.map { exp(2.5 * sin(Double(step) * 0.11 + Double($0) * 1.9)) }
        let sum = raw.reduce(0, +)
        return .init(start: Double(step) * 0.5, end: Double(step) * 0.5 + 2.5, probabilities: raw.map { $0 / sum })
      })
  }
}
