import Settings
import Signal

/// What counts as 0 dB.
public enum DecibelReference: String, Choice {
  case one, max

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .one: "A power of 1."
    case .max: "The clip's largest power."
    }
  }
}

/// Mel powers in decibels: 10 log10(max(x, 1e-10) / reference), no further than `range` below the clip's loudest.
final class MelDecibels {
  private let mel: MelSpectrogram
  private let reference: DecibelReference
  private let range: Double?
  private let storage = MatrixStorage()
  private var known: (clip: Int, values: FrameMatrix)?

  init(_ mel: MelSpectrogram, reference: DecibelReference, range: Double?) {
    (self.mel, self.reference, self.range) = (mel, reference, range)
  }

  func values(of clip: ClipSamples) throws -> FrameMatrix {
    if let known, known.clip == clip.number { return known.values }
    let power = try mel.values(of: clip)
    let values = storage.matrix(rows: power.rows, columns: power.columns)
    Decibels.convert(power, to: values, reference: reference == .max ? nil : 1, range: range)
    known = (clip.number, values)
    return values
  }
}

/// Powers to decibels over whole matrices, as `librosa.power_to_db` does it.
enum Decibels {
  /// 10 log10(max(x, floor)) - 10 log10(max(reference, floor)), at least the maximum minus `range`.
  /// - Parameter reference: the power at 0 dB; the largest one if nil.
  static func convert(_ x: FrameMatrix, to y: FrameMatrix, reference: Float?, range: Double?, floor: Float = 1e-10) {
    // Between a row's end and its stride stand zeros, which become the floor and so are never the maximum.
    let count = x.extent
    Arrays.decibels(x.start, to: y.start, count: count, floor: floor)
    guard range != nil || reference != 1 else { return }
    var top = Arrays.maximum(y.start, count: count)
    if reference != 1 {
      var zero = top
      if let reference {
        var reference = reference
        Arrays.decibels(&reference, to: &zero, count: 1, floor: floor)
      }
      Arrays.scale(y.start, to: y.start, count: count, by: 1, offset: -zero)
      top -= zero
    }
    if let range { Arrays.raise(y.start, to: y.start, count: count, floor: top - Float(range)) }
  }
}
