import Settings
import Testing

@testable import Features

/// Every row of every family against librosa in double precision, on sound in which single precision shows: upsampled,
/// where the upper bands hold nothing but rounding; very quiet; silent.
@Suite struct PrecisionTests {
  /// Bounds on each row's relative error. A transform in single precision misses the first by five orders of magnitude.
  static let families: [(recipe: String, bound: Double)] = [
    ("'mel'", 1e-6), ("{ mel: { power: 1 } }", 1e-6), ("{ mel: { unit: 'db', topDb: null } }", 1e-6),
    ("'mfcc'", 3e-6), ("{ mfcc: { count: 40, topDb: null } }", 3e-6), ("'delta'", 3e-6),
    ("'stft'", 1e-6), ("{ stft: { unit: 'db' } }", 1e-6), ("{ chroma: { tuning: 0 } }", 1e-6),
    // soxr halves the rate in single precision here, as librosa does with sound in single precision.
    ("{ chromaCqt: { tuning: 0 } }", 1e-5),
    ("'centroid'", 1e-6), ("'bandwidth'", 1e-6), ("'rolloff'", 1e-6), ("'contrast'", 1e-6),
    // The exponential of a sum of logarithms: an error of 1e-7 of a logarithm near -20 is 2e-6 of it.
    ("'flatness'", 5e-6),
    ("'poly'", 1e-6), ("'rms'", 1e-6), ("{ rms: { from: 'spectrum' } }", 1e-6), ("'zcr'", 1e-6), ("'onset'", 3e-6),
  ]

  /// The samples of one of the fixture's sounds.
  private func sound(_ name: String, in reference: Reference) throws -> [Float] {
    switch name {
    case "silent 22050": [Float](repeating: 0, count: 11_025)
    case "quiet 22050": try reference["signal/upsampled 22050"].values.map { $0 * 1e-4 }
    default: try reference["signal/\(name)"].values
    }
  }

  @Test(arguments: ["upsampled 22050", "upsampled 48000", "quiet 22050", "silent 22050"])
  func `each row is librosa's in double precision`(name: String) throws {
    let reference = try Reference("Precision/precision")
    let clip = try sound(name, in: reference)
    let rate: Double = name.hasSuffix("48000") ? 48_000 : 22_050
    for (recipe, bound) in Self.families {
      let table = try reference["\(name)/\(recipe)"]
      let extractor = try Extractor(FeatureSettings([ReferenceTests.family(recipe)]), rate: rate)
      let step = recipe.contains("stft") ? 16 : 1
      let ours = try clip.withUnsafeBufferPointer { clip in
        try extractor.withValues(of: 0, for: clip) { matrix in
          stride(from: 0, to: matrix.rows, by: step).map { r in table.frames.map { matrix[r, $0] } }
        }
      }
      #expect(ours.count == table.rows, "\(recipe)")
      // Of rows that are nothing, such as a cosine transform of equals, what is left is rounding of the whole.
      let largest = max(table.values.lazy.map(abs).max() ?? 0, 1e-3)
      for (r, row) in ours.enumerated() {
        let theirs = table.values[r * table.columns..<(r + 1) * table.columns]
        let error = distance(row, theirs)
        let size = distance([Float](repeating: 0, count: row.count), theirs)
        #expect(error <= bound * size + 1e-9 * Double(largest), "row \(r) of \(recipe): \(error / size)")
      }
    }
  }

  private func distance(_ a: [Float], _ b: ArraySlice<Float>) -> Double {
    zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }.squareRoot()
  }

  @Test func `a mel row that shares its spectrum is the one that it is alone`() throws {
    let reference = try Reference("Precision/precision")
    let clip = try sound("upsampled 22050", in: reference)
    func mel(beside others: [any Family]) throws -> [Float] {
      let extractor = try Extractor(FeatureSettings(others + [Mel()]), rate: 22_050)
      return try clip.withUnsafeBufferPointer { clip in
        try extractor.withValues(of: others.count, for: clip) { matrix in
          (0..<matrix.rows).flatMap { r in (0..<matrix.columns).map { matrix[r, $0] } }
        }
      }
    }
    #expect(try mel(beside: []) == mel(beside: [Chroma(), Contrast(), Stft(), Flatness()]))
  }
}
