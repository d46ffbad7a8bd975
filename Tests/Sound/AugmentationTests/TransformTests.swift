import Audio
import Determinism
import FoundationEssentials
import Glibc
import Settings
import TestSupport
import Testing

@testable import Augmentation

@Suite struct TransformTests {
  private func apply(_ transform: some Transform, to samples: [Float], rate: Int = 22050) throws -> [Float] {
    var sound = Waveform(samples: samples, rate: rate)
    var random = Random(Seed(5))
    try transform.apply(to: &sound, random: &random, workbench: Workbench())
    return sound.samples
  }
  private func tone(_ frequency: Double, _ count: Int, rate: Int = 22050) -> [Float] {
    (0..<count).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / Double(rate))) }
  }
  /// The amplitude of one frequency in the middle of a sound.
  private func amplitude(_ frequency: Double, in samples: [Float], rate: Int = 22050) -> Double {
    let middle = samples[(samples.count / 4)..<(3 * samples.count / 4)]
    var (re, im) = (0.0, 0.0)
    for (i, x) in zip(middle.indices, middle) {
      let angle = 2 * .pi * frequency * Double(i) / Double(rate)
      re += Double(x) * cos(angle)
      im += Double(x) * sin(angle)
    }
    return 2 * (re * re + im * im).squareRoot() / Double(middle.count)
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

  @Test(arguments: ["noise", "vowel", "chirp"], [0.7, -2.0])
  func `pitch is shifted as librosa shifts it`(name: String, semitones: Double) throws {
    let expected = try reference("\(name) shifted \(semitones)")
    var pitch = Pitch()
    pitch.semitones = .fixed(semitones)
    let found = try apply(pitch, to: reference(name))
    #expect(found.count == expected.count)
    // librosa adds its phases up in float32: it is itself 45 to 70 dB from its own result in double.
    let error = zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(10 * log10(expected.reduce(0) { $0 + $1 * $1 } / error) > 40)
  }

  @Test func `a stretched sound lasts as long as its rate says`() throws {
    var stretch = Stretch()
    for rate in [0.8, 1.2] {
      stretch.rate = .fixed(rate)
      #expect(try apply(stretch, to: tone(300, 10001)).count == Int((10001 / rate).rounded()))
    }
  }

  @Test func `a shift turns the sound round and changes no sample`() throws {
    let samples = (0..<100).map(Float.init)
    var shift = Shift()
    for way in [-250, -3, 0, 3, 250] {
      shift.samples = .fixed(Double(way))
      let found = try apply(shift, to: samples)
      // numpy.roll(x, k)[i] = x[(i - k) mod n]
      #expect(found == (0..<100).map { Float((($0 - way) % 100 + 100) % 100) })
    }
    shift = Shift()
    shift.seconds = .fixed(0.5)
    #expect(try apply(shift, to: samples, rate: 20).first == 90)
    #expect(try apply(Shift(), to: samples).sorted() == samples)
    #expect(try apply(Shift(), to: []) == [])
  }

  @Test func `a faded shift goes through zero where the ends meet`() throws {
    var shift = Shift()
    (shift.samples, shift.fade) = (.fixed(40), 0.01)
    let found = try apply(shift, to: [Float](repeating: 1, count: 100), rate: 1000)
    #expect(max(found[39], found[40]) < 0.01)
    #expect(largestStep(found) < 0.16)
    #expect(found[0..<30].allSatisfy { $0 == 1 } && found[50...].allSatisfy { $0 == 1 })
  }

  @Test func `speed moves pitch and length together`() throws {
    var speed = Speed()
    speed.factor = .fixed(1.25)
    let found = try apply(speed, to: tone(400, 20000))
    #expect(found.count == 16000)
    #expect(abs(amplitude(500, in: found) - 0.5) < 0.001)
  }

  @Test func `six decibels are a factor of two`() throws {
    var gain = Gain()
    gain.db = .fixed(20 * log10(2))
    #expect(try apply(gain, to: [0.25, -0.125]) == [0.5, -0.25])
  }

  @Test func `the telephone's band ends are 3 dB down and its outside 24 dB per octave`() throws {
    func level(_ frequency: Double) throws -> Double {
      20 * log10(amplitude(frequency, in: try apply(Telephone(), to: tone(frequency, 22050))) / 0.5)
    }
    #expect(abs(try level(1000)) < 0.05)
    #expect(abs(try level(300) + 3.0103) < 0.05)
    #expect(abs(try level(3400) + 3.0103) < 0.05)
    // 10 log10(1 + 2^8): fourth order, one octave out.
    #expect(abs(try level(150) + 24.1) < 0.2)
    #expect(try level(6800) < -24)
    #expect(try apply(Telephone(), to: tone(1000, 8000, rate: 6000), rate: 6000).count == 8000)
  }

  @Test func `a shorter vocal tract moves the formant up and leaves the pitch`() throws {
    // Pulses at 147 Hz through one resonance at 1000 Hz, 150 Hz wide.
    let (rate, period) = (22050.0, 150)
    let radius = exp(-.pi * 150 / rate)
    let feedback = 2 * radius * cos(2 * .pi * 1000 / rate)
    var (one, two) = (0.0, 0.0)
    let vowel = (0..<22050).map { i -> Float in
      let pulse = i % period == 0 ? 1.0 : 0
      let now = pulse + feedback * one - radius * radius * two
      (two, one) = (one, now)
      return Float(0.1 * now)
    }
    func centre(_ samples: [Float]) -> Double {
      // The mean frequency of the harmonics around the resonance, weighted by power.
      let powers = (3...13).map { k -> (Double, Double) in
        let frequency = Double(k) * rate / Double(period)
        let a = amplitude(frequency, in: samples)
        return (frequency, a * a)
      }
      return powers.reduce(0) { $0 + $1.0 * $1.1 } / powers.reduce(0) { $0 + $1.1 }
    }
    var tract = TractLength()
    tract.factor = .fixed(1.15)
    let shifted = try apply(tract, to: vowel)
    #expect(shifted.count == vowel.count)
    #expect(abs(centre(shifted) / centre(vowel) - 1.13) < 0.05)
    // Between two harmonics there is as little as before: the pitch stayed.
    let harmonic = amplitude(7 * rate / Double(period), in: shifted)
    #expect(amplitude(7.5 * rate / Double(period), in: shifted) < 0.02 * harmonic)
    tract.factor = .fixed(1)
    let same = try apply(tract, to: vowel)
    #expect(largestDifference(same, vowel) < 1e-4)
  }

  @Test func `a room's reverberation dies away in the time it says and has the energy it says`() {
    var room = Reverb()
    (room.seconds, room.direct) = (.fixed(0.5), .fixed(6))
    var random = Random(Seed(2))
    let response = room.response(rate: 16000, random: &random)
    #expect(response[0] == 1)
    let tail = response.dropFirst().map { Double($0 * $0) }
    #expect(abs(10 * log10(1 / tail.reduce(0, +)) - 6) < 0.01)
    // Schroeder's backward integration: 0.25 s after its start the rest of the energy is 30 dB down.
    let start = 80
    let later = tail.dropFirst(start + 4000).reduce(0, +)
    #expect(abs(10 * log10(later / tail.reduce(0, +)) + 30) < 1.5)
  }

  @Test(arguments: [1, 5, 300, 5000])
  func `convolution by blocks equals the sum that defines it`(length: Int) {
    let sound = (0..<2500).map { i in Float((i * 7919) % 101) / 101 - 0.5 }
    let response: [Float] = (0..<length).map { i in
      let value = Float((i * 31) % 17)
      return value / Float(17 * (i + 1))
    }
    let found = FFTConvolution(response).apply(to: sound)
    for n in stride(from: 0, to: 2500, by: 83) {
      let expected = (0...min(n, length - 1)).reduce(into: Float(0)) { sum, k in sum += response[k] * sound[n - k] }
      #expect(abs(found[n] - expected) < 1e-4)
    }
  }

  @Test func `another recording is mixed in at the ratio asked for and repeated without a click`() throws {
    let path = "/tmp/lilt-background-\(getpid()).wav"
    defer { unlink(path) }
    try AudioFile.write(Waveform(samples: tone(100, 4000, rate: 16000), rate: 16000), to: path)
    var background = Background()
    (background.paths, background.snr, background.start) = ([path], .fixed(10), .fixed(0.4))
    let clip = tone(1000, 20000, rate: 16000)
    let found = try apply(background, to: clip, rate: 16000)
    let added = zip(found, clip).map(-)
    let level = Waveform(samples: added, rate: 16000).level
    #expect(abs(20 * log10(Waveform(samples: clip, rate: 16000).level / level) - 10) < 1e-3)
    // A 100 Hz tone of this level moves by 2π 100 / 16000 of its amplitude per sample; fading adds little.
    let step = Float(level * 2.0.squareRoot() * 2 * .pi * 100 / 16000)
    #expect(largestStep(added) < 2 * step)
    background.paths = ["/nowhere/cafe.wav"]
    #expect(throws: AudioError.self) { try apply(background, to: clip) }
  }

  @Test(arguments: allTransforms.map { $0.name })
  func `every transform takes silence, one sample and no sample at all`(name: String) throws {
    let type = try #require(allTransforms.first { $0.name == name })
    for samples in [[], [0.5], [Float](repeating: 0, count: 3000)] as [[Float]] {
      let found = try apply(type.init(), to: samples)
      let isFinite = found.allSatisfy(\.isFinite)
      #expect(isFinite)
      #expect(samples.isEmpty == found.isEmpty)
    }
  }
}
