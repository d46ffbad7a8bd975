import Audio
import Determinism
import FoundationEssentials
import TestSupport
import Testing

@testable import Augmentation

/// Formants move as far as they are asked to, as Praat sees it; `Fixtures/Formants/make_formants.py` made the vowels.
@Suite struct TractLengthTests {
  struct Vowel: Decodable {
    let vowel: String
    let first: Int
    let count: Int
    let formants: [Double]
    let praat: [Double]
    let moved: [String: [Double]]
  }

  private let vowels: [(Vowel, samples: [Float])]

  init() throws {
    let folder = URL(filePath: Checkout.fixture("Formants"))
    let samples = try Data(contentsOf: folder.appending(path: "vowels.s16")).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 2).map {
        Float(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int16.self))) / 32768
      }
    }
    vowels = try JSONDecoder().decode([Vowel].self, from: Data(contentsOf: folder.appending(path: "formants.json")))
      .map { ($0, Array(samples[$0.first..<$0.first + $0.count])) }
  }

  private func moved(_ samples: [Float], by factor: Double, rate: Int = 16_000) -> [Float] {
    var tract = TractLength()
    tract.factor = .fixed(factor)
    var sound = Waveform(samples: samples, rate: rate)
    var random = Random(Seed(1))
    tract.apply(to: &sound, random: &random, workbench: Workbench())
    return sound.samples
  }

  private func error(_ found: [Double], _ expected: [Double]) -> Double {
    zip(found, expected).map { abs($0 / $1 - 1) }.max() ?? .infinity
  }

  @Test func `formants are measured here as Praat measures them`() throws {
    for (vowel, samples) in vowels {
      let found = try Formants.medians(of: samples, rate: 16_000, ceiling: 5500)
      #expect(error(found, vowel.praat) < 0.005, "\(vowel.vowel): \(found)")
      #expect(error(found, vowel.formants) < 0.02, "\(vowel.vowel): \(found)")
    }
  }

  @Test(arguments: [0.9, 1.1])
  func `formants move by the whole factor`(factor: Double) throws {
    for (vowel, samples) in vowels {
      let found = try Formants.medians(of: moved(samples, by: factor), rate: 16_000, ceiling: 5500 * factor)
      #expect(error(found, vowel.praat.map { $0 * factor }) < 0.015, "\(vowel.vowel): \(found)")
      // And so they stand where those of a vowel do that was made with other formants.
      let elsewhere = try #require(vowel.moved["\(factor)"])
      #expect(error(found, elsewhere) < 0.015, "\(vowel.vowel): \(found)")
    }
  }

  @Test(arguments: [11_025, 22_050, 48_000])
  func `they do so at other rates as well`(rate: Int) throws {
    for (vowel, samples) in vowels {
      let other = try Resampler.resample(samples, from: 16_000, to: Double(rate))
      let before = try Formants.medians(of: other, rate: rate, ceiling: 5000)
      let after = try Formants.medians(of: moved(other, by: 0.85, rate: rate), rate: rate, ceiling: 5000 * 0.85)
      #expect(error(after, before.map { $0 * 0.85 }) < 0.025, "\(vowel.vowel): \(before) \(after)")
    }
  }

  @Test func `a factor of 1 changes nothing, and empty bands stay empty`() throws {
    for (vowel, samples) in vowels {
      #expect(largestDifference(moved(samples, by: 1), samples) < 1e-6, "\(vowel.vowel)")
      let upsampled = try Resampler.resample(samples, from: 16_000, to: 48_000)
      let high = try Resampler.resample(moved(upsampled, by: 0.9, rate: 48_000), from: 48_000, to: 16_000)
      #expect(!high.contains { !(abs($0) < 1) }, "\(vowel.vowel)")
    }
  }
}
