import Audio
import Augmentation
import Determinism
import Features
import Settings

/// Jobs on one stage's inner work, samples in memory.
extension Bench {
  /// Decodes and resamples files.
  func decoding() throws -> [String] {
    let seconds = try Bench.seconds(of: clips())
    return try timesRealTime("decode", over: paths(), seconds: seconds, worker: { Cleaner(Cleaning()) }) {
      _ = try $0.waveform(of: $1)
    }
  }

  /// Computes one family with its defaults.
  func feature(_ name: String) throws -> [String] {
    let settings = try FeatureSettings(parsing: #"{ stack: ["\#(name)"] }"#.utf8)
    let clips = try clips()
    let rate = Double(clips[0].rate)
    return try timesRealTime(
      name, over: clips, seconds: Bench.seconds(of: clips), worker: { try Extractor(settings, rate: rate) }
    ) { extractor, clip in
      try clip.samples.withUnsafeBufferPointer { try extractor.withValues(of: 0, for: $0) { _ in } }
    }
  }

  /// Makes one variant with its defaults of every clip.
  func transform(_ name: String) throws -> [String] {
    let settings = try Augmenting(parsing: #"["\#(name)"]"#.utf8)
    let clips = try clips()
    let variants = AugmentationPlan(settings, seed: Seed(1)).variants(of: name)
    return try timesRealTime(
      name, over: clips, seconds: Bench.seconds(of: clips), worker: { Augmenter(settings) }
    ) { augmenter, clip in
      for variant in variants { _ = try augmenter.make(variant, of: clip) }
    }
  }
}
