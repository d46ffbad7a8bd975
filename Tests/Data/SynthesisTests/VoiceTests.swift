import Corpora
import Determinism
import Glibc
import Testing

@testable import Synthesis

@Suite struct VoiceTests {
  /// Level of a resonator's output against its input at a frequency, from its impulse response.
  private func gain(of resonator: Resonator, at frequency: Double, rate: Double) -> Double {
    var resonator = resonator
    var real = 0.0, imaginary = 0.0
    for n in 0..<4_000 {
      let y = resonator(n == 0 ? 1 : 0)
      real += y * cos(2 * .pi * frequency * Double(n) / rate)
      imaginary += y * sin(2 * .pi * frequency * Double(n) / rate)
    }
    return (real * real + imaginary * imaginary).squareRoot()
  }

  @Test func `a resonator leaves 0 Hz alone and peaks where it is tuned`() {
    var resonator = Resonator()
    resonator.tune(1_000, 80, rate: 16_000)
    #expect(abs(gain(of: resonator, at: 0, rate: 16_000) - 1) < 1e-9)
    let peak = gain(of: resonator, at: 1_000, rate: 16_000)
    #expect(peak > 10)
    // Half a bandwidth away power has halved.
    #expect(abs(gain(of: resonator, at: 1_040, rate: 16_000) / peak - 0.707) < 0.02)
    #expect(abs(gain(of: resonator, at: 960, rate: 16_000) / peak - 0.707) < 0.03)
  }

  @Test func `an untuned resonator lets everything pass`() {
    var resonator = Resonator()
    #expect([1, 2, 3].map { resonator($0) } == [1, 2, 3])
  }

  @Test func `a glottis without jitter sounds once a period`() {
    var random = Random(Seed(1))
    let speaker = Speaker("nobody", sex: .male, seed: Seed(1))
    var glottis = Glottis(speaker: speaker, manner: Manner(), rate: 16_000)
    var noise = WhiteNoise(random: &random)
    let pulses = (0..<16_000).map { _ in glottis.next(pitch: 100, air: 0, noise: &noise) }
    // After the first periods the signal repeats every 160 samples.
    for n in 8_000..<15_000 { #expect(abs(pulses[n] - pulses[n + 160]) < 1e-6) }
  }

  @Test func `tilt raises high harmonics far more than the first`() {
    func level(_ tilt: Double, harmonic: Int) -> Double {
      var random = Random(Seed(1))
      let speaker = Speaker("nobody", sex: .male, seed: Seed(1))
      // The open quotient follows tilt as well, and moves the first harmonic a little.
      var glottis = Glottis(speaker: speaker, manner: Manner(tilt: tilt), rate: 16_000)
      var noise = WhiteNoise(random: &random)
      var real = 0.0, imaginary = 0.0
      for n in 0..<16_000 {
        let y = glottis.next(pitch: 100, air: 0, noise: &noise)
        real += y * cos(2 * .pi * 100 * Double(harmonic) * Double(n) / 16_000)
        imaginary += y * sin(2 * .pi * 100 * Double(harmonic) * Double(n) / 16_000)
      }
      return 10 * log10(real * real + imaginary * imaginary)
    }
    let high = (30...40).map { level(3, harmonic: $0) - level(-3, harmonic: $0) }.reduce(0, +) / 11
    #expect((4...9).contains(high))
    #expect(abs(level(3, harmonic: 1) - level(-3, harmonic: 1)) < 3)
  }

  @Test func `anger is louder and faster than sadness, over speakers`() throws {
    let corpus = try SyntheticCorpus(scheme: .cremad, speakers: 8, clips: 8 * 6, seed: 3)
    func measured(_ emotion: Emotion) -> (level: Double, seconds: Double) {
      let clips = corpus.clips.filter { $0.emotion == emotion }
      var level = 0.0, seconds = 0.0
      for clip in clips {
        let samples = corpus.samples(of: clip)
        let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
        level += 10 * log10(power) / Double(clips.count)
        seconds += Double(samples.count) / Double(corpus.rate) / Double(clips.count)
      }
      return (level, seconds)
    }
    let angry = measured(.angry), sad = measured(.sad)
    #expect(angry.level > sad.level + 8)
    #expect(angry.seconds < sad.seconds - 0.2)
  }

  @Test func `speakers differ, women speak higher, and a speaker stays themself`() {
    let women = (0..<20).map { Speaker("w\($0)", sex: .female, seed: Seed(1)) }
    let men = (0..<20).map { Speaker("m\($0)", sex: .male, seed: Seed(1)) }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(mean(women.map(\.pitch)) > 1.4 * mean(men.map(\.pitch)))
    #expect(mean(women.map(\.tract)) > mean(men.map(\.tract)))
    #expect(Set(men.map(\.pitch)).count == 20)
    #expect(Speaker("m3", sex: .male, seed: Seed(1)).pitch == men[3].pitch)
  }

  @Test func `a statement is the same sentence whoever says it`() {
    let a = Sentence("kids", seed: Seed(1)), b = Sentence("kids", seed: Seed(1)), c = Sentence("dogs", seed: Seed(1))
    #expect(a.syllables.flatMap(\.phones) == b.syllables.flatMap(\.phones))
    #expect(a.syllables.flatMap(\.phones) != c.syllables.flatMap(\.phones))
  }
}
