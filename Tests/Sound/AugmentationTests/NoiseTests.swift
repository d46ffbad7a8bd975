import Audio
import Determinism
import Glibc
import Settings
import Testing

@testable import Augmentation

@Suite struct NoiseTests {
  private func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
    var random = Random(Seed(seed))
    var gaussian = Gaussian(using: &random)
    var samples = [Float](repeating: 0, count: count)
    gaussian.add(to: &samples, deviation: 1)
    return samples
  }

  @Test func `noise has the moments of a normal distribution`() {
    let n = 200_000
    let x = noise(n).map(Double.init)
    func moment(_ k: Int) -> Double { x.reduce(0) { $0 + pow($1, Double(k)) } / Double(n) }
    // Four standard errors: of the mean 1 / √n, of the second to fourth moments √2, √15 and √96 over √n.
    let error = 4 / Double(n).squareRoot()
    #expect(abs(moment(1)) < error)
    #expect(abs(moment(2) - 1) < 1.42 * error)
    #expect(abs(moment(3)) < 3.88 * error)
    #expect(abs(moment(4) - 3) < 9.8 * error)
  }

  @Test func `noise is distributed as the error function says`() {
    let x = noise(100_000).sorted()
    // Kolmogorov and Smirnov: above 1.95 / √n once in a thousand.
    let distance = x.enumerated().map { i, value in
      abs(0.5 * erfc(-Double(value) / 2.0.squareRoot()) - (Double(i) + 0.5) / Double(x.count))
    }
    #expect(distance.max()! < 1.95 / Double(x.count).squareRoot())
    #expect(x.last! > 3.5 && x.first! < -3.5)
  }

  @Test func `neighbouring samples, and those of one draw, are unrelated`() {
    let x = noise(100_000)
    for lag in [1, 2, 7, 8, 15, 16] {
      let together = zip(x, x.dropFirst(lag)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let squares = zip(x, x.dropFirst(lag)).reduce(0) { $0 + Double($1.0 * $1.0) * Double($1.1 * $1.1) }
      #expect(abs(together / Double(x.count)) < 4 / Double(x.count).squareRoot())
      #expect(abs(squares / Double(x.count) - 1) < 4 * 8.0.squareRoot() / Double(x.count).squareRoot())
    }
  }

  @Test func `a shorter sound gets the beginning of a longer one's noise`() {
    let long = noise(64)
    for count in [0, 1, 8, 9, 16, 31, 48] { #expect(noise(count) == Array(long.prefix(count))) }
  }

  @Test func `the notebooks' noise has the deviation of its formula`() throws {
    let clip = Waveform(samples: (0..<40000).map { 0.8 * sin(Float($0)) }, rate: 16000)
    for id in ["a", "b", "c"] {
      let planned = try #require(
        AugmentationPlan(try Augmenting(parsing: "['noise']".utf8), seed: Seed(1)).variants(of: id).first)
      guard case .fixed(let share)? = (planned.transform as? Noise)?.amplitude else {
        Issue.record("not drawn"); return
      }
      let found = try Augmenter(Augmenting()).make(planned, of: clip).waveform.samples
      let added = Waveform(samples: zip(found, clip.samples).map(-), rate: 16000)
      #expect(abs(added.level / (share * Double(clip.largest)) - 1) < 0.02)
    }
  }

  @Test func `a signal-to-noise ratio is met`() throws {
    let clip = Waveform(samples: (0..<40000).map { 0.1 * sin(Float($0)) }, rate: 16000)
    var noise = Noise()
    noise.snr = .fixed(15)
    var random = Random(Seed(3))
    var sound = clip
    noise.apply(to: &sound, random: &random, workbench: Workbench())
    let added = Waveform(samples: zip(sound.samples, clip.samples).map(-), rate: 16000)
    #expect(abs(20 * log10(clip.level / added.level) - 15) < 0.15)
  }
}
