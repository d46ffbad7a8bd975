import Determinism
import Foundation
import HDF5
import Store
import TestSupport
import Testing

/// What a stage makes of a fixture may change only together with the stage's revision, since rows and models that were
/// made before are taken for as good as new ones as long as the revision is the same.
///
/// `make fingerprints` records the fixture anew, and refuses to where numbers have changed under an old revision.
@Suite struct `A revision` {
  @Test func `changes with what its stage computes, and with nothing else`() throws {
    let found = try Fingerprints.taken()
    guard ProcessInfo.processInfo.environment["LILT_FINGERPRINTS"] != "record" else {
      try Fingerprints.record(found)
      return
    }
    let recorded = try Fingerprints.recorded()
    #expect(found.keys.sorted() == recorded.keys.sorted(), "run 'make fingerprints'")
    for (name, print) in found {
      guard let known = recorded[name] else { continue }
      // Other libraries make other numbers, and keys say so; there is nothing to compare with then.
      guard known.libraries == print.libraries else { continue }
      guard known.number == print.number else {
        Issue.record(
          "\(name) has revision \(print.number) and was recorded under \(known.number): run 'make fingerprints'")
        continue
      }
      #expect(
        print.agrees(with: known),
        "\(name): what is computed has changed; raise the number in 'static let revision', then 'make fingerprints'")
    }
  }
}

/// What one stage made under one of its settings.
struct Fingerprint: Codable {
  /// The revision's number.
  let number: Int
  /// Its libraries.
  let libraries: String
  /// SHA-256 over all that was computed, where that is the same on every processor.
  var sha256: String?
  /// Numbers that sum up a model's arrays, where last digits depend on the processor.
  var sums: [Double]?

  /// Whether the same was computed: to the bit, or to a thousandth for a model.
  func agrees(with other: Fingerprint) -> Bool {
    guard sha256 == other.sha256, (sums == nil) == (other.sums == nil) else { return false }
    let (a, b) = (sums ?? [], other.sums ?? [])
    return a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-3 * max(abs($0), abs($1), 1e-2) }
  }
}

/// The fixture: a small corpus through every stage that rows or models are reused of, under settings that touch every
/// transform, family, layout and model.
enum Fingerprints {
  private static let path = Programs.checkout + "/Tests/Fixtures/fingerprints.json"

  static func recorded() throws -> [String: Fingerprint] {
    try JSONDecoder().decode([String: Fingerprint].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static func record(_ found: [String: Fingerprint]) throws {
    for (name, known) in (try? recorded()) ?? [:] {
      guard let print = found[name], print.libraries == known.libraries, print.number == known.number else { continue }
      guard print.agrees(with: known) else {
        Issue.record("\(name): what is computed has changed under revision \(known.number); raise that number first")
        return
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(found) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
  }

  /// Runs the stages.
  static func taken() throws -> [String: Fingerprint] {
    let workshop = try Workshop()
    try workshop.synthesize(clips: 16)
    var prints: [String: Fingerprint] = [:]
    // Every processor that Lilt runs on has these instructions, so that models agree from machine to machine.
    let plain = ["DNNL_MAX_CPU_ISA": "AVX2", "OPENBLAS_CORETYPE": "Haswell"]
    func make(_ stage: TestedStage, as name: String) throws {
      try workshop.make(stage)
      prints["\(stage.name): \(name)"] = try fingerprint(of: workshop.scratch.file(stage.output))
    }
    try make(.ingest, as: "a corpus")
    for (name, settings) in cleanings { try make(.clean.set(settings), as: name) }
    try make(.augment.set(transforms), as: "every transform")
    for (name, features) in features { try make(.features.set("{ \"features\": \(features) }"), as: name) }
    for (name, layout, model) in models {
      try workshop.make(.features.set("{ \"features\": \(layout) }"))
      try workshop.make(.split)
      let training = TestedStage.train.set("{ \"split\": \"honest\", \"train\": \(model) }")
      let outcome = try run(training.program, workshop.arguments(for: training, jobs: 1), environment: plain)
      guard outcome.status == 0 else { throw Mishap(outcome) }
      prints["train: \(name)"] = try fingerprint(of: workshop.scratch.file("train/train/fold0.h5"))
    }
    return prints
  }

  /// The last one is what the later stages go on with.
  private static let cleanings = [
    (
      "every step",
      #"""
      { "rate": 11025, "offset": 0.1, "duration": 1.5, "short": "pad", "dc": true, "trim": { "topDb": 30 }, "mask": {},
        "level": { "peak": -3 }, "preEmphasis": {} }
      """#
    ),
    ("16 kHz", #"{ "rate": 16000 }"#),
  ]

  private static let transforms = #"""
    { "seed": 5, "augment": ["original", { "noise": { "amplitude": 0.02 } }, { "noise": { "snr": 10 } }, "stretch",
      "pitch", "speed", { "shift": { "seconds": 0.1 } }, "gain", "vtlp", "telephone", "reverb",
      { "chain": ["gain", "telephone"] }] }
    """#

  private static let functionals =
    #"["mean", "std", "min", "max", "median", "q1", "q3", "skewness", "kurtosis", "slope"]"#

  private static let features = [
    (
      "every family, in sequence",
      #"""
      { "frame": { "size": 512, "hop": 256 }, "stack": ["bandwidth", "centroid", "chroma", "chromaCens", "chromaCqt",
        { "contrast": { "bands": 5 } }, "delta", { "delta": { "method": "regression", "width": 5 } }, "flatness", "flux",
        { "mel": { "bands": 64 } }, { "mel": { "bands": 40, "unit": "db" } }, "mfcc", "onset", "poly", "rms", "rolloff",
        "stft", "tonnetz", "zcr"], "layout": "sequence" }
      """#
    ),
    (
      "every functional",
      #"""
      { "frame": { "size": 512, "hop": 256 }, "stack": ["mfcc", "rms", "zcr"],
        "layout": { "statistics": { "functionals": \#(functionals) } } }
      """#
    ),
    (
      "the families of speech recognition",
      #"{ "stack": ["fbank", "logFbank", "ssc", "psfMfcc"], "layout": "sequence" }"#
    ),
    ("modulation spectra", #"{ "stack": ["msf"], "layout": "statistics" }"#),
    ("a whole clip at once", #"{ "stack": ["fft", "zeroCrossings"], "layout": "statistics" }"#),
    ("windows", #"{ "frame": { "size": 512, "hop": 256 }, "stack": ["mfcc"], "layout": "windows" }"#),
    (
      "windows at random",
      #"{ "frame": { "size": 512, "hop": 256 }, "stack": ["mfcc"], "layout": { "windows": { "random": true } } }"#
    ),
  ]

  private static let flat =
    #"{ "frame": { "size": 512, "hop": 256 }, "stack": ["mfcc", "rms", "zcr"], "layout": "statistics" }"#
  private static let timed = #"{ "frame": { "size": 512, "hop": 1024 }, "stack": ["mfcc"], "layout": "sequence" }"#
  private static let pictured =
    #"{ "frame": { "size": 512, "hop": 1024 }, "stack": [{ "mel": { "bands": 32 } }], "layout": "image" }"#

  /// Name, features, training.
  private static let models: [(String, String, String)] = [
    ("mlp", flat, network(#"{ "mlp": { "hidden": [16] } }"#)),
    (
      "cnn1d", timed,
      network(#"{ "cnn1d": { "blocks": [{ "filters": 8, "dropout": 0.1 }, { "filters": 8 }], "dense": 8 } }"#)
    ),
    ("cnn2d", pictured, network(#"{ "cnn2d": { "filters": [4, 4], "dense": 8 } }"#)),
    ("cnnBiLSTM", timed, network(#"{ "cnnBiLSTM": { "filters": [4, 4, 4], "units": [8, 8], "dense": 8 } }"#)),
    ("windowLSTM", timed, network(#"{ "windowLSTM": { "units": [8, 8] } }"#)),
    ("windowCNN", timed, network(#"{ "windowCNN": { "filters": [4, 4, 4, 4], "dense": [8, 8] } }"#)),
    ("logistic", flat, #"{ "model": "logistic" }"#), ("svm", flat, #"{ "model": "svm" }"#),
    ("lda", flat, #"{ "model": "lda" }"#), ("nearestMean", flat, #"{ "model": "nearestMean" }"#),
  ]

  private static func network(_ name: String) -> String {
    #"{ "model": \#(name), "epochs": 2, "batch": 16, "checkpoint": "last", "scaler": "standard" }"#
  }

  private static func fingerprint(of path: String) throws -> Fingerprint {
    let file = try InputFile(path, expecting: Schema.all)
    let revision = try file.text("revision", of: "/")
    let words = revision.split(separator: " ", maxSplits: 2)
    var print = Fingerprint(number: try #require(Int(words[1])), libraries: String(words[2]))
    if file.schema == .model { print.sums = try sums(of: file) } else { print.sha256 = try digest(of: file) }
    return print
  }

  /// Over every dataset but for keys, which hash the revision itself.
  private static func digest(of file: InputFile) throws -> String {
    var bytes = Data()
    for path in file.datasetPaths where !path.hasSuffix("/key") {
      bytes += Data("\(path) \(file.shape(of: path) ?? [])\n".utf8)
      switch file.type(of: path) {
      case .text: bytes += Data(try file.texts(path).joined(separator: "\n").utf8)
      case .float32: bytes += try file.array(path, of: Float.self).withUnsafeBytes { Data($0) }
      case .float64: bytes += try file.array(path, of: Double.self).withUnsafeBytes { Data($0) }
      case .int64: bytes += try file.array(path, of: Int64.self).withUnsafeBytes { Data($0) }
      default: Issue.record("\(path) holds numbers of a type that no fingerprint is taken of")
      }
    }
    return bytes.withUnsafeBytes { Digest(of: $0).description }
  }

  /// Mean of squares and first value of every array of weights.
  private static func sums(of file: InputFile) throws -> [Double] {
    try file.datasetPaths.filter { $0.hasPrefix("/model/") || $0.hasPrefix("/scaler/") }.flatMap { path in
      let values: [Double]
      switch file.type(of: path) {
      case .float32: values = try file.array(path, of: Float.self).map(Double.init)
      case .float64: values = try file.array(path, of: Double.self)
      default: return [Double]()
      }
      return [(values.reduce(0) { $0 + $1 * $1 } / Double(max(values.count, 1))).squareRoot(), values.first ?? 0]
    }
  }
}
