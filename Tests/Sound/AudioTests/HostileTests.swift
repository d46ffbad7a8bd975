import Glibc
import Testing

@testable import Audio

/// What headers claim and samples hold has no bounds; what we do with it has.
@Suite struct `Hostile sound` {
  private func words(_ body: () throws -> Any) -> String {
    do {
      return "no error but \(try body())"
    } catch {
      return "\(error)"
    }
  }

  private let tone = (0..<4000).map { Int16(8000 * sin(0.2 * Double($0))) }

  @Test(arguments: [1, 10, 999, 2_000_000_000]) func `a rate that no recording has is named`(rate: Int) {
    let file = AudioFile.wave(tone, rate: rate)
    #expect(
      words { try AudioFile.read(bytes: file) }
        == "cannot read 'memory': its header says \(rate) Hz; expected a rate from 1000 to 768000 Hz")
  }

  /// A FLAC stream of silence whose header claims 36 bits of samples; the frames themselves are three.
  @Test func `hours that a header claims are refused at once`() {
    // STREAMINFO: blocks of 4096, frame sizes unknown, 8000 Hz, 1 channel, 16 bits, 10 hours of samples.
    let samples = UInt64(10 * 3600 * 8000)
    let packed = UInt64(8000) << 44 | 0 << 41 | 15 << 36 | samples
    var file = Array("fLaC".utf8) + [0x80, 0, 0, 34, 0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0]
    file += (0..<8).map { UInt8(truncatingIfNeeded: packed >> (56 - 8 * $0)) } + [UInt8](repeating: 0, count: 16)
    let begin = clock()
    let said = words { try AudioFile.read(bytes: file) }
    #expect(said.hasSuffix("expected at most 60 minutes and 268435456 samples in one piece"), "\(said)")
    #expect(said.contains("288000000 frames"))
    #expect(Double(clock() - begin) / Double(CLOCKS_PER_SEC) < 1)
    // A part of it may be asked for.
    #expect(throws: Never.self) { try AudioFile.read(bytes: file, span: Span(duration: 1)) }
  }

  @Test func `how long a file lasts is counted where its header claims more`() throws {
    let path = "/tmp/lilt-short-\(getpid()).au"
    defer { unlink(path) }
    // An AU file says in bytes how much sound follows; all ones would mean "unknown".
    func file(claiming bytes: Int) -> [UInt8] {
      let numbers = [0x2E73_6E64, 24, bytes, 3, 8000, 1]
      return numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
        + tone.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }
    for claimed in [8000, 1 << 30] {
      let written = file(claiming: claimed)
      let handle = fopen(path, "wb")
      fwrite(written, 1, written.count, handle)
      fclose(handle)
      #expect(try AudioFile.seconds(of: path) == 0.5)
    }
  }

  @Test func `a pipe, a device and a socket are refused before anybody waits`() throws {
    let pipe = "/tmp/lilt-pipe-\(getpid())"
    defer { unlink(pipe) }
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(words { try AudioFile.read(pipe) }.hasSuffix("found a pipe"))
    #expect(words { try AudioFile.read("/dev/zero") }.hasSuffix("found a device"))
  }

  @Test func `a stream without an end ends with a sentence`() throws {
    let zeros = open("/dev/zero", O_RDONLY)
    defer { close(zeros) }
    #expect(
      words { try AudioFile.read(descriptor: zeros) }
        == "cannot read 'standard input': it goes on beyond 256 MiB; expected less, or a file")
  }

  @Test(arguments: [1e-45, 1e-40, 1e-38, 1, 1e6, 1e16, 1e30, 1e36, 3.4e38])
  func `samples of any size give numbers or a reason`(size: Double) throws {
    let samples = (0..<4000).map { Float(size * sin(0.2 * Double($0))) }
    var settings: [Cleaning] = [Cleaning()]
    for change in [
      { $0.dc = true }, { $0.trim = Trim() }, { $0.mask = EnvelopeMask() }, { $0.preEmphasis = PreEmphasis() },
      { cleaning in
        cleaning.mask = EnvelopeMask()
        cleaning.mask?.relative = true
      },
      { cleaning in
        cleaning.level = Level()
        cleaning.level?.peak = -1
      },
      { cleaning in
        cleaning.level = Level()
        cleaning.level?.rms = -20
      },
    ] as [(inout Cleaning) -> Void] {
      var cleaning = Cleaning()
      change(&cleaning)
      settings.append(cleaning)
    }
    for cleaning in settings {
      switch try Cleaner(cleaning).clean(Recording(rate: 16000, float: samples)) {
      case .waveform(let waveform):
        let strange = waveform.samples.filter { !$0.isFinite }
        #expect(strange == [], "\(cleaning)")
      case .dropped(let why): #expect(size != 1, "\(cleaning): \(why)")
      }
    }
  }

  @Test func `more than a gibibyte of samples is not made`() {
    let samples = [Float](repeating: 0.1, count: 2_000_000)
    #expect(
      words { try Resampler.resample(samples, from: 1000, to: 200_000) }.contains("400000000 samples"))
  }

  @Test func `places beyond all numbers are no trap for what seeks in a file`() {
    // A W64 file of one chunk that claims to be longer than memory can be; then a chunk is looked for behind it.
    let guid: [UInt8] = [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]
    let wave: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]
    for huge in [UInt64.max, UInt64(Int64.max), UInt64(Int64.max) - 7, 1 << 62] {
      var file = Array("riff".utf8) + guid + (0..<8).map { UInt8(truncatingIfNeeded: huge >> (8 * $0)) }
      file += Array("wave".utf8) + wave + Array("junk".utf8) + wave
      file += (0..<8).map { UInt8(truncatingIfNeeded: huge >> (8 * $0)) } + [UInt8](repeating: 7, count: 64)
      #expect(throws: AudioError.self) { try AudioFile.read(bytes: file) }
    }
  }
}
