import Settings
import Testing

@testable import Audio

@Suite struct CleanerTests {
  private func clean(_ text: String, _ recording: Recording) throws -> Cleaned {
    try Cleaner(Cleaning(parsing: text.utf8)).clean(recording)
  }
  private func samples(_ text: String, _ recording: Recording) throws -> [Float] {
    guard case .waveform(let waveform) = try clean(text, recording) else { return [] }
    return waveform.samples
  }
  private let ramp = Recording(rate: 1000, int16: (1...3000).map { Int16($0) })

  @Test func `a span is cut from the source before anything else`() throws {
    let found = try samples("{ rate: null, offset: 0.6, duration: 2 }", ramp)
    #expect(found == (601...2600).map { Float($0) / 32768 })
  }

  @Test func `a short clip is kept, padded or dropped as the recipe says`() throws {
    #expect(try samples("{ rate: null, offset: 1, duration: 2.5 }", ramp).count == 2000)
    let padded = try samples("{ rate: null, offset: 1, duration: 2.5, short: 'pad' }", ramp)
    #expect(padded.count == 2500)
    #expect(padded.suffix(500).allSatisfy { $0 == 0 })
    #expect(
      try clean("{ rate: null, offset: 1, duration: 2.5, short: 'drop' }", ramp)
        == .dropped(.short(seconds: 2, wanted: 2.5)))
    #expect(try samples("{ rate: null, duration: 2.5, short: 'drop' }", ramp).count == 2500)
  }

  @Test func `padded clips all have the same length, whatever their source's rate`() throws {
    for rate in [8000, 16000, 24414, 44100, 48000, 96000] {
      for count in [rate / 10, rate * 2] {
        let source = Recording(rate: rate, int16: [Int16](repeating: 7, count: count))
        #expect(try samples("{ duration: 1.5, short: 'pad' }", source).count == 33075)
      }
    }
  }

  @Test func `what gives no waveform says why`() throws {
    #expect(try clean("{ offset: 9 }", ramp) == .dropped(.empty(after: "offset")))
    #expect(try clean("{}", Recording(rate: 8000, int16: [])) == .dropped(.empty(after: "decoding")))
    #expect(try clean("{}", Recording(rate: 8000, int16: [0, 0])) == .dropped(.silent))
    #expect(try clean("{}", Recording(rate: 8000, float: [0, .nan])) == .dropped(.notFinite))
    #expect(try clean("{}", Recording(rate: 8000, float: [.infinity, 0])) == .dropped(.notFinite))
    #expect(try clean("{ mask: { threshold: 0.9 } }", ramp) == .dropped(.empty(after: "mask")))
    #expect("\(Dropped.short(seconds: 2, wanted: 2.5))" == "2.0 s are left of 2.5 s wanted")
  }

  @Test func `steps follow the documented order`() throws {
    // The offset goes before the level is measured and the pre-emphasis after it.
    let source = Recording(rate: 1000, int16: [100, 100, 100, 100, 300, 100, 300, 100])
    let found = try samples(
      "{ rate: null, dc: true, level: { peak: 0 }, preEmphasis: { coefficient: 0.5 }, offset: 0.004 }", source)
    #expect(difference(found, [1, -1.5, 1.5, -1.5]) < 1e-6)
  }

  @Test func `a reused cleaner gives what a fresh one gives`() throws {
    let settings = try Cleaning(parsing: "{ rate: 16000, trim: { topDb: 20 }, level: { rms: -20 } }".utf8)
    let cleaner = Cleaner(settings)
    for count in [3000, 100, 2000] {
      let source = Recording(rate: 22050, int16: (0..<count).map { Int16(truncatingIfNeeded: $0 &* 7919) })
      #expect(try cleaner.clean(source) == Cleaner(settings).clean(source))
    }
  }

  @Test(arguments: [
    ("{ rate: 5 }", "rate must be from 1000 to 384000 Hz, found 5"),
    ("{ duration: 0 }", "duration must be from 0.001 to 3600 seconds, found 0"),
    ("{ short: 'pad' }", "short is 'pad', which needs a duration"),
    ("{ short: 'cut' }", "short: unknown value 'cut'; expected keep, pad or drop"),
    ("{ level: {} }", "level: expected either peak or rms"),
    ("{ level: { peak: 3 } }", "level: peak must be from -200 to 0 dB, found 3"),
    ("{ trim: { hop: 0 } }", "trim: hop must be from 1 to 16777216 samples, found 0"),
    ("{ mask: { threshold: 2 } }", "mask: threshold must be from 0 to below 1, found 2"),
  ])
  func `settings that make no sense are refused in words`(text: String, words: String) {
    #expect {
      try Cleaning(parsing: text.utf8)
    } throws: {
      "\($0)" == words
    }
  }

  @Test func `settings survive a round trip through their canonical text`() throws {
    let settings = try Cleaning(
      parsing:
        "{ rate: null, offset: 0.6, duration: 2.5, short: 'pad', dc: true, trim: {}, mask: {}, level: { peak: -1 } }"
        .utf8)
    #expect(try Cleaning(parsing: settings.canonicalJSON.utf8) == settings)
  }
}
