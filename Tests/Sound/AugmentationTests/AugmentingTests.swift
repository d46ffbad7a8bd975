import Determinism
import Settings
import Testing

@testable import Augmentation

@Suite struct AugmentingTests {
  private func augmenting(_ text: String) throws -> Augmenting { try Augmenting(parsing: text.utf8) }

  @Test func `a list of names and objects is read as it stands`() throws {
    let found = try augmenting(
      """
      ["original", { noise: { amplitude: 0.035 } }, { pitch: { semitones: { min: -2, max: 2, whole: true } } },
       { chain: [{ noise: { snr: 20 }, probability: 0.5 }, "vtlp"], copies: 2, name: "both" }, "shift"]
      """)
    #expect(found.names == ["original", "noise", "pitch", "both", "both#2", "shift"])
    #expect(found.clipping == .limit)
    var pitch = Pitch()
    pitch.semitones = .between(-2, 2, whole: true)
    #expect(found.variants[2] == Variant(pitch))
    let chain = found.variants[3].step.transform as? Chain
    #expect(chain?.steps.map(\.probability) == [0.5, 1])
    #expect(chain?.steps[1] == TransformStep(TractLength()))
  }

  @Test func `variants of one name are numbered, chains are named after their steps`() throws {
    let found = try augmenting("['noise', { noise: {}, copies: 2 }, { chain: ['noise', 'pitch'] }]")
    #expect(found.names == ["noise", "noise#2", "noise#3", "noise+pitch"])
  }

  @Test func `the long form sets what happens to samples beyond full scale`() throws {
    let found = try augmenting("{ variants: ['gain'], clipping: 'scale' }")
    #expect(found.clipping == .scale)
    #expect(found.names == ["gain"])
    #expect(try augmenting("{}").names == ["original"])
  }

  @Test(arguments: [
    "['original', { noise: { of: 'fullScale', amplitude: { min: 0, max: 0.01 } }, copies: 3, probability: 0.25 }]",
    "[{ chain: [{ shift: { seconds: 0.1 } }, { background: { paths: ['a.wav'] } }] }, 'telephone']",
    "{ variants: ['reverb', 'speed', 'stretch', { gain: { db: 3 }, name: 'loud' }], clipping: 'keep' }",
  ])
  func `settings survive a round trip through their canonical text`(text: String) throws {
    let found = try augmenting(text)
    #expect(try augmenting(found.canonicalJSON) == found)
  }

  @Test(arguments: [
    ("[]", "expected at least one variant, such as \"original\""),
    ("['nose']", "[0]: unknown transform 'nose'; did you mean 'noise'?"),
    ("[{ noise: { amplitud: 1 } }]", "[0].noise.amplitud: unknown key; did you mean 'amplitude'?"),
    ("[{ noise: {}, probabilty: 1 }]", "[0]: expected one transform, found noise, probabilty"),
    ("[{ noise: {}, probability: 2 }]", "[0]: probability must be from 0 to 1, found 2"),
    ("[{ noise: {}, copies: 0 }]", "[0]: copies must be from 1 to 1000, found 0"),
    ("[{ noise: { amplitude: 2 } }]", "[0].noise: amplitude must be from 0 to 1, found 2"),
    (
      "[{ pitch: { semitones: { min: 2, max: 1 } } }]",
      "[0].pitch.semitones: expected min to be at most max, found 2.0 and 1.0"
    ),
    ("[{ stretch: { rate: 0 } }]", "[0].stretch: rate must be from 0.1 to 10, found 0"),
    ("[{ chain: [] }]", "[0].chain: expected at least one transform in the chain"),
    ("['background']", "[0]: background: expected paths with at least one sound file"),
    ("[{ shift: { samples: 1, seconds: 1 } }]", "[0].shift: expected either samples or seconds"),
    ("{ variants: ['gain'], clipping: 'cut' }", "clipping: unknown value 'cut'; expected limit, scale or keep"),
  ])
  func `settings that make no sense are refused in words`(text: String, words: String) {
    #expect {
      try augmenting(text)
    } throws: {
      "\($0)" == words
    }
  }

  @Test func `amounts are fixed, real or whole`() throws {
    var random = Random(Seed(1))
    #expect(Amount.fixed(0.7).value(using: &random) == 0.7)
    for _ in 0..<1000 {
      #expect((-2..<2).contains(Amount.between(-2, 2).value(using: &random)))
    }
    let whole = (0..<1000).map { _ in Amount.between(-2, 2, whole: true).value(using: &random) }
    #expect(Set(whole) == [-2, -1, 0, 1, 2])
  }
}
