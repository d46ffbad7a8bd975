import CSndfile
import CSoxr
import Glibc

/// An open sound file: libsndfile over a `ByteSource`, closed exactly once.
struct SoundFile: ~Copyable {
  private let handle: OpaquePointer
  // libsndfile calls back into the source for every byte, so it must live as long as the handle.
  private let source: Unmanaged<ByteSource>
  private let name: String

  let rate: Int
  let channels: Int
  /// Frames that libsndfile expects to find.
  let frames: Int
  /// Whether libsndfile cannot tell how many frames there are.
  var isEndless: Bool { frames == .max }
  let container: Container
  /// libsndfile's name of the sample format: `Signed 16 bit PCM`.
  let encoding: String
  /// Whether every sample fits 16 bits exactly.
  let isNarrow: Bool

  init(_ source: ByteSource, header: Header, name: String) throws(AudioError) {
    var input = SF_VIRTUAL_IO(
      get_filelen: { Int64(ByteSource.from($0).count) },
      seek: { offset, whence, user in
        let source = ByteSource.from(user)
        let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source.position : source.count
        // Offsets may come from the file itself.
        let (place, isBeyond) = base.addingReportingOverflow(Int(offset))
        source.position = isBeyond ? (offset < 0 ? 0 : Int.max) : max(0, place)
        return Int64(source.position)
      },
      read: { target, count, user in
        let source = ByteSource.from(user)
        let done = source.read(at: source.position, into: .init(start: target, count: max(0, Int(count))))
        source.position += done
        return Int64(done)
      },
      write: { _, _, _ in 0 },
      tell: { Int64(ByteSource.from($0).position) })
    var info = SF_INFO()
    let retained = Unmanaged.passRetained(source)
    guard let handle = sf_open_virtual(&input, Int32(SFM_READ), &info, retained.toOpaque()) else {
      retained.release()
      // libsndfile keeps the reason in one place for all threads, so it is not asked for it.
      if let container = header.sniffed { throw AudioError(.read, name, .damaged(container)) }
      throw AudioError(.read, name, .notSound(Header.likeness(of: source)))
    }
    let container = Container(format: info.format, sniffed: header.sniffed)
    let isWhole = info.samplerate > 0 && info.channels > 0 && info.frames >= 0
    guard isWhole, AudioFile.rates.contains(Int(info.samplerate)) else {
      sf_close(handle)
      retained.release()
      throw AudioError(.read, name, isWhole ? .rate(SoundFile.words(forRate: info.samplerate)) : .damaged(container))
    }
    self.handle = handle
    self.source = retained
    rate = Int(info.samplerate)
    channels = Int(info.channels)
    frames = Int(info.frames)
    self.container = container
    self.name = name
    encoding = SoundFile.encodingName(info.format)
    isNarrow = SoundFile.isNarrow(info.format)
  }

  deinit {
    sf_close(handle)
    source.release()
  }

  /// Decodes frames as they are stored: 16-bit numbers where those hold everything, else full-scale floats.
  /// - Returns: the samples of as many frames as there are, interleaved.
  func read(_ range: Range<Int>) throws(AudioError) -> Recording.Samples {
    // What a header claims is refused before an hour of nothing is decoded.
    if !isEndless { try checkLength(range.count) }
    if range.lowerBound > 0, sf_seek(handle, Int64(range.lowerBound), SEEK_SET) < 0 {
      return isNarrow ? .int16([]) : .float([])
    }
    return isNarrow
      ? .int16(try read(frames: range.count) { sf_readf_short(handle, $0, $1) })
      : .float(try read(frames: range.count) { sf_readf_float(handle, $0, $1) })
  }

  private func checkLength(_ frames: Int) throws(AudioError) {
    guard frames > AudioFile.greatestSeconds * rate || frames > AudioFile.greatestCount / channels else { return }
    throw AudioError(
      .read, name, .long("its \(container.rawValue) data is \(frames) frames of \(channels) channels at \(rate) Hz"))
  }

  private static func words(forRate rate: Int32) -> String {
    "its header says \(rate) Hz; expected a rate from \(AudioFile.rates.lowerBound) to \(AudioFile.rates.upperBound) Hz"
  }

  private func read<T>(
    frames: Int, using decode: (UnsafeMutablePointer<T>, sf_count_t) -> sf_count_t
  ) throws(AudioError) -> [T] {
    // A header can promise any number of frames, so memory is taken piece by piece as they turn up.
    let piece = max(1, (1 << 24) / channels)
    var all: [T] = []
    var remaining = frames
    while remaining > 0 {
      let wanted = min(piece, remaining)
      let decoded = [T](unsafeUninitializedCapacity: wanted * channels) { buffer, filled in
        let frames = buffer.baseAddress.map { Int(decode($0, sf_count_t(wanted))) } ?? 0
        filled = min(max(0, frames), wanted) * channels
      }
      let done = decoded.count / channels
      if all.isEmpty { all = decoded } else { all += decoded }
      remaining -= done
      try checkLength(all.count / channels)
      if done < wanted { break }
    }
    return all
  }

  private static func isNarrow(_ format: Int32) -> Bool {
    let narrow = [
      SF_FORMAT_PCM_S8, SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_ULAW, SF_FORMAT_ALAW, SF_FORMAT_ALAC_16,
    ]
    return narrow.contains { Int($0) == Int(format) & Int(SF_FORMAT_SUBMASK) }
  }

  private static func encodingName(_ format: Int32) -> String {
    var info = SF_FORMAT_INFO()
    info.format = Int32(Int(format) & Int(SF_FORMAT_SUBMASK))
    let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
    guard sf_command(nil, Int32(SFC_GET_FORMAT_INFO), &info, size) == 0, let name = info.name else {
      return "unknown"
    }
    return String(cString: name)
  }
}

extension ByteSource {
  /// The source behind the pointer that libsndfile hands back.
  fileprivate static func from(_ user: UnsafeMutableRawPointer?) -> ByteSource {
    Unmanaged<ByteSource>.fromOpaque(user!).takeUnretainedValue()
  }
}

/// The libraries that decode and resample.
public enum SoundLibraries {
  /// Their names and versions: the samples of a clip depend on them.
  public static var versions: [String] {
    // Both say who they are in front of the version: `libsndfile-1.2.0`, `libsoxr-0.1.3`.
    [sf_version_string(), soxr_version()].map { spoken in
      String(cString: spoken!).replacing("-", with: " ", maxReplacements: 1)
    }
  }
}
