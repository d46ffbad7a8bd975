import Glibc
import Testing

@testable import Signal

@Suite struct LinearPredictionTests {
  @Test func `the predictor of a resonance is the resonance`() {
    // Autocorrelation of the impulse response of 1 / (1 - 2r cos θ z⁻¹ + r² z⁻²), added up directly.
    let (radius, angle) = (0.95, 0.7)
    let (one, two) = (-2 * radius * cos(angle), radius * radius)
    var response = [1.0, -one]
    for n in 2..<4000 { response.append(-one * response[n - 1] - two * response[n - 2]) }
    let r = (0...6).map { lag in (lag..<response.count).reduce(0.0) { $0 + response[$1] * response[$1 - lag] } }
    let found = LinearPrediction.coefficients(autocorrelation: r)
    for (a, b) in zip(found, [1, one, two, 0, 0, 0, 0]) { #expect(abs(a - b) < 1e-9) }
  }

  @Test func `silence, a constant and what is no autocorrelation have predictors as well`() {
    #expect(LinearPrediction.coefficients(autocorrelation: [0, 0, 0]) == [1, 0, 0])
    #expect(LinearPrediction.coefficients(autocorrelation: []) == [])
    #expect(!LinearPrediction.coefficients(autocorrelation: [1, 1, 1]).contains { !$0.isFinite })
    #expect(!LinearPrediction.coefficients(autocorrelation: [1, 3, -7]).contains { !$0.isFinite })
  }
}

@Suite struct HilbertTests {
  @Test(arguments: [150.0, 1000, 7900])
  func `the Hilbert transform of a cosine is the sine, over blocks as well`(frequency: Double) {
    let count = 3 * HilbertTransform.block
    let clip = (0..<count).map { Float(cos(2 * .pi * frequency * Double($0) / 16_000)) }
    let hilbert = HilbertTransform()
    clip.withUnsafeBufferPointer { clip in
      for first in [HilbertTransform.block / 2, HilbertTransform.block + 77] {
        let result = hilbert(clip, from: first)
        for i in stride(from: 0, to: HilbertTransform.block, by: 97) {
          #expect(abs(Double(result[i]) - sin(2 * .pi * frequency * Double(first + i) / 16_000)) < 2e-3)
        }
      }
    }
  }

  @Test(arguments: [7600.0, 7900, 8000])
  func `a band near half the rate has the envelope of its tone`(centre: Double) {
    let bank = GammatoneBank(frequencies: [centre], rate: 16_000, factor: 8)
    let clip = (0..<16_000).map { Float(0.5 * sin(2 * .pi * 7900 * Double($0) / 16_000)) }
    let envelope = AuditoryTests.envelopes(bank, of: clip)[0][400..<1600]
    // The gammatone's formula, and no beat with a mirror image at 8100 Hz.
    let width = 1.019 * GammatoneBank.bandwidth(centre)
    let gain = pow(1 + pow((7900 - centre) / width, 2), -2)
    for value in envelope { #expect(abs(Double(value) - 0.5 * gain) < 0.005) }
  }
}
