import Glibc
import System
import Testing

@testable import Audio

@Suite struct AudioFileTests {
  private let samples: [Int16] = [0, 1, -1, 32767, -32768, 256, -256, 12345]

  private func cause(_ bytes: [UInt8]) -> AudioError.Cause? {
    do {
      _ = try AudioFile.read(bytes: bytes)
      return nil
    } catch {
      return error.cause
    }
  }

  @Test func `16-bit samples come back as written, without a conversion`() throws {
    let recording = try AudioFile.read(bytes: AudioFile.wave(samples, rate: 16000, channels: 2))
    #expect(recording.samples == .int16(samples))
    #expect(recording.rate == 16000)
    #expect(recording.channels == 2)
    #expect(recording.frames == 4)
    #expect(recording.container == .wav)
    #expect(recording.encoding == "Signed 16 bit PCM")
    #expect(recording.header.contradictions == [])
    #expect(!recording.isTruncated)
  }

  @Test func `a written file is 44 bytes of header and the samples`() {
    let file = AudioFile.wave([1, -2], rate: 8000)
    #expect(file.count == 48)
    // RIFF header by hand: size 40, PCM, mono, 8000 Hz, 16000 bytes a second, 2 a frame, 16 bits, 4 bytes of sound.
    let expected: [UInt8] =
      Array("RIFF".utf8) + [40, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0]
      + [0x80, 0x3E, 0, 0, 2, 0, 16, 0] + Array("data".utf8) + [4, 0, 0, 0, 1, 0, 0xFE, 0xFF]
    #expect(file == expected)
  }

  @Test func `floats are rounded to the nearest step and cut at full scale`() {
    #expect(
      [0, 1, -1, 2, -2, 0.5, .nan, 1 / 32768, -1 / 65536].map(AudioFile.int16) == [
        0, 32767, -32768, 32767, -32768, 16384, 0, 1, 0,
      ])
  }

  @Test func `a span decodes only its frames, counted as librosa counts them`() throws {
    let file = AudioFile.wave(samples, rate: 2000)
    let part = try AudioFile.read(bytes: file, span: Span(offset: 0.0009, duration: 0.0016))
    // int(0.0009 * 2000) = 1 and int(0.0016 * 2000) = 3
    #expect(part.range == 1..<4)
    #expect(part.frames == 8)
    #expect(part.samples == .int16(Array(samples[1..<4])))
    let beyond = try AudioFile.read(bytes: file, span: Span(offset: 9))
    #expect(beyond.range.isEmpty)
    #expect(Span(offset: 1, duration: 1e30).frames(rate: 48000) == 48000..<Int.max)
  }

  @Test func `a file that ends early tells how much is missing`() throws {
    let whole = AudioFile.wave(samples, rate: 8000)
    let cut = try AudioFile.read(bytes: whole.dropLast(6))
    #expect(cut.isTruncated)
    #expect(cut.frames == 5)
    #expect(cut.header.declaredFrames == 8)
    #expect(cut.header.contradictions == ["60 bytes declared, 54 there"])
    #expect(cut.samples == .int16(Array(samples.prefix(5))))
  }

  @Test func `sizes left open by a program that wrote to a pipe are no lie`() throws {
    var piped = AudioFile.wave(samples, rate: 8000)
    for place in [4, 40] { piped.replaceSubrange(place..<place + 4, with: [0xFF, 0xFF, 0xFF, 0xFF]) }
    let recording = try AudioFile.read(bytes: piped)
    #expect(recording.frames == 8)
    #expect(!recording.isTruncated)
    #expect(recording.header.contradictions == [])
  }

  @Test func `a header whose byte rate disagrees with its rate is named`() throws {
    var lying = AudioFile.wave(samples, rate: 8000)
    lying[28] = 0x81
    let recording = try AudioFile.read(bytes: lying)
    #expect(recording.header.contradictions == ["16001 bytes a second declared, 16000 needed"])
  }

  @Test(arguments: [0, 6])
  func `sound goes on where the header ends it and no chunk follows`(bytes: UInt8) throws {
    var short = AudioFile.wave(samples, rate: 8000)
    short[40] = bytes
    let recording = try AudioFile.read(bytes: short)
    #expect(recording.samples == .int16(samples))
    #expect(recording.header.declaredFrames == (bytes == 0 ? 8 : 3))
  }

  @Test func `a chunk after the sound is no sound`() throws {
    var tagged = AudioFile.wave(samples, rate: 8000) + Array("LIST".utf8) + [4, 0, 0, 0] + Array("INFO".utf8)
    tagged[4] += 12
    let recording = try AudioFile.read(bytes: tagged)
    #expect(recording.samples == .int16(samples))
    #expect(recording.header.contradictions == [])
  }

  @Test func `what is no sound is told apart by what it is`() {
    #expect(cause([]) == .empty)
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 72862\n"
    #expect(cause(Array(pointer.utf8)) == .largeFilePointer)
    #expect(cause(Array("<!DOCTYPE html><html>".utf8)) == .notSound(#"text that begins with "<!DOCTYPE html><""#))
    #expect(cause([UInt8](repeating: 0, count: 100)) == .notSound("zeros"))
    #expect(cause(Array(AudioFile.wave(samples, rate: 8000).prefix(30))) == .damaged(.wav))
  }

  @Test func `errors are one sentence that names the file`() {
    #expect {
      try AudioFile.read("/nowhere/a.wav")
    } throws: {
      "\($0)" == "cannot read '/nowhere/a.wav': No such file or directory"
    }
    #expect {
      try AudioFile.read("/")
    } throws: {
      "\($0)".hasPrefix("cannot read '/': expected a sound file (WAV, FLAC, AIFF, Ogg, MP3), found a folder")
    }
  }

  @Test func `metadata before and after the sound is skipped, as RAVDESS needs`() throws {
    // RAVDESS puts the sound at byte 4096, behind an FLLR chunk, and text after it.
    let plain = AudioFile.wave(samples, rate: 48000)
    let filler = Array("FLLR".utf8) + [0xCC, 0x0F, 0, 0] + [UInt8](repeating: 0, count: 4044)
    let text = Array("_PMX".utf8) + [4, 0, 0, 0] + Array("<?xp".utf8)
    var file = Array(plain[..<36]) + filler + Array(plain[36...]) + text
    let size = file.count - 8
    for i in 0..<4 { file[4 + i] = UInt8(truncatingIfNeeded: size >> (8 * i)) }
    let recording = try AudioFile.read(bytes: file)
    #expect(recording.samples == .int16(samples))
    #expect(recording.header.contradictions == [])
  }

  @Test func `AIFF-C with swapped samples is known for what it is`() throws {
    // FORM AIFC: 2 frames, mono, 16 bits, 8000 Hz as an 80-bit float (0x400B FA00…), compression 'sowt'.
    let common: [UInt8] =
      [0, 1, 0, 0, 0, 2, 0, 16, 0x40, 0x0B, 0xFA, 0, 0, 0, 0, 0, 0, 0] + Array("sowt".utf8) + [0, 0]
    let version = Array("FVER".utf8) + [0, 0, 0, 4, 0xA2, 0x80, 0x51, 0x40]
    let sound = Array("SSND".utf8) + [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0]
    let body = Array("AIFC".utf8) + version + Array("COMM".utf8) + [0, 0, 0, 24] + common + sound
    let file = Array("FORM".utf8) + [0, 0, 0, UInt8(body.count)] + body
    let recording = try AudioFile.read(bytes: file)
    #expect(recording.container == .aifc)
    #expect(recording.samples == .int16([1, 2]))
    #expect(recording.rate == 8000)
    #expect(recording.header.declaredFrames == 2)
    #expect(recording.header.contradictions == [])
    #expect(!recording.container.matches(path: "OAF_food_fear.wav"))
    #expect(Container.wav.matches(path: "a.b/OAF_food_fear.WAV"))
    #expect(!Container.wav.matches(path: "a.wav/noextension"))
  }

  @Test func `no prefix and no flipped byte of a file makes the reader crash`() {
    let whole = AudioFile.wave(samples, rate: 8000)
    for count in 0..<whole.count { _ = try? AudioFile.read(bytes: Array(whole.prefix(count))) }
    for place in 0..<44 {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var damaged = whole
        damaged[place] = value
        _ = try? AudioFile.read(bytes: damaged)
      }
    }
  }

  @Test func `a file on disk and the same bytes through a pipe decode alike`() throws {
    let path = "/tmp/lilt-audio-\(getpid()).wav"
    defer { unlink(path) }
    try AudioFile.write(samples, rate: 8000, to: path)
    let fromDisk = try AudioFile.read(path)
    #expect(fromDisk.samples == .int16(samples))
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    #expect(try AudioFile.read(descriptor: descriptor).samples == fromDisk.samples)
    let error = #expect(throws: SystemError.self) { try AudioFile.write(samples, rate: 8000, to: "/nowhere/a.wav") }
    #expect(error?.description == "cannot write '/nowhere/a.wav': No such file or directory")
  }
}
