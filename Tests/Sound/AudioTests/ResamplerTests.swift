import Glibc
import Testing

@testable import Audio

@Suite struct ResamplerTests {
  @Test(arguments: ["48k_chirp", "48k_vowel"], [22050, 16000])
  func `sound at 48 kHz comes out as librosa resamples it`(name: String, rate: Int) throws {
    let reference = try Reference.load()
    let source = try reference.signal(name)
    let expected = try reference.signal("\(name) at \(rate)")
    let found = try Resampler.resample(Waveform(samples: source, rate: 48000), to: rate)
    #expect(found.samples.count == source.count * rate / 48000)
    #expect(difference(found.samples.prefix(expected.count), expected) < 1e-6)
  }

  @Test func `whole signals match to their last sample, the padding included`() throws {
    let reference = try Reference.load()
    let noise = try reference.signal("noise")
    for rate in [48000, 16000] {
      let found = try Resampler.resample(Waveform(samples: noise, rate: rate), to: 22050)
      #expect(difference(found.samples, try reference.signal("noise \(rate) to 22050")) < 1e-6)
    }
  }

  @Test func `a rate may be a fraction, as pitch shifting needs`() throws {
    let reference = try Reference.load()
    let found = try Resampler.resample(
      reference.signal("noise"), from: 22050 / pow(2, -0.7 / 12), to: 22050)
    #expect(difference(found, try reference.signal("noise shifted to 22050")) < 1e-6)
  }

  @Test func `a tone keeps its pitch and level`() throws {
    func tone(_ rate: Int) -> [Float] { (0..<rate).map { sin(2 * .pi * 440 * Float($0) / Float(rate)) } }
    let found = try Resampler.resample(Waveform(samples: tone(48000), rate: 48000), to: 16000).samples
    // Away from the ends, where the filter sees the silence outside.
    #expect(difference(found[1000..<15000], tone(16000)[1000..<15000]) < 1e-3)
  }

  @Test func `the result is the same from run to run and at the same rate the sound itself`() throws {
    let noise = try Reference.load().signal("noise")
    let sound = Waveform(samples: noise, rate: 48000)
    #expect(try Resampler.resample(sound, to: 48000) == sound)
    #expect(try Resampler.resample(sound, to: 44100) == Resampler.resample(sound, to: 44100))
    #expect(try Resampler.resample([], from: 48000, to: 16000) == [])
    #expect(try Resampler.resample([1], from: 48000, to: 16000).count == 1)
    #expect(try Resampler.resample(noise, from: 48000, to: 24000, length: 2000).suffix(900).allSatisfy { $0 == 0 })
  }

  @Test func `a rate that no recording has is refused`() {
    #expect {
      try Resampler.resample(Waveform(samples: [0, 1], rate: 1), to: 22050)
    } throws: {
      "\($0)" == "cannot resample '1.0 Hz': expected rates above 0 and at most 256 times apart, found 1.0 and 22050.0"
    }
  }
}
