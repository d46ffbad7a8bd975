import CSndfile

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
