import Settings
import Signal

/// The short-time Fourier transform's magnitudes or powers. // [size / 2 + 1, frames]
public struct Stft: Family {
  /// `stft` in recipes.
  public static let name = "stft"
  /// What it is for and what its keys mean.
  public static let about = About("The short-time Fourier transform's magnitudes or powers.") {
    Key("unit", "What the values are.")
    Key("reference", "What counts as 0 dB.")
    Key(
      "topDb", "How far below the clip's loudest value decibels may lie; null for any distance.", in: 0...10_000,
      unit: "dB")
  }

  /// What the values are.
  public enum Unit: String, Choice {
    case magnitude, power, db

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .magnitude: "|X|."
      case .power: "|X|²."
      case .db: "10 log10(max(|X|², 1e-10)), no further than `topDb` below the clip's loudest."
      }
    }
  }

  /// What the values are.
  public var unit = Unit.magnitude
  /// What counts as 0 dB.
  public var reference = DecibelReference.one
  /// How far below the clip's loudest value decibels may lie; any distance if null.
  public var topDb: Double? = 80

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let rows = FeatureRow.numbered(Self.name, count: spectrogram.bins, unit: unit == .db ? "dB" : "1")
    let magnitude = unit == .magnitude
    let linear = SpectralComputation(
      rows, of: spectrogram, demanding: magnitude ? .magnitude : .power
    ) { frame, column, stride in
      let source = magnitude ? frame.magnitude : frame.power
      for k in 0..<frame.bins { column[k * stride] = source[k] }
    }
    guard unit == .db else { return linear }
    let (reference, range) = (reference, topDb)
    return ClipComputation(rows, on: spectrogram.timeline) { clip, values in
      let power = try linear.values(of: clip)
      Decibels.convert(power, to: values, reference: reference == .max ? nil : 1, range: range)
    }
  }
}
