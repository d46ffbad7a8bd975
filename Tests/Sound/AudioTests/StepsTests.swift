import Glibc
import Testing

@testable import Audio

@Suite struct StepsTests {
  @Test func `quiet ends are cut where librosa cuts them`() throws {
    let reference = try Reference.load()
    let swell = try reference.signal("swell")
    for expected in reference.trim {
      var trim = Trim()
      (trim.topDb, trim.frame, trim.hop) = (expected.topDb, expected.frame, expected.hop)
      #expect(trim.range(of: swell) == expected.range[0]..<expected.range[1])
    }
    #expect(Trim().range(of: []) == 0..<0)
    // Nothing is quieter than the loudest frame, so librosa leaves silence whole; `Cleaner` drops it before.
    #expect(Trim().range(of: [Float](repeating: 0, count: 5000)) == 0..<5000)
  }

  @Test func `the envelope mask keeps the samples that pandas' rolling mean keeps`() throws {
    let reference = try Reference.load()
    let swell = try reference.signal("swell")
    for expected in reference.mask {
      var mask = EnvelopeMask()
      mask.threshold = expected.threshold
      var found = swell
      mask.apply(to: &found, rate: expected.rate)
      #expect(found == expected.runs.flatMap { swell[$0[0]..<$0[1]] })
    }
  }

  @Test func `a relative threshold does not depend on the clip's gain`() throws {
    let swell = try Reference.load().signal("swell")
    var mask = EnvelopeMask()
    (mask.threshold, mask.relative) = (0.05, true)
    var loud = swell
    var soft = swell.map { $0 * 0.125 }
    mask.apply(to: &loud, rate: 16000)
    mask.apply(to: &soft, rate: 16000)
    #expect(loud.count > 100 && loud.count < swell.count)
    #expect(soft == loud.map { $0 * 0.125 })
    var nothing: [Float] = [0, 0, 0]
    mask.apply(to: &nothing, rate: 16000)
    #expect(nothing == [])
  }

  @Test func `pre-emphasis starts as python_speech_features or as librosa does`() throws {
    let reference = try Reference.load()
    let chirp = try reference.signal("chirp")
    var emphasis = PreEmphasis()
    var found = chirp
    emphasis.apply(to: &found)
    #expect(found[0] == chirp[0])
    emphasis.start = .extrapolated
    found = chirp
    emphasis.apply(to: &found)
    #expect(difference(found, try reference.signal("chirp emphasised")) < 1e-6)
    var ramp: [Float] = [1, 2, 3, 4]
    emphasis.coefficient = 1
    emphasis.start = .kept
    emphasis.apply(to: &ramp)
    #expect(ramp == [1, 1, 1, 1])
  }

  @Test func `a sine brought to a level has that level`() {
    let sine = (0..<16000).map { 0.1 * sin(2 * .pi * 100 * Float($0) / 16000) }
    var level = Level()
    level.peak = -6
    var found = sine
    level.apply(to: &found)
    #expect(abs(20 * log10(found.map(abs).max()!) + 6) < 1e-4)
    level = Level()
    level.rms = -20
    found = sine
    level.apply(to: &found)
    // A sine's root mean square is its amplitude over the root of two: -20 + 3.0103 dB.
    #expect(abs(20 * log10(found.map(abs).max()!) + 16.9897) < 1e-3)
    level.rms = 0
    found = sine
    level.apply(to: &found)
    #expect(found.map(abs).max()! <= 1)
    var silence: [Float] = [0, 0]
    level.apply(to: &silence)
    #expect(silence == [0, 0])
  }

  @Test func `a constant is taken away whole`() {
    var sound: [Float] = [0.25, 0.75, 0.25, 0.75]
    DirectCurrent.remove(from: &sound)
    #expect(sound == [-0.25, 0.25, -0.25, 0.25])
  }

  @Test func `the channels' mean is exact for 16-bit samples`() {
    let stereo = Recording(rate: 8000, channels: 2, int16: [32767, 32766, -32768, -32768, 3, 0])
    #expect(stereo.mono().samples == [32766.5 / 32768, -1, 1.5 / 32768])
    let three = Recording(rate: 8000, channels: 3, int16: [1, 2, 3, -3, -3, -3])
    #expect(three.mono().samples == [2 / 32768, -3 / 32768])
    #expect(Recording(rate: 8000, float: [0.5, -2]).mono().samples == [0.5, -2])
  }

  @Test(arguments: [0, 1, 15, 16, 17, 100])
  func `peak and energy look at every sample`(count: Int) {
    for place in 0..<count {
      var sound = [Float](repeating: 0.25, count: count)
      sound[place] = -0.5
      #expect(Waveform(samples: sound, rate: 1).peak == 0.5)
      let power = sound.withUnsafeBufferPointer { energy($0[...]) }
      #expect(power == Float(count - 1) * 0.0625 + 0.25)
    }
  }
}
