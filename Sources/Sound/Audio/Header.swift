import CSndfile

/// What a file's header claims, read by us because libsndfile silently corrects what does not fit.
public struct Header: Equatable, Sendable {
  /// Frames that the header promises; nil where it does not say (streams, most compressed encodings).
  public internal(set) var declaredFrames: Int?
  /// Bytes that the header says the whole file has; nil where it does not say.
  public internal(set) var declaredBytes: Int?
  /// Bytes that the file has.
  public let fileBytes: Int
  /// Each claim that other parts of the header or the file's size contradict, as a phrase.
  public internal(set) var contradictions: [String] = []

  /// What the first bytes say the container is.
  var sniffed: Container?
  /// What the size of a WAV file's sound should read as, where the header gives it too small or not at all.
  var correction: Correction?

  init(fileBytes: Int) { self.fileBytes = fileBytes }
}

extension Header {
  /// Looks at the first bytes and, in RIFF and AIFF files, walks the chunks up to the sound.
  init(of source: ByteSource, name: String) throws(AudioError) {
    self.init(fileBytes: source.count)
    let start = source.bytes(at: 0, count: 64)
    guard !start.isEmpty else { throw AudioError(.read, name, .empty) }
    if start.starts(with: Array("version https://git-lfs".utf8)) {
      throw AudioError(.read, name, .largeFilePointer)
    }
    let form = start.count >= 12 ? text(start[8..<12]) : ""
    switch text(start.prefix(4)) {
    case "RIFF" where form == "WAVE":
      sniffed = .wav
      readWave(source)
    case "RIFX" where form == "WAVE": sniffed = .wav
    case "RF64":
      sniffed = .rf64
      // The 64-bit sizes stand in a first chunk of their own, the whole file's at 20.
      declaredBytes = Int(truncatingIfNeeded: little(source.bytes(at: 20, count: 8))) &+ 8
    case "FORM" where form == "AIFF" || form == "AIFC":
      sniffed = form == "AIFC" ? .aifc : .aiff
      readAIFF(source)
    case "fLaC": sniffed = .flac
    case "OggS": sniffed = .ogg
    case "riff":
      sniffed = .w64
      declaredBytes = Int(truncatingIfNeeded: little(source.bytes(at: 16, count: 8)))
    case ".snd":
      sniffed = .au
      let size = Int(big(source.bytes(at: 8, count: 4)))
      if size != 0xFFFF_FFFF { declaredBytes = Int(big(source.bytes(at: 4, count: 4))) + size }
    case "caff": sniffed = .caf
    default:
      let isMPEG = start.count > 1 && start[0] == 0xFF && start[1] & 0xE0 == 0xE0
      if isMPEG || start.starts(with: Array("ID3".utf8)) { sniffed = .mpeg }
    }
    compareSizes()
  }

  /// Whether the file is shorter than the header says.
  var isCut: Bool { declaredBytes.map { $0 > fileBytes + 1 } ?? false }

  /// What bytes that no decoder takes look like, for an error: `text that begins with "<!DOCTYPE"`.
  static func likeness(of source: ByteSource) -> String {
    let start = source.bytes(at: 0, count: 16)
    if start.allSatisfy({ $0 == 0 }) { return "zeros" }
    if start.allSatisfy({ (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }) {
      let line = start.prefix { $0 >= 0x20 }
      return "text that begins with \"\(text(line))\""
    }
    return "bytes of an unknown kind"
  }

  private mutating func readWave(_ source: ByteSource) {
    let riff = Int(little(source.bytes(at: 4, count: 4)))
    // Programs that write to a pipe cannot know the sizes and leave 0 or all ones.
    if isKnown(riff) { declaredBytes = riff + 8 }
    var blockAlign: Int?
    for chunk in Chunks(source: source, endian: little) {
      if chunk.id == "fmt " {
        blockAlign = readFormat(source.bytes(at: chunk.start, count: 16))
      } else if chunk.id == "data" {
        if let blockAlign, blockAlign > 0, isKnown(chunk.size) { declaredFrames = chunk.size / blockAlign }
        correct(chunk.start, chunk.size, source)
        break
      }
    }
  }

  /// Sound goes on to the end of what the file claims to be when no chunk follows where the sound is said to end.
  private mutating func correct(_ start: Int, _ size: Int, _ source: ByteSource) {
    let end = min(declaredBytes ?? fileBytes, fileBytes)
    let next = start + size + size & 1
    guard size < 0x7FFF_F000, next + 8 <= end else { return }
    let head = source.bytes(at: next, count: 8)
    let isNamed = head.prefix(4).allSatisfy { (0x20..<0x7F).contains($0) }
    if isNamed, next + 8 + Int(little(head[4..<8])) <= fileBytes + 1 { return }
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: (end - start) >> (8 * $0)) }
    correction = Correction(place: start - 4, bytes: bytes)
  }

  /// Reads a `fmt ` chunk and returns the bytes of one frame where the samples are stored plainly.
  private mutating func readFormat(_ bytes: [UInt8]) -> Int? {
    guard bytes.count == 16 else { return nil }
    let tag = little(bytes[0..<2])
    let channels = Int(little(bytes[2..<4]))
    let rate = Int(little(bytes[4..<8]))
    let byteRate = Int(little(bytes[8..<12]))
    let blockAlign = Int(little(bytes[12..<14]))
    let bits = Int(little(bytes[14..<16]))
    // PCM, IEEE float, A-law, mu-law and "extensible": those whose frames all have the same size.
    guard [1, 3, 6, 7, 0xFFFE].contains(tag) else { return nil }
    let frame = channels * ((bits + 7) / 8)
    if blockAlign != frame {
      contradictions.append("\(blockAlign) bytes a frame declared, \(frame) needed")
    }
    if byteRate != rate * blockAlign {
      contradictions.append("\(byteRate) bytes a second declared, \(rate * blockAlign) needed")
    }
    return blockAlign
  }

  private mutating func readAIFF(_ source: ByteSource) {
    declaredBytes = Int(big(source.bytes(at: 4, count: 4))) + 8
    for chunk in Chunks(source: source, endian: big) {
      if chunk.id == "COMM" {
        declaredFrames = Int(big(source.bytes(at: chunk.start + 2, count: 4)))
      } else if chunk.id == "SSND" {
        break
      }
    }
  }

  private mutating func compareSizes() {
    // A last chunk of odd size may lack its padding byte without harm.
    if let declaredBytes, declaredBytes > fileBytes + 1 || declaredBytes < fileBytes - 1 {
      contradictions.append("\(declaredBytes) bytes declared, \(fileBytes) there")
    }
  }

  private func isKnown(_ size: Int) -> Bool { size != 0 && size < 0x7FFF_F000 }
}

/// The chunks of a RIFF or AIFF file, one after another, as far as the file goes.
private struct Chunks: Sequence, IteratorProtocol {
  let source: ByteSource
  let endian: (ArraySlice<UInt8>) -> UInt64
  private var position = 12
  private var count = 0
  /// More than any program writes; a bound, because a chunk may be as short as its own head.
  private static let limit = 10_000

  init(source: ByteSource, endian: @escaping (ArraySlice<UInt8>) -> UInt64) {
    self.source = source
    self.endian = endian
  }

  mutating func next() -> (id: String, start: Int, size: Int)? {
    let head = source.bytes(at: position, count: 8)
    guard head.count == 8, count < Self.limit else { return nil }
    count += 1
    let size = Int(endian(head[4..<8]))
    let start = position + 8
    position = start + size + size & 1
    return (text(head[0..<4]), start, size)
  }
}

private func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
private func little(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
private func big(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
private func little(_ bytes: [UInt8]) -> UInt64 { little(bytes[...]) }
private func big(_ bytes: [UInt8]) -> UInt64 { big(bytes[...]) }

/// The kind of file that a sound is wrapped in.
public enum Container: String, Sendable, CaseIterable, Codable {
  /// RIFF WAVE, also in its extensible form.
  case wav = "WAV"
  /// RIFF with 64-bit sizes.
  case rf64 = "RF64"
  /// Sony's WAVE with 64-bit sizes.
  case w64 = "W64"
  /// Apple's interchange format.
  case aiff = "AIFF"
  /// AIFF with compression types, of which `NONE` and `sowt` are plain samples.
  case aifc = "AIFF-C"
  /// Free lossless audio codec.
  case flac = "FLAC"
  /// Ogg with Vorbis, Opus, FLAC or Speex in it.
  case ogg = "Ogg"
  /// MPEG audio, layers I to III.
  case mpeg = "MP3"
  /// Sun and NeXT.
  case au = "AU"
  /// Apple's core audio format.
  case caf = "CAF"
  /// Whatever else libsndfile reads.
  case other = "another"

  /// File name extensions, in lower case, that say what this container is; none for `other`.
  public var extensions: [String] {
    switch self {
    case .wav: ["wav", "wave"]
    case .rf64: ["wav", "wave", "rf64"]
    case .w64: ["w64", "wav"]
    case .aiff: ["aiff", "aif"]
    case .aifc: ["aifc", "aiff", "aif"]
    case .flac: ["flac"]
    case .ogg: ["ogg", "oga", "opus", "spx"]
    case .mpeg: ["mp3", "mp2", "mpga"]
    case .au: ["au", "snd"]
    case .caf: ["caf"]
    case .other: []
    }
  }

  /// Whether a path's extension agrees with the content; `AIFF-C` behind `.wav` does not.
  public func matches(path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return false }
    return self == .other || extensions.contains(name[name.index(after: dot)...].lowercased())
  }

  /// The container that libsndfile found; `sniffed` tells the two kinds of AIFF apart.
  init(format: Int32, sniffed: Container?) {
    switch Int(format) & Int(SF_FORMAT_TYPEMASK) {
    case Int(SF_FORMAT_WAV), Int(SF_FORMAT_WAVEX): self = .wav
    case Int(SF_FORMAT_RF64): self = .rf64
    case Int(SF_FORMAT_W64): self = .w64
    case Int(SF_FORMAT_AIFF): self = sniffed == .aifc ? .aifc : .aiff
    case Int(SF_FORMAT_FLAC): self = .flac
    case Int(SF_FORMAT_OGG): self = .ogg
    case Int(SF_FORMAT_MPEG): self = .mpeg
    case Int(SF_FORMAT_AU): self = .au
    case Int(SF_FORMAT_CAF): self = .caf
    default: self = .other
    }
  }
}
