import Audio
import Settings
import TestSupport
import Testing

@testable import Corpora

/// Each trap as a small file in a CREMA-D folder, found by the rule that is named after it.
@Suite struct DoctorTests {
  private let name = "1001_IEO_ANG_HI"

  /// What the doctor finds in a folder with these files, apart from clips that are missing.
  private func findings(
    _ files: [(String, [UInt8])], _ settings: String = "{}"
  ) throws -> (findings: [Finding], clips: [Clip]) {
    let folder = Scratch()
    for (name, bytes) in files { try folder.put(bytes, at: name) }
    let catalog = Catalog([try folder.survey(as: CREMAD())], settings: try IngestSettings(parsing: settings.utf8))
    return (catalog.findings.filter { $0.rule != .missing && $0.rule != .noDemographics }, catalog.clips)
  }

  private func wave(_ samples: [Int16], rate: Int = 16_000, channels: Int = 1) -> [UInt8] {
    AudioFile.wave(samples, rate: rate, channels: channels)
  }

  private func patched(_ bytes: [UInt8], at offset: Int, _ value: UInt32) -> [UInt8] {
    var bytes = bytes
    for i in 0..<4 { bytes[offset + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(i))) }
    return bytes
  }

  /// The one finding about the one file, as `rule action detail`.
  private func finding(_ bytes: [UInt8], suffix: String = "wav", _ settings: String = "{}") throws -> String {
    let found = try findings([("\(name).\(suffix)", bytes)], settings).findings
    #expect(found.count == 1, "\(found)")
    guard let first = found.first else { return "nothing" }
    #expect(first.subject == "crema-d/\(name)")
    return "\(first.rule) \(first.action.rawValue): \(first.detail)"
  }

  @Test func `nothing is found in a healthy clip`() throws {
    let (findings, clips) = try findings([("\(name).wav", wave(tone()))])
    #expect(findings.isEmpty)
    #expect(clips.map(\.label) == ["angry"])
    #expect(clips[0].sound?.frames == 1_600)
  }

  @Test func `a git-lfs stub is called one`() throws {
    let stub = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    let found = try finding(Array(stub.utf8))
    #expect(found.hasPrefix("stub drop: cannot read '\(name).wav': it is a git-lfs pointer"))
  }

  @Test func `an empty file and one without samples are called empty`() throws {
    #expect(try finding([]) == "empty drop: cannot read '\(name).wav': it is empty")
    #expect(try finding(wave([])) == "empty drop: the file holds a header and no samples")
  }

  @Test func `text and damaged headers are called unreadable`() throws {
    #expect(
      try finding(Array("<!DOCTYPE html>".utf8)).hasPrefix("unreadable drop: cannot read '\(name).wav': expected a"))
    #expect(try finding(Array(wave(tone()).prefix(20))).hasPrefix("unreadable drop: "))
  }

  @Test func `a file that was cut short is called truncated, and what is there is used`() throws {
    #expect(
      try finding(Array(wave(tone()).prefix(44 + 2_000)))
        == "truncated keep: the header promises 1600 frames, 1000 are there")
  }

  @Test func `a header that contradicts itself is called lying, and the data are trusted`() throws {
    #expect(
      try finding(patched(wave(tone()), at: 28, 1_234))
        == "lyingHeader fix: the header contradicts the file: 1234 bytes a second declared, 32000 needed")
    #expect(try finding(patched(wave(tone()), at: 4, 99)).hasPrefix("lyingHeader fix: the header contradicts the file"))
  }

  @Test func `a header that promises more or less than a whole file has is called lying, and all of it is used`() throws
  {
    #expect(
      try finding(patched(wave(tone()), at: 40, 1_000))
        == "lyingHeader fix: the header promises 500 frames, 1600 are there")
    #expect(
      try finding(patched(wave(tone()), at: 40, 10_000))
        == "lyingHeader fix: the header promises 5000 frames, 1600 are there")
  }

  @Test func `a container other than the name says is called misnamed`() throws {
    #expect(
      try finding(wave(tone()), suffix: "flac") == "misnamed fix: the name ends in '.flac', the content is WAV")
  }

  @Test func `a rate that the corpus does not have is noticed`() throws {
    #expect(
      try finding(wave(tone(rate: 22_050), rate: 22_050)) == "unusualRate keep: 22050 Hz; expected 16000 Hz")
  }

  @Test func `samples that are no numbers are counted`() throws {
    #expect(
      try finding(floatWave([0.5, .nan, -0.5, .infinity])) == "notFinite drop: 2 samples are not finite numbers")
  }

  @Test func `zeros are silence, and so is next to nothing`() throws {
    #expect(
      try finding(wave([Int16](repeating: 0, count: 41_120))) == "silent drop: 2.57 s of zeros")
    #expect(
      try finding(wave(tone(amplitude: 0.0002)))
        == "silent drop: the peak is at -73.4 dB of full scale; silence is below -70.0")
  }

  @Test(arguments: [
    (11, "11.0 times full scale, 20.8 dB"), (1e16, " 320.0 dB"), (1e30, " 600.0 dB"), (3e38, " 769.5 dB"),
  ])
  func `samples far beyond full scale are named, whatever their size`(peak: Float, words: String) throws {
    var file = wave(tone(), rate: 16_000)
    let samples = tone().map { Float($0) / Float(tone()[0]) * peak }
    // Format 3, floats of 32 bits, in the same header.
    file = patched(patched(file, at: 20, 0x1_0003), at: 28, 64_000)
    file = patched(patched(file, at: 32, 0x20_0004), at: 40, UInt32(4 * samples.count))
    file = Array(patched(file, at: 4, UInt32(36 + 4 * samples.count))[..<44])
    file += samples.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) } }
    let found = try findings([("\(name).wav", file)]).findings
    let finding = try #require(found.first { $0.rule == .beyondScale }, "\(found)")
    #expect(finding.action == .drop && finding.detail.contains(words), "\(finding)")
    let (_, clips) = try findings([("\(name).wav", file)], "{ doctor: { beyondScale: 'keep', clipped: 'keep' } }")
    #expect(clips[0].isUsed)
  }

  @Test func `a quiet clip is kept and named`() throws {
    #expect(try finding(wave(tone(amplitude: 0.0062))) == "quiet keep: the peak is at -44.2 dB of full scale")
  }

  @Test func `exact zeros at the start are timed`() throws {
    let late = [Int16](repeating: 0, count: 1_600) + tone()
    #expect(try finding(wave(late)) == "leadingZeros keep: 0.100 s of zeros at the start")
    #expect(try findings([("\(name).wav", wave(Array(late.dropFirst())))]).findings.isEmpty)
  }

  @Test func `samples at full scale are counted`() throws {
    let loud = tone().enumerated().map { $0.offset < 12 ? ($0.offset % 2 == 0 ? Int16.max : .min) : $0.element }
    #expect(try finding(wave(loud)) == "clipped keep: 12 samples at full scale")
  }

  @Test func `an offset is measured, and removed when the recipe says so`() throws {
    let shifted = tone().map { $0 + 1_478 }
    #expect(try finding(wave(shifted)) == "offset keep: the mean is 1478 of 32768")
    let (_, clips) = try findings([("\(name).wav", wave(shifted))], "{ doctor: { offset: 'fix' } }")
    #expect(clips[0].mending == .removeOffset)
    var samples = shifted.map { Float($0) / 32_768 }
    clips[0].mending.apply(to: &samples)
    #expect(abs(samples.reduce(0, +) / Float(samples.count)) < 1e-6)
  }

  @Test func `not-a-number becomes zero when the recipe says so`() throws {
    let (_, clips) = try findings(
      [("\(name).wav", floatWave([0.5, .nan, -0.5, .infinity]))], "{ doctor: { notFinite: 'fix' } }")
    #expect(clips[0].isUsed)
    var samples: [Float] = [0.5, .nan, -0.5, .infinity]
    clips[0].mending.apply(to: &samples)
    #expect(samples == [0.5, 0, -0.5, 0])
  }

  @Test func `equal and unequal channels are told apart, and equal ones hash like one`() throws {
    let mono = tone(), equal = mono.flatMap { [$0, $0] }, unequal = mono.flatMap { [$0, $0 / 2] }
    #expect(try finding(wave(equal, channels: 2)) == "stereoEqual fix: 2 equal channels")
    #expect(try finding(wave(unequal, channels: 2)) == "stereoUnequal fix: 2 channels that differ")
    let hashes = [
      SoundFacts(of: Recording(rate: 1, int16: mono)), SoundFacts(of: Recording(rate: 1, channels: 2, int16: equal)),
    ]
    #expect(hashes[0].sha256 == hashes[1].sha256)
  }

  @Test func `a name that is not one is listed with what was expected`() throws {
    let (findings, clips) = try findings([("hello.wav", wave(tone()))])
    #expect(clips.isEmpty)
    #expect(findings.map(\.rule) == [.unparsable])
    #expect(findings[0].subject == "crema-d/hello.wav")
    #expect(
      findings[0].detail == "cannot read 'hello.wav' as a CREMA-D name: found 1 parts between underscores; "
        + "expected SPEAKER_SENTENCE_EMOTION_LEVEL")
  }

  @Test func `a dropped clip stays in the catalog with the reason`() throws {
    let (_, clips) = try findings([("\(name).wav", wave([0, 0, 0]))])
    #expect(clips.count == 1)
    #expect(!clips[0].isUsed)
    #expect(clips[0].unused == "dropped: silent: 0.00 s of zeros")
    #expect(clips[0].findings.map(\.rule) == [.silent])
    let kept = try findings([("\(name).wav", wave([0, 0, 0]))], "{ doctor: { silent: 'keep' } }").clips
    #expect(kept[0].label == "angry")
  }

  @Test func `hidden files are counted`() throws {
    let (findings, _) = try findings([("\(name).wav", wave(tone())), ("._\(name).wav", [1]), ("__MACOSX/x.wav", [1])])
    #expect(findings.map(\.detail) == ["2 passed over: ._\(name).wav, __MACOSX"])
    #expect(findings.map(\.subject) == ["crema-d"])
  }

  /// A 32-bit float WAV file, written out here because the project writes none.
  private func floatWave(_ samples: [Float]) -> [UInt8] {
    var bytes = wave([])
    bytes = patched(bytes, at: 4, UInt32(36 + 4 * samples.count))
    bytes = patched(bytes, at: 20, 3 | 1 << 16)
    bytes = patched(bytes, at: 28, 64_000)
    bytes = patched(bytes, at: 32, 4 | 32 << 16)
    bytes = patched(bytes, at: 40, UInt32(4 * samples.count))
    for sample in samples { bytes += (0..<4).map { UInt8(truncatingIfNeeded: sample.bitPattern >> (8 * $0)) } }
    return bytes
  }
}
