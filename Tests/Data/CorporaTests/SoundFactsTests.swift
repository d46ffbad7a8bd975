import Audio
import Determinism
import Testing

@testable import Corpora

@Suite struct SoundFactsTests {
  @Test func `levels of a sine are those of the formula`() {
    let facts = SoundFacts(of: Recording(rate: 16_000, int16: tone(400, amplitude: 0.5)))
    #expect(abs(facts.peak - 0.5) < 1e-4)
    #expect(abs(facts.rms - 0.5 / 2.0.squareRoot()) < 1e-4)
    #expect(abs(facts.offset) < 1e-6)
    #expect(facts.frames == 1_600)
    #expect(facts.seconds == 0.1)
  }

  @Test func `the most negative sample is a full scale of exactly 1`() {
    let facts = SoundFacts(of: Recording(rate: 8_000, int16: [-32_768, 32_767, 0]))
    #expect(facts.peak == 1)
    #expect(facts.clipped == 2)
  }

  /// `hashlib.sha256(numpy.array([1, -2, 3], dtype="<i2").tobytes()).hexdigest()`
  @Test func `the hash is that of the 16-bit samples`() {
    let expected = "eb02cf7aed9af24e17f63e4c6af9c4fb6ca6122c8d4f3ca33763b5e211e38d7b"
    let facts = SoundFacts(of: Recording(rate: 8_000, int16: [1, -2, 3]))
    #expect(facts.sha256 == expected)
  }

  @Test(arguments: [1, 15, 16, 17, 100])
  func `sums are exact at any length`(count: Int) {
    let samples = (0..<count).map { Int16(truncatingIfNeeded: $0 &* 7_919 &- 32_768) }
    let facts = SoundFacts(of: Recording(rate: 8_000, int16: samples))
    let exact = samples.map { Double($0) / 32_768 }
    #expect(facts.offset == exact.reduce(0, +) / Double(count))
    #expect(facts.rms == (exact.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot())
    #expect(facts.peak == exact.map(abs).max())
    #expect(facts.clipped == samples.filter { $0 == .max || $0 == .min }.count)
  }

  @Test func `the same samples as floats have the same hash, finer ones another`() {
    let narrow: [Int16] = [100, -32_768, 32_767, 0]
    let wide = narrow.map { Float($0) / 32_768 }
    let a = SoundFacts(of: Recording(rate: 8_000, int16: narrow))
    let b = SoundFacts(of: Recording(rate: 8_000, float: wide))
    let c = SoundFacts(of: Recording(rate: 8_000, float: wide.map { $0 * 0.999 }))
    #expect(a.sha256 == b.sha256)
    #expect(a.peak == b.peak && a.rms == b.rms && a.offset == b.offset && a.clipped == b.clipped)
    #expect(c.sha256 != a.sha256)
  }

  @Test func `leading zeros are counted in frames, up to the whole clip`() {
    #expect(SoundFacts(of: Recording(rate: 1, int16: [0, 0, 5, 0])).leadingZeros == 2)
    #expect(SoundFacts(of: Recording(rate: 1, channels: 2, int16: [0, 0, 0, 5])).leadingZeros == 1)
    #expect(SoundFacts(of: Recording(rate: 1, int16: [0, 0])).leadingZeros == 2)
    #expect(SoundFacts(of: Recording(rate: 1, float: [0, -0.0, 1e-9])).leadingZeros == 2)
  }

  @Test func `floats that are not finite count apart and spoil no sum`() {
    let facts = SoundFacts(of: Recording(rate: 1, float: [0.25, .nan, -.infinity, 0.75]))
    #expect(facts.notFinite == 2)
    #expect(facts.peak == 0.75)
    #expect(facts.offset == 0.5)
  }

  @Test func `nothing at all has levels of zero`() {
    let facts = SoundFacts(of: Recording(rate: 1, int16: []))
    #expect(facts.peak == 0 && facts.rms == 0 && facts.offset == 0 && facts.channelsAreEqual)
  }
}
