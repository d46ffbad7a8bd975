import Settings
import Signal

/// How the classes of a chroma frame are scaled.
public enum ChromaNorm: String, Choice {
  case max, sum, length, none

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .max: "Divided by the largest."
    case .sum: "Divided by their sum."
    case .length: "Divided by their Euclidean length."
    case .none: "As they are."
    }
  }

  /// Scales every column; columns of nothing stay.
  func apply(_ values: FrameMatrix) {
    guard self != .none else { return }
    for t in 0..<values.columns {
      var size = 0.0
      for r in 0..<values.rows {
        let value = Double(abs(values[r, t]))
        switch self {
        case .max: size = Swift.max(size, value)
        case .sum: size += value
        case .length: size += value * value
        case .none: break
        }
      }
      if self == .length { size = size.squareRoot() }
      guard size >= Double(Float.leastNormalMagnitude) else { continue }
      for r in 0..<values.rows { values[r, t] = Float(Double(values[r, t]) / size) }
    }
  }
}

/// Chroma: power by pitch class, from the Fourier transform; class 0 is C. // [bins, frames]
public struct Chroma: Family {
  /// `chroma` in recipes.
  public static let name = "chroma"
  /// What it is for and what its keys mean.
  public static let about = About("Chroma: power by pitch class, from the Fourier transform; class 0 is C.") {
    Key("bins", "Pitch classes per octave, a multiple of 12 for C to come first.", in: 1...120)
    Key(
      "tuning", "Deviation from A 440 in fractions of a class; estimated from each clip when left out.", in: -120...120,
      example: "tuning: 0")
    Key("norm", "How a frame's classes are scaled.")
  }

  /// Pitch classes per octave, a multiple of 12 for C to come first.
  public var bins = 12
  /// Deviation from A 440 in fractions of a class; estimated from each clip if null.
  public var tuning: Double?
  /// How a frame's classes are scaled.
  public var norm = ChromaNorm.max

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let power: PowerSpectrogram = stack.shared("\(spectrogram.frame)") { PowerSpectrogram(spectrogram) }
    let tracker = tuning == nil ? stack.tuning(from: spectrogram, squared: true) : nil
    let (bins, tuning, norm) = (bins, tuning, norm)
    let column = SharedBuffer<Float>(count: bins)
    // There are at most a hundred estimates.
    let banks = Owned<[Double: Owned<FilterBank>]>([:])
    return ClipComputation(FeatureRow.numbered(Self.name, count: bins, unit: "1"), on: spectrogram.timeline) {
      clip, values in
      let frames = try power.values(of: clip)
      let tuning = try tracker?.tuning(of: clip, classes: bins) ?? tuning ?? 0
      let bank =
        banks.value[tuning]
        ?? Owned(
          FilterBank(
            ChromaBank.weights(
              rate: spectrogram.rate, size: spectrogram.frame.size, classes: bins, tuning: tuning)))
      banks.value[tuning] = bank
      for t in 0..<values.columns {
        bank.value(frames + t * power.stride, to: column.start)
        for c in 0..<bins { values[c, t] = column.start[c] }
      }
      norm.apply(values)
    }
  }
}
