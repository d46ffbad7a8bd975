import Glibc
import Settings
import Signal

/// What a mel spectrogram depends on, besides its frames.
struct MelShape: Hashable {
  var bands = 128
  var low = 0.0
  var high: Double?
  var htk = false
  var norm = MelNorm.slaney
  /// The exponent on magnitudes.
  var power = 2.0

  /// Bands need a width, whatever the rate.
  func validate() throws {
    guard low < high ?? .infinity else { throw Invalid("low must be below high, found \(low)") }
  }
}

/// Powers in mel bands over a clip. // [bands, frames]
final class MelSpectrogram: FrameListener {
  private let spectrogram: Spectrogram
  private let bank: FilterBank
  private let exponent: Double
  private let raised: AlignedBuffer<Float>
  private let storage = MatrixStorage()
  private lazy var values = storage.matrix(rows: bank.count, columns: 0)
  /// Frames that wait until there are enough to write whole vectors of time. // [16, bands]
  private let waiting: AlignedBuffer<Float>
  private static let block = 16

  init(_ shape: MelShape, of spectrogram: Spectrogram) throws {
    let nyquist = spectrogram.rate / 2
    let high = shape.high ?? nyquist
    guard shape.low >= 0, shape.low < high, high <= nyquist else {
      throw FeatureError(
        subject: "mel",
        cause: "bands from \(shape.low) to \(high) Hz do not lie between 0 and half the rate, \(nyquist) Hz")
    }
    self.spectrogram = spectrogram
    bank = FilterBank(
      MelBank.weights(
        rate: spectrogram.rate, size: spectrogram.frame.size, bands: shape.bands, low: shape.low, high: high,
        scale: shape.htk ? .htk : .slaney, norm: shape.norm))
    exponent = shape.power
    raised = AlignedBuffer(count: spectrogram.bins + 16)
    waiting = AlignedBuffer(count: Self.block * shape.bands)
    spectrogram.add(self, demanding: exponent == 2 ? .power : .magnitude)
  }

  func values(of clip: ClipSamples) throws -> FrameMatrix {
    try spectrogram.run(clip)
    return values
  }

  func begin(frames: Int) { values = storage.matrix(rows: bank.count, columns: frames) }

  func hear(_ frame: SpectrumFrame, at t: Int) {
    bank(source(frame), to: waiting.start + (t % Self.block) * bank.count)
    if t % Self.block == Self.block - 1 { write(from: t - Self.block + 1, count: Self.block) }
  }

  func end() {
    let rest = values.columns % Self.block
    if rest > 0 { write(from: values.columns - rest, count: rest) }
  }

  private func source(_ frame: SpectrumFrame) -> UnsafePointer<Float> {
    if exponent == 2 { return frame.power }
    if exponent == 1 { return frame.magnitude }
    for k in 0..<frame.bins { raised[k] = powf(frame.magnitude[k], Float(exponent)) }
    return UnsafePointer(raised.start)
  }

  /// Turns the frames that wait into columns.
  private func write(from first: Int, count: Int) {
    let bands = bank.count
    for b in 0..<bands {
      let row = values.row(b) + first
      for i in 0..<count { row[i] = waiting[i * bands + b] }
    }
  }
}
