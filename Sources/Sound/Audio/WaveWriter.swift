import Glibc

extension AudioFile {
  /// A 16-bit PCM WAV file: 44 bytes of header, then the samples, and nothing that differs from run to run.
  /// - Parameter samples: interleaved; a last frame that is not whole is left out.
  public static func wave(_ samples: [Int16], rate: Int, channels: Int = 1) -> [UInt8] {
    let frameBytes = 2 * channels
    let dataBytes = samples.count / channels * frameBytes
    var file: [UInt8] = []
    file.reserveCapacity(44 + dataBytes)
    func put(_ text: String) { file += Array(text.utf8) }
    func put32(_ value: Int) { file += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    func put16(_ value: Int) { file += (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    put("RIFF")
    put32(36 + dataBytes)
    put("WAVEfmt ")
    put32(16)
    put16(1)
    put16(channels)
    put32(rate)
    put32(rate * frameBytes)
    put16(frameBytes)
    put16(16)
    put("data")
    put32(dataBytes)
    samples.prefix(dataBytes / 2).withUnsafeBufferPointer { whole in
      if 1.littleEndian == 1 {
        file.append(contentsOf: UnsafeRawBufferPointer(whole))
      } else {
        for sample in whole { put16(Int(sample)) }
      }
    }
    return file
  }

  /// Writes 16-bit samples as a WAV file, whole or not at all.
  public static func write(
    _ samples: [Int16], rate: Int, channels: Int = 1, to path: String
  ) throws(AudioError) {
    try replace(path, with: wave(samples, rate: rate, channels: channels))
  }

  /// Writes a waveform as a 16-bit WAV file, whole or not at all; what exceeds full scale is cut at it.
  public static func write(_ waveform: Waveform, to path: String) throws(AudioError) {
    try write(waveform.samples.map(Self.int16), rate: waveform.rate, to: path)
  }

  /// The nearest 16-bit number, 1 being 32768; not-a-number becomes 0.
  static func int16(_ sample: Float) -> Int16 {
    let scaled = (sample * 32768).rounded(.toNearestOrEven)
    return scaled.isNaN ? 0 : Int16(max(-32768, min(32767, scaled)))
  }

  private static func replace(_ path: String, with bytes: [UInt8]) throws(AudioError) {
    let temporary = path + ".tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw AudioError(.write, path, .system(systemError())) }
    var failure: String?
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, failure == nil {
        let step = Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
        if step > 0 { done += step } else if errno != EINTR { failure = systemError() }
      }
    }
    if close(descriptor) != 0, failure == nil { failure = systemError() }
    if failure == nil, rename(temporary, path) != 0 { failure = systemError() }
    guard let failure else { return }
    unlink(temporary)
    throw AudioError(.write, path, .system(failure))
  }
}
