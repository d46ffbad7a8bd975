import Settings
import Signal
import Testing

@testable import Features

/// Every family against librosa 0.11.0 and python_speech_features 0.6 on a chirp, noise and a vowel.
///
/// The bound is 1e-5 where values are well-conditioned or both sides calculate in double precision; measured errors are
/// around 1e-7. It is 1e-3 where single precision is not enough for that, which is said beside the case.
@Suite struct ReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let family: any Family
    var bound = 1e-5
    var testDescription: String { name }
  }

  static func family(_ text: String) -> any Family {
    do {
      return try FeatureSettings(parsing: Array("{ stack: [\(text)] }".utf8)).stack[0].family
    } catch {
      Issue.record(error)
      return Zcr()
    }
  }

  static let librosa: [Case] = [
    Case(name: "abs(librosa.stft)", family: Stft()),
    Case(name: "librosa.feature.melspectrogram", family: Mel()),
    Case(name: "librosa.power_to_db(melspectrogram)", family: family("{ mel: { unit: 'db' } }")),
    Case(
      name: "librosa.power_to_db(melspectrogram, ref=max)", family: family("{ mel: { unit: 'db', reference: 'max' } }")),
    Case(name: "librosa.feature.mfcc", family: Mfcc()),
    Case(name: "librosa.feature.mfcc n_mfcc=40", family: Mfcc(count: 40)),
    Case(name: "librosa.feature.mfcc n_mfcc=13 n_mels=40", family: family("{ mfcc: { count: 13, mels: 40 } }")),
    Case(name: "librosa.feature.delta(mfcc20)", family: Delta()),
    Case(name: "librosa.feature.delta(mfcc20) order=2", family: Delta(of: Mfcc(), order: 2)),
    Case(name: "librosa.feature.zero_crossing_rate", family: Zcr()),
    Case(name: "librosa.feature.rms", family: Rms()),
    Case(name: "librosa.feature.rms(S)", family: family("{ rms: { from: 'spectrum' } }")),
    Case(name: "librosa.feature.chroma_stft", family: Chroma()),
    Case(name: "librosa.feature.chroma_stft tuning=0", family: family("{ chroma: { tuning: 0 } }")),
    Case(name: "librosa.feature.chroma_cqt", family: ChromaCqt()),
    Case(name: "librosa.feature.chroma_cqt tuning=0", family: family("{ chromaCqt: { tuning: 0 } }")),
    Case(name: "librosa.feature.tonnetz", family: Tonnetz()),
    Case(name: "librosa.feature.chroma_cens", family: ChromaCens()),
    Case(name: "librosa.feature.tonnetz(chroma=chroma_stft)", family: family("{ tonnetz: { chroma: 'stft' } }")),
    Case(name: "librosa.feature.spectral_centroid", family: Centroid()),
    Case(name: "librosa.feature.spectral_bandwidth", family: Bandwidth()),
    Case(name: "librosa.feature.spectral_rolloff", family: Rolloff()),
    Case(name: "librosa.feature.spectral_contrast", family: Contrast()),
    Case(name: "librosa.feature.spectral_flatness", family: Flatness()),
    Case(name: "librosa.feature.poly_features", family: Poly()),
    // Rises of a few dB are differences of levels 60 dB down, where single precision leaves 1e-6 of a level.
    Case(name: "librosa.onset.onset_strength", family: Onset(), bound: 1e-3),
  ]

  @Test(arguments: librosa)
  func `each family gives what librosa gives`(_ reference: Case) throws {
    let file = try Reference()
    let extractor = try Extractor(FeatureSettings([reference.family]), rate: Signals.rate)
    for signal in ["chirp", "noise", "vowel"] {
      let table = try file["\(signal)/\(reference.name)"]
      let ours = try columns(table, of: file.signal(signal), extractor)
      #expect(relativeError(ours, table.values) <= reference.bound, "\(signal)")
    }
  }

  static let speech: [(name: String, family: String)] = [
    ("psf.mfcc", "{ psfMfcc: { bank: BANK } }"),
    ("psf.fbank", "{ fbank: { bank: BANK } }"),
    ("psf.logfbank", "{ logFbank: { bank: BANK } }"),
  ]

  @Test(arguments: ["chirp", "noise", "vowel"])
  func `the families of python_speech_features give what it gives`(signal: String) throws {
    let file = try Reference()
    let clip = try file["16k/\(signal)"].values
    func check(_ name: String, _ family: String) throws {
      let extractor = try Extractor(FeatureSettings([Self.family(family)]), rate: 16_000)
      let table = try file["\(signal)/\(name)"]
      #expect(relativeError(try columns(table, of: clip, extractor), table.values) <= 1e-5, "\(name)")
    }
    for (tag, bank) in [("", "{}"), (" int16", "{ scale: 32768 }")] {
      for (name, family) in Self.speech {
        try check(name + tag, family.replacing("BANK", with: bank))
      }
    }
    try check("psf.ssc", "'ssc'")
    try check("psf.delta(mfcc,2)", "{ delta: { of: 'psfMfcc', method: 'regression', width: 5 } }")
  }

  @Test func `all families in one stack give what each gives alone`() throws {
    let (file, signal) = (try Reference(), "vowel")
    let families = Self.librosa.map(\.family)
    let together = try Extractor(FeatureSettings(families), rate: Signals.rate)
    let clip = try file.signal(signal)
    for (i, reference) in Self.librosa.enumerated() {
      let table = try file["\(signal)/\(reference.name)"]
      let ours = try columns(table, of: clip, together, family: i)
      #expect(relativeError(ours, table.values) <= reference.bound, "\(reference.name)")
    }
  }

  @Test(arguments: ["chirp", "noise", "vowel"])
  func `signals computed here are those of the reference`(signal: String) throws {
    let file = try Reference()
    #expect(relativeError(Array(try file.signal(signal).prefix(256)), try file["head/\(signal)"].values) < 1e-7)
  }

  /// The columns of a family's values that the reference kept, row by row.
  private func columns(
    _ table: Reference.Table, of clip: [Float], _ extractor: Extractor, family: Int = 0
  ) throws -> [Float] {
    try clip.withUnsafeBufferPointer { clip in
      try extractor.withValues(of: family, for: clip) { matrix in
        (0..<matrix.rows).flatMap { r in table.frames.map { $0 < matrix.columns ? matrix[r, $0] : .nan } }
      }
    }
  }
}
