import Graph
import Networks
import Settings

/// One job that can be asked for by name.
struct Benchmark: Sendable {
  let name: String
  let summary: String
  var needsClips = true
  /// The lines that it prints.
  let run: @Sendable (Bench) throws -> [String]

  /// All jobs, in the order in which people read them.
  static let all: [Benchmark] = [
    Benchmark(name: "seed", summary: "WAV to HDF5: 2.5 s, 3 variants, ZCR + RMS + MFCC 20, flat") {
      try $0.whole(.seed)
    },
    Benchmark(name: "big", summary: "WAV to HDF5: whole, 4 variants, mel 128 + MFCC 40 + chroma + ZCR + RMS") {
      try $0.whole(.big)
    },
    Benchmark(name: "decode", summary: "WAV files to samples at 22,050 Hz") { try $0.decoding() },
    Benchmark(name: "mfcc", summary: "20 coefficients from samples") { try $0.feature("mfcc") },
    Benchmark(name: "chroma", summary: "12 bins with tuning from samples") { try $0.feature("chroma") },
    Benchmark(name: "tonnetz", summary: "6 centroids of constant-Q chroma from samples") { try $0.feature("tonnetz") },
    Benchmark(name: "stretch", summary: "phase vocoder, rate 0.8") { try $0.transform("stretch") },
    Benchmark(name: "pitch", summary: "0.7 semitones up") { try $0.transform("pitch") },
    Benchmark(name: "noise", summary: "Gaussian noise") { try $0.transform("noise") },
    step("step-cnn1d", CNN1D(), shape: [2376], .float32),
    step("step-cnn1d-bfloat16", CNN1D(), shape: [2376], .bfloat16),
    step("step-cnn-bilstm", CNNBiLSTM(), shape: [182, 175], .float32),
    step("step-cnn-bilstm-bfloat16", CNNBiLSTM(), shape: [182, 175], .bfloat16),
    Benchmark(name: "classify-mlp", summary: "a file to its emotion: 193 statistics, 300-50-20-10") {
      try $0.classification(.mlp)
    },
    Benchmark(name: "classify-cnn1d", summary: "a file to its emotion: 2,376 values, full CNN") {
      try $0.classification(.cnn1d)
    },
  ]

  /// What is said of a word that is no job.
  static func unknown(_ name: String) -> String {
    "unknown job '\(name)'\(Suggestion.text(for: name, among: all.map(\.name)))"
  }
}
