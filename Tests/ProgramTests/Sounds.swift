import Foundation

/// Sound files made by hand, byte by byte, so that they can be wrong in every way.
enum Sounds {
  /// A tone of a fifth of a second and its octave, 16 bits, at a third of full scale.
  static func tone(_ hertz: Double, rate: Int = 16_000, level: Double = 0.3, seconds: Double = 0.2) -> [Int16] {
    (0..<Int(seconds * Double(rate))).map { index in
      let angle = 2 * Double.pi * hertz * Double(index) / Double(rate)
      return Int16((32767 * level * (sin(angle) + sin(2 * angle)) / 2).rounded())
    }
  }

  /// A WAV file of 16-bit samples; the header may lie.
  static func wave(
    _ samples: [Int16], rate: Int = 16_000, channels: Int = 1, declaredBytes: Int? = nil, bytesPerSecond: Int? = nil
  ) -> Data {
    wave(
      Data(samples.flatMap { little(UInt16(bitPattern: $0), 2) }), format: 1, bits: 16, rate: rate, channels: channels,
      declaredBytes: declaredBytes, bytesPerSecond: bytesPerSecond)
  }

  /// A WAV file of 32-bit floats.
  static func wave(_ samples: [Float], rate: Int = 16_000) -> Data {
    wave(
      Data(samples.flatMap { little($0.bitPattern, 4) }), format: 3, bits: 32, rate: rate, channels: 1,
      declaredBytes: nil, bytesPerSecond: nil)
  }

  private static func wave(
    _ data: Data, format: Int, bits: Int, rate: Int, channels: Int, declaredBytes: Int?, bytesPerSecond: Int?
  ) -> Data {
    let frame = channels * bits / 8
    var file = Data("RIFF".utf8) + little(36 + data.count, 4) + Data("WAVEfmt ".utf8) + little(16, 4)
    file += little(format, 2) + little(channels, 2) + little(rate, 4) + little(bytesPerSecond ?? rate * frame, 4)
    file += little(frame, 2) + little(bits, 2) + Data("data".utf8) + little(declaredBytes ?? data.count, 4)
    return file + data
  }

  /// An AIFF file of 16-bit samples.
  static func aiff(_ samples: [Int16], rate: Int = 16_000) -> Data {
    let data = Data(samples.flatMap { Array(little(UInt16(bitPattern: $0), 2).reversed()) })
    // An 80-bit float: exponent and a mantissa with an explicit leading one.
    let exponent = Int(log2(Double(rate)))
    let mantissa = UInt64(rate) << UInt64(63 - exponent)
    var common = big(1, 2) + big(samples.count, 4) + big(16, 2) + big(16383 + exponent, 2)
    common += Data((0..<8).map { UInt8(truncatingIfNeeded: mantissa >> (56 - 8 * UInt64($0))) })
    let sound = Data("SSND".utf8) + big(8 + data.count, 4) + big(0, 8) + data
    let body = Data("AIFFCOMM".utf8) + big(common.count, 4) + common + sound
    return Data("FORM".utf8) + big(body.count, 4) + body
  }

  private static func little(_ value: some BinaryInteger, _ bytes: Int) -> Data {
    Data((0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
  }

  private static func big(_ value: some BinaryInteger, _ bytes: Int) -> Data { Data(little(value, bytes).reversed()) }
}
