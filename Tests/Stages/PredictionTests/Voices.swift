import Audio
import Classical
import Classifiers
import Determinism
import Features
import Glibc
import Models
import Networks
import Settings

/// Two made-up emotions, a low and a high hum, and models that tell them apart.
enum Voices {
  static let rate = 8000

  /// A second of a hum, or so many.
  static func hum(_ hertz: Double, seconds: Double = 1, seed: UInt64 = 1) -> Recording {
    var random = Random(Seed(seed))
    let samples = (0..<Int(seconds * Double(rate))).map { n in
      Int16(8000 * sin(2 * .pi * hertz * Double(n) / Double(rate)) + 200 * random.normal())
    }
    return Recording(rate: rate, int16: samples)
  }

  static var cleaning: Cleaning {
    var cleaning = Cleaning()
    cleaning.rate = .hertz(rate)
    return cleaning
  }

  static func features(_ layout: any Layout) -> FeatureSettings {
    FeatureSettings([Zcr(), Rms()], frame: FrameSettings(size: 512, hop: 256), layout: layout)
  }

  /// A model trained on hums behind a front end; five speakers, `0` to `4`, made them.
  static func model(
    layout: any Layout, cleaning: Cleaning = cleaning, longest: Double = 1, scaler: any Scaler = StandardScaler()
  ) throws -> ModelFile {
    let features = features(layout)
    let extractor = try Extractor(features, rate: Double(rate))
    let hums = (0..<40).map { hum($0 % 2 == 0 ? 150 : 1500, seconds: $0 == 0 ? longest : 0.9, seed: UInt64($0)) }
    let cleaner = Cleaner(cleaning)
    let clips: [[Float]] = try hums.map { hum in
      guard case .waveform(let waveform) = try cleaner.clean(hum) else { return [] }
      return waveform.samples
    }
    let plan = try extractor.plan(
      for: clips.enumerated().map { ClipSummary(id: "\($0)", samples: $1.count, label: "\($0 % 2)") })
    var values = [Float](repeating: 0, count: plan.segments.count * plan.valuesPerRow)
    for (index, segment) in plan.segments.enumerated() {
      try values.withUnsafeMutableBufferPointer { values in
        let row = UnsafeMutableBufferPointer(
          rebasing: values[index * plan.valuesPerRow..<(index + 1) * plan.valuesPerRow])
        _ = try clips[segment.clip].withUnsafeBufferPointer {
          try extractor.extract(segment, of: $0, axes: plan.axes, to: row)
        }
      }
    }
    let data = try Dataset(
      rows: ArrayRows(values, shape: plan.axes.shape), labels: plan.segments.map { $0.clip % 2 },
      names: ["low", "high"], clips: plan.segments.map { "\($0.clip)" },
      speakers: plan.segments.map { "\($0.clip / 8)" }, corpora: plan.segments.map { $0.clip < 20 ? "a" : "b" })
    var settings = ClassicalSettings()
    settings.model = ClassicalChoice(LDA())
    settings.scaler = ScalerChoice(scaler)
    let fitted = try ClassicalClassifier(
      settings, on: data, rows: Array(0..<plan.segments.count), features: [], jobs: 1)
    let frontend = JSON.object(["clean": try JSON(encoding: cleaning), "features": try JSON(encoding: features)])
    return ModelFile(
      .classical(fitted), frontend: Frontend(frontend.canonical), split: "s", fold: "fold0", key: "k")
  }
}
