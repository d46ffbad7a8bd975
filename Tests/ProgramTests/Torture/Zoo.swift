import Foundation

/// Sound files of every kind that turns up in folders, and of some that only turn up once: each whole but odd, or broken in a
/// way of its own.
struct Zoo {
  /// One file.
  struct Animal {
    /// What is odd about it, in words.
    let kind: String
    let suffix: String
    let bytes: Data
  }

  /// All of them, always in the same order.
  static let animals: [Animal] = {
    var zoo = Zoo()
    zoo.addEncodings()
    zoo.addShapes()
    zoo.addValues()
    zoo.addHeaders()
    zoo.addChunks()
    zoo.addStrangers()
    return zoo.animals
  }()

  private var animals: [Animal] = []

  private mutating func add(_ kind: String, _ bytes: Data, suffix: String = "wav") {
    animals.append(Animal(kind: kind, suffix: suffix, bytes: bytes))
  }

  // MARK: encodings

  private mutating func addEncodings() {
    let tone = Zoo.tone(4000)
    for (name, format, bits) in [
      ("unsigned 8 bits", 1, 8), ("16 bits", 1, 16), ("24 bits", 1, 24), ("32 bits", 1, 32), ("float", 3, 32),
      ("double", 3, 64), ("A-law", 6, 8), ("mu-law", 7, 8),
    ] {
      add("WAV, \(name)", Zoo.wave(Zoo.encoded(tone, format: format, bits: bits), format: format, bits: bits))
    }
    for (name, code, width) in [
      ("mu-law", 1, 1), ("8 bits", 2, 1), ("16 bits", 3, 2), ("24 bits", 4, 3), ("32 bits", 5, 4), ("float", 6, 4),
      ("double", 7, 8), ("A-law", 27, 1), ("an encoding that nobody knows", 99, 2),
    ] {
      let data = Data(tone.flatMap { Zoo.au($0, code: code, width: width) })
      let fields: [UInt32] = [24, UInt32(data.count), UInt32(code), 16_000, 1]
      add("AU, \(name)", Zoo.named(".snd", fields.flatMap(Zoo.big)) + data, suffix: "au")
    }
    add("AIFF", Sounds.aiff(Sounds.tone(300)), suffix: "aiff")
    add("AIFF under the name of a WAV", Sounds.aiff(Sounds.tone(310)))
    let folder = "\(Programs.checkout)/Tests/Fixtures/Sounds"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
    where !name.hasSuffix(".py") {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      let suffix = name.split(separator: ".").last.map(String.init) ?? ""
      add("fixture \(name)", bytes, suffix: ["voc"].contains(suffix) ? "wav" : suffix)
      add("fixture \(name), cut", bytes.prefix(bytes.count * 2 / 3), suffix: suffix == "voc" ? "wav" : suffix)
    }
  }

  // MARK: channels, rates, lengths

  private mutating func addShapes() {
    for channels in [2, 3, 6, 32, 255, 1024] {
      let samples = (0..<500).flatMap { frame in (0..<channels).map { Int16(truncatingIfNeeded: frame * 31 + $0 * 7) } }
      add("\(channels) channels", Sounds.wave(samples, channels: channels))
    }
    for rate in [
      0, 1, 10, 100, 999, 1000, 4000, 8000, 11_025, 44_100, 96_000, 192_000, 384_000, 768_000, 768_001, 2_000_000_000,
      0xFFFF_FFFF,
    ] {
      add("\(rate) Hz", Sounds.wave(Sounds.tone(330 + Double(rate % 50), rate: 16_000), rate: rate))
    }
    for length in [0, 1, 2, 3, 4, 5, 16, 100, 511, 512, 513, 2047, 2048, 2049, 5000] {
      add("\(length) samples", Sounds.wave((0..<length).map { Int16(truncatingIfNeeded: $0 * 977 + length + 1) }))
    }
  }

  // MARK: values

  private mutating func addValues() {
    let base = Sounds.tone(350).map { Float($0) / 32768 }
    func floats(_ kind: String, _ change: (Int, Float) -> Float) {
      add(kind, Sounds.wave(base.enumerated().map { change($0.offset, $0.element) }))
    }
    floats("one sample that is no number") { $0 == 40 ? .nan : $1 }
    floats("no number at all") { _, _ in .nan }
    floats("one infinite sample") { $0 == 40 ? .infinity : $1 }
    floats("infinities of both signs") { index, _ in index % 2 == 0 ? .infinity : -.infinity }
    for size in [1e4, 1e10, 1e16, 1e19, 1e25, 1e30, 1e36, 3e38, 1e-10, 1e-20, 1e-30, 1e-38, 1e-42] {
      floats("floats of \(size)") { Float(Double($1) * size) }
    }
    floats("the largest floats in turn") { index, _ in
      index % 2 == 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude
    }
    let huge: [Double] = [1e300, -1e300, 1e-300, 0.5]
    let doubles = Data(
      huge.flatMap { value in [[UInt8]](repeating: Zoo.little(value.bitPattern, 8), count: 1000).joined() })
    add("doubles that no float holds", Zoo.wave(doubles, format: 3, bits: 64))
    add("silence", Sounds.wave([Int16](repeating: 0, count: 4000)))
    add("a constant", Sounds.wave([Int16](repeating: 12_345, count: 4000)))
    add("the lowest sample throughout", Sounds.wave([Int16](repeating: .min, count: 4000)))
    add("one click", Sounds.wave((0..<4000).map { $0 == 2000 ? Int16.max : 0 }))
    add("a square wave at full scale", Sounds.wave((0..<4000).map { $0 / 40 % 2 == 0 ? Int16.max : .min }))
    add("the last bit only", Sounds.wave((0..<4000).map { Int16($0 % 2) }))
  }

  // MARK: headers

  private mutating func addHeaders() {
    let whole = Sounds.wave(Sounds.tone(370))
    for length in [0, 1, 4, 12, 20, 35, 43, 44, 45, 46, 100] { add("the first \(length) bytes", whole.prefix(length)) }
    add("cut in the middle of a sample", whole.prefix(whole.count - 333))
    add("garbage behind it", whole + Data((0..<999).map { UInt8(truncatingIfNeeded: $0 * 89 + 3) }))
    func patched(_ kind: String, _ place: Int, _ value: UInt64, _ width: Int) {
      var bytes = whole
      bytes.replaceSubrange(place..<place + width, with: Zoo.little(value, width))
      add(kind, bytes)
    }
    for (name, place, width) in [
      ("size of the file", 4, 4), ("size of the format", 16, 4), ("format", 20, 2), ("channels", 22, 2),
      ("bytes a second", 28, 4),
      ("bytes a frame", 32, 2), ("bits a sample", 34, 2), ("size of the sound", 40, 4),
    ] {
      for value in [0, 1, 7, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt64]
      where value < 1 << (8 * width) {
        patched("\(name) \(value)", place, value, width)
      }
    }
  }

  // MARK: chunks

  private mutating func addChunks() {
    let fields: [[UInt8]] = [[1, 0, 1, 0], Zoo.little(16_000, 4), Zoo.little(32_000, 4), [2, 0, 16, 0]]
    let format = Zoo.chunk("fmt ", Data(fields.joined()))
    let sound = Zoo.chunk("data", Data(Sounds.tone(390).flatMap { Zoo.little(UInt64(UInt16(bitPattern: $0)), 2) }))
    let list = Zoo.chunk("LIST", Data("INFOISFT\u{6}\0\0\0Lilt\0\0".utf8))
    let odd = Zoo.named("junk", [3, 0, 0, 0, 1, 2, 3])
    let greedy = Zoo.named("junk", [0xFF, 0xFF, 0xFF, 0xFF])
    let empty = Data([Data](repeating: Zoo.named("junk", [0, 0, 0, 0]), count: 100_000).joined())
    let nameless = Data([0xFF, 0, 0x1B, 0x9B, 4, 0, 0, 0, 1, 2, 3, 4])
    let files: [(String, [Data])] = [
      ("sound before its format", [sound, format]), ("no format", [sound]), ("no sound", [format]),
      ("two formats", [format, format, sound]), ("two sounds", [format, sound, sound]),
      ("text before the sound", [format, list, sound]), ("text behind the sound", [format, sound, list]),
      ("a chunk of odd size without padding", [format, odd, sound]),
      ("a chunk that claims all", [format, greedy, sound]),
      ("a hundred thousand empty chunks", [format, empty, sound]),
      ("chunks of zeros", [format, Data(count: 100_000), sound]),
      ("names of chunks that no text has", [format, nameless, sound]),
    ]
    for (kind, chunks) in files {
      let body = Data(chunks.joined())
      add(kind, Zoo.named("RIFF", Zoo.little(UInt64(body.count + 4), 4)) + Data("WAVE".utf8) + body)
    }
    // 36 bits of samples in a header of 42 bytes.
    let samples: UInt64 = 10 * 3600 * 16_000
    let hours: UInt64 = 16_000 << 44 | 15 << 36 | samples
    let information = Zoo.named("fLaC", [0x80, 0, 0, 34, 16, 0, 16, 0, 0, 0, 0, 0, 0, 0])
    add("a header of ten hours", information + Data(Zoo.big(hours)) + Data(count: 16), suffix: "flac")
  }

  // MARK: what is no sound

  private mutating func addStrangers() {
    let noise = Data((0..<5000).map { (index: Int) -> UInt8 in UInt8(truncatingIfNeeded: (index * index * 31) >> 3) })
    let strangers: [(String, Data)] = [
      ("text", Data("not a sound\n".utf8)), ("a page", Data("<!DOCTYPE html><html>404</html>".utf8)),
      ("zeros", Data(count: 5000)),
      ("noise", noise),
      ("a pointer of git-lfs", Data("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8)),
      ("an archive", Data([0x1F, 0x8B, 8, 0]) + noise),
      ("an HDF5 file", Data([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10]) + noise),
    ]
    for (kind, bytes) in strangers {
      add(kind, bytes)
    }
    for (magic, suffix) in [
      ("RIFF\u{10}\0\0\0WAVE", "wav"), ("fLaC", "flac"), ("OggS", "ogg"), ("FORM\0\0\u{10}\0AIFF", "aiff"),
      ("caff", "caf"),
      (".snd", "au"), ("ID3\u{4}\0\0\0\0\u{1}\0", "mp3"), ("riff", "w64"), ("RF64", "rf64"),
      ("FORM\0\0\u{10}\0AIFC", "aifc"),
    ] {
      add("noise behind \(suffix)'s first bytes", Data(magic.utf8) + noise, suffix: suffix)
    }
    // Frames of MPEG audio, layer III, whose content is noise: libmpg123 has a lot to say about them.
    let head: [UInt8] = [0xFF, 0xFB, 0x90, 0x00]
    let frames = (0..<30).map { Data(head) + noise[$0 * 100..<$0 * 100 + 413] }
    add("an MP3 of noise", Data(frames.joined()), suffix: "mp3")
  }

  // MARK: bytes

  /// A sample as an AU file of an encoding stores it.
  private static func au(_ sample: Double, code: Int, width: Int) -> [UInt8] {
    switch code {
    case 6: big(Float(sample).bitPattern)
    case 7: big(sample.bitPattern)
    default: Array(big(Int64(sample * 0x1p62)).prefix(width))
    }
  }

  private static func named(_ name: String, _ bytes: [UInt8]) -> Data { Data(Array(name.utf8) + bytes) }

  /// A tone between -0.5 and 0.5.
  static func tone(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 * sin(0.13 * Double($0)) * cos(0.011 * Double($0)) }
  }

  /// Samples as a WAV file of a format stores them.
  static func encoded(_ samples: [Double], format: Int, bits: Int) -> Data {
    Data(
      samples.flatMap { sample -> [UInt8] in
        switch (format, bits) {
        case (3, 32): little(UInt64(Float(sample).bitPattern), 4)
        case (3, _): little(sample.bitPattern, 8)
        case (1, 8), (6, _), (7, _): [UInt8(128 + sample * 127)]
        default: little(UInt64(bitPattern: Int64(sample * pow(2, Double(bits - 1)))), bits / 8)
        }
      })
  }

  /// A WAV file of one channel.
  static func wave(_ data: Data, format: Int, bits: Int, rate: Int = 16_000) -> Data {
    let width = bits / 8
    let head: [[UInt8]] = [
      Array("RIFF".utf8), little(UInt64(36 + data.count), 4), Array("WAVEfmt ".utf8), little(16, 4),
      little(UInt64(format), 2),
      little(1, 2), little(UInt64(rate), 4), little(UInt64(rate * width), 4), little(UInt64(width), 2),
      little(UInt64(bits), 2),
      Array("data".utf8), little(UInt64(data.count), 4),
    ]
    return Data(head.joined()) + data
  }

  private static func chunk(_ name: String, _ data: Data) -> Data {
    Data(Array(name.utf8) + little(UInt64(data.count), 4)) + data + Data(count: data.count % 2)
  }

  static func little(_ value: UInt64, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  static func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian, Array.init)
  }
}
