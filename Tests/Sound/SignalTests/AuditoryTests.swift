import Glibc
import Testing

@testable import Signal

@Suite struct AuditoryTests {
  static func tone(_ frequency: Double, seconds: Double = 1, rate: Double = 16_000) -> [Float] {
    (0..<Int(seconds * rate)).map { Float(sin(2 * .pi * frequency * Double($0) / rate)) }
  }

  static func envelopes(_ bank: borrowing GammatoneBank, of clip: [Float]) -> [[Float]] {
    let (count, bands) = (bank.count(samples: clip.count), bank.frequencies.count)
    var result = [Float](repeating: 0, count: count * bands)
    clip.withUnsafeBufferPointer { bank.envelopes(of: $0, to: &result) }
    return (0..<bands).map { b in (0..<count).map { result[$0 * bands + b] } }
  }

  @Test func `bandwidths are those of Glasberg and Moore`() {
    #expect(abs(GammatoneBank.bandwidth(1000) - 132.639) < 1e-3)
    let frequencies = AuditoryScale.erb.frequencies(19, from: 125, to: 8000)
    #expect(abs(frequencies[0] - 125) < 1e-9 && abs(frequencies[18] - 8000) < 1e-6)
    #expect(zip(frequencies, frequencies.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `a tone's envelope is its amplitude, and off the centre less by the gammatone's formula`() {
    let bank = GammatoneBank(frequencies: [500, 1000, 1100, 1500], rate: 16_000, factor: 8)
    let envelopes = Self.envelopes(bank, of: Self.tone(1000))
    for (b, centre) in bank.frequencies.enumerated() {
      let width = 1.019 * GammatoneBank.bandwidth(centre)
      let gain = pow(1 + pow((1000 - centre) / width, 2), -2)
      let steady = envelopes[b][1500..<1900].reduce(0, +) / 400
      #expect(abs(Double(steady) - gain) < 0.01, "\(centre) Hz")
    }
  }

  @Test func `a modulation filter passes its own frequency and little of others`() {
    let bank = ModulationBank(frequencies: [4, 8, 16, 32, 64], rate: 2000)
    func level(of frequency: Double, through index: Int) -> Double {
      let x = Self.tone(frequency, seconds: 4, rate: 2000)
      var y = [Double](repeating: 0, count: x.count)
      bank.filter(index, x, to: &y, count: x.count, bands: 1)
      return y[4000...].map(abs).max() ?? 0
    }
    for (index, frequency) in bank.frequencies.enumerated() {
      #expect(abs(level(of: frequency, through: index) - 1) < 0.01)
      // A resonance of quality 2 an octave away: 1 / sqrt(1 + 4 (2 - 1/2)²).
      #expect(abs(level(of: 2 * frequency, through: index) - 0.316) < 0.01)
    }
    #expect(ModulationBank.frequencies(5, from: 4, to: 64).map { $0.rounded() } == [4, 8, 16, 32, 64])
  }
}
