import Glibc
import Testing

@testable import Features

@Suite struct ModulationTests {
  /// A tone at 1 kHz whose loudness swings 8 times a second.
  static let clip = (0..<32_000).map { n -> Float in
    let t = Double(n) / 16_000
    return Float(0.4 * (1 + 0.8 * sin(2 * .pi * 8 * t)) * sin(2 * .pi * 1000 * t))
  }

  @Test func `a tone that swings eight times a second shows in its band and at eight hertz`() throws {
    let extractor = try Extractor(FeatureSettings([Msf()]), rate: 16_000)
    #expect(extractor.features[0].rows.count == 95 + 15 + 12)
    try Self.clip.withUnsafeBufferPointer { clip in
      try extractor.withValues(of: 0, for: clip) { values in
        // 1 + ceil((2 - 0.256) / 0.064) frames.
        #expect(values.columns == 29)
        let t = 14
        let energies = (0..<95).map { values[$0, t] }
        #expect(abs(energies.reduce(0, +) - 1) < 1e-5)
        let loudest = energies.firstIndex(of: energies.max() ?? 0) ?? 0
        #expect(extractor.features[0].rows[loudest].name == "msf_energy_7_1")
        // The centroid over acoustic bands, counted from 1, of the modulation band at 8 Hz.
        #expect(abs(values[95 + 10 + 1, t] - 8) < 0.5)
        // Almost all energy of the group of bands 4 to 8 lies in modulation band 2, counted from 1.
        #expect(abs(values[95 + 15 + 1, t] - 2) < 0.5)
      }
    }
  }

  @Test func `statistics over frames give the vector of the paper`() throws {
    let settings = FeatureSettings([Msf()], layout: StatisticsLayout([.mean, .std]))
    let axes = try Extractor(settings, rate: 16_000).plan(for: []).axes
    #expect(axes.count == 2 * 122 && axes.features[0].name == "msf_energy_0_0_mean")
  }

  @Test func `bands beyond half the rate are refused`() throws {
    #expect {
      _ = try Extractor(FeatureSettings([Msf()]), rate: 8000)
    } throws: {
      "\($0)" == "cannot compute 'msf': bands up to 8000.0 Hz need a rate of 16000.0 Hz, found 8000.0"
    }
  }
}
