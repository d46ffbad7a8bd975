import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Signal

@Suite struct PhaseVocoderTests {
  private func stretched(_ clip: [Float], rate: Double) -> [Float] {
    let vocoder = PhaseVocoder()
    return [Float](unsafeUninitializedCapacity: PhaseVocoder.count(clip.count, rate: rate)) { target, filled in
      clip.withUnsafeBufferPointer { vocoder.stretch($0, rate: rate, into: target) }
      filled = target.count
    }
  }

  /// What librosa returns, from `Tests/Fixtures/PhaseVocoder/make.py`.
  private func reference(_ name: String) throws -> [Float] {
    let folder = URL(filePath: Checkout.fixture("PhaseVocoder"))
    let index = try JSONDecoder().decode(
      [String: [Int]].self, from: Data(contentsOf: folder.appending(path: "vocoder.json")))
    let place = try #require(index[name])
    return try Data(contentsOf: folder.appending(path: "vocoder.f32")).withUnsafeBytes { all in
      (place[0]..<place[0] + place[1]).map { all.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  private func decibels(of error: [Float], under signal: [Float]) -> Float {
    func power(_ x: [Float]) -> Float { x.reduce(0) { $0 + $1 * $1 } }
    return 10 * log10(power(signal) / power(error))
  }

  @Test(arguments: ["noise", "vowel", "chirp"], [0.8, 1.2])
  func `sound is stretched as librosa stretches it`(name: String, rate: Double) throws {
    let expected = try reference("\(name) stretched \(rate)")
    let found = stretched(try reference(name), rate: rate)
    #expect(found.count == expected.count)
    // librosa adds its phases up in float32: on these signals it is itself 45 to 70 dB from its own result in double.
    #expect(decibels(of: zip(found, expected).map(-), under: expected) > 40)
  }

  @Test func `a tone keeps its pitch and level and changes its length`() {
    let tone = (0..<22050).map { 0.5 * sin(2 * .pi * 441 * Float($0) / 22050) }
    for rate in [0.5, 0.9, 1.5, 2.5] {
      let found = stretched(tone, rate: rate)
      #expect(found.count == Int((22050 / rate).rounded()))
      let middle = found[4096..<found.count - 4096]
      let rises = zip(middle, middle.dropFirst()).count { $0 < 0 && $1 >= 0 }
      #expect(abs(Double(rises) - 441 * Double(middle.count) / 22050) <= 2)
      // The half-empty first frame sets a tone's neighbouring bins slightly apart, in librosa as well: up to 1.2 dB.
      #expect(abs(middle.max()! - 0.5) < 0.075)
    }
  }

  @Test func `rate 1 gives the sound back`() {
    let sound = (0..<6000).map { Float(sin(0.3 * Double($0)) * cos(0.01 * Double($0))) }
    let found = stretched(sound, rate: 1)
    #expect(zip(found, sound).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `silence and sounds shorter than a frame are stretched like any other`() {
    #expect(stretched([Float](repeating: 0, count: 3000), rate: 0.8).allSatisfy { $0 == 0 })
    #expect(stretched([1], rate: 0.8).count == 1)
    #expect(stretched([], rate: 0.8) == [])
  }

  @Test func `a vocoder that has been used gives what a fresh one gives`() throws {
    let (noise, vowel) = (try reference("noise"), try reference("vowel"))
    let vocoder = PhaseVocoder()
    var target = [Float](repeating: 0, count: PhaseVocoder.count(vowel.count, rate: 1.3))
    for clip in [noise, vowel] {
      clip.withUnsafeBufferPointer { clip in
        target.withUnsafeMutableBufferPointer { vocoder.stretch(clip, rate: 1.3, into: $0) }
      }
    }
    #expect(target == stretched(vowel, rate: 1.3))
  }
}
