import Audio
import Determinism
import Glibc
import Settings
import Testing

@testable import Augmentation

@Suite struct PlanTests {
  private let clip = Waveform(samples: (0..<3000).map { Float($0 % 97) / 200 }, rate: 16000)
  private func plan(_ text: String, seed: UInt64 = 42) throws -> AugmentationPlan {
    AugmentationPlan(try Augmenting(parsing: text.utf8), seed: Seed(seed))
  }
  private func sound(_ plan: AugmentationPlan, _ clipID: String, _ variant: String) throws -> [Float]? {
    guard let planned = plan.variants(of: clipID).first(where: { $0.name == variant }) else { return nil }
    return try Augmenter(Augmenting()).make(planned, of: clip).waveform.samples
  }

  @Test func `seed, clip and variant decide everything, and each of them matters`() throws {
    let text = "['original', { noise: {}, copies: 2 }, { pitch: { semitones: { min: -2, max: 2 } } }]"
    let first = try plan(text)
    #expect(try sound(first, "a", "noise") == sound(plan(text), "a", "noise"))
    #expect(try sound(first, "a", "noise") != sound(first, "b", "noise"))
    #expect(try sound(first, "a", "noise") != sound(first, "a", "noise#2"))
    #expect(try sound(first, "a", "noise") != sound(plan(text, seed: 43), "a", "noise"))
    #expect(try sound(first, "a", "original") == clip.samples)
  }

  @Test func `a transform added to a recipe leaves the other variants as they were`() throws {
    let before = try plan("['original', 'noise', 'vtlp']")
    let after = try plan("['shift', 'original', 'noise', { gain: {}, probability: 0.5 }, 'vtlp']")
    for name in ["original", "noise", "vtlp"] {
      #expect(try before.identity(of: name) == after.identity(of: name))
      #expect(try sound(before, "a", name) == sound(after, "a", name))
    }
  }

  @Test func `a variant's identity changes with its settings, the seed and the clipping`() throws {
    let identity = try plan("['original', 'noise']").identity(of: "noise")
    #expect(try plan("['original', 'noise']", seed: 1).identity(of: "noise") != identity)
    #expect(try plan("[{ noise: { amplitude: 0.1 } }]").identity(of: "noise") != identity)
    #expect(try plan("{ variants: ['noise'], clipping: 'keep' }").identity(of: "noise") != identity)
    #expect(
      try plan("['original']", seed: 1).identity(of: "original")
        == plan("['original']", seed: 2).identity(of: "original"))
  }

  @Test func `a variant's identity covers the sound of the files that it mixes in`() throws {
    let path = "/tmp/lilt-identity-\(getpid()).wav"
    defer { unlink(path) }
    let plan = try plan("[{ background: { paths: ['\(path)'] } }]")
    try AudioFile.write([1, 2, 3], rate: 8000, to: path)
    let before = try plan.identity(of: "background")
    #expect(try plan.identity(of: "background") == before)
    try AudioFile.write([1, 2, 4], rate: 8000, to: path)
    #expect(try plan.identity(of: "background") != before)
    unlink(path)
    #expect(throws: AudioError(.read, path, .system("No such file or directory"))) {
      try plan.identity(of: "background")
    }
  }

  @Test func `drawn parameters are recorded and lie in their range`() throws {
    let plan = try plan("[{ pitch: { semitones: { min: -2, max: 2, whole: true } } }, { noise: { amplitude: 0.035 } }]")
    for clip in 0..<50 {
      let variants = plan.variants(of: "clip \(clip)")
      let pitch = try #require(variants[0].transform as? Pitch)
      guard case .fixed(let semitones) = pitch.semitones else { Issue.record("not drawn"); return }
      #expect([-2, -1, 0, 1, 2].contains(semitones))
      #expect(try variants[0].parameters == "{\"pitch\":{\"semitones\":\(Int(semitones))}}")
      let noise = try #require(variants[1].transform as? Noise)
      guard case .fixed(let amplitude) = noise.amplitude else { Issue.record("not drawn"); return }
      #expect((0..<0.035).contains(amplitude))
      #expect(noise.of == .peak)
    }
  }

  @Test func `the recorded parameters are a recipe that makes the same sound`() throws {
    let text = "[{ chain: [{ gain: {}, probability: 0.7 }, 'vtlp', 'speed', 'shift', 'telephone'] }]"
    for id in ["a", "b", "c"] {
      let planned = try plan(text).variants(of: id)[0]
      let again = try Augmenting(parsing: "[\(planned.parameters)]".utf8)
      let fixed = try #require(AugmentationPlan(again, seed: Seed(9)).variants(of: "other").first)
      let augmenter = Augmenter(again)
      #expect(try augmenter.make(planned, of: clip) == augmenter.make(fixed, of: clip))
    }
  }

  @Test func `a probability is the share of clips that get the variant`() throws {
    let plan = try plan(
      "['original', { noise: {}, probability: 0.3 }, { chain: [{ gain: {}, probability: 0.6 }, 'shift'] }]")
    let rows = (0..<2000).flatMap { plan.variants(of: "\($0)") }
    #expect(abs(rows.count { $0.name == "noise" } - 600) < 80)
    #expect(rows.count { $0.name == "original" } == 2000)
    let gains = rows.count { ($0.transform as? Chain)?.steps.count == 2 }
    #expect(abs(gains - 1200) < 80)
  }
}
