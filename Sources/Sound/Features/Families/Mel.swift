import Settings
import Signal

/// Powers in mel bands. // [bands, frames], power or dB
public struct Mel: Family {
  /// `mel` in recipes.
  public static let name = "mel"
  /// What it is for and what its keys mean.
  public static let about = About("Powers in mel bands.") {
    Key("bands", "Bands.", in: 1...4096)
    Key("low", "The lower end of the first band.", in: 0...1e6, unit: "Hz")
    Key(
      "high", "The upper end of the last band; half the rate when left out.", in: 0...1e6, unit: "Hz",
      example: "high: 4000")
    Key("htk", "Whether bands lie on HTK's mel scale, rather than on Slaney's.")
    Key("norm", "How the bands' triangles are scaled.")
    Key("power", "The exponent on magnitudes: 2 for powers.", in: 1e-3...100)
    Key("unit", "What the values are.")
    Key("reference", "What counts as 0 dB.")
    Key(
      "topDb", "How far below the clip's loudest value decibels may lie; null for any distance.", in: 0...10_000,
      unit: "dB")
  }

  /// What the values are.
  public enum Unit: String, Choice {
    case power, db

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .power: "Powers as they are."
      case .db: "10 log10(max(x, 1e-10) / reference)."
      }
    }
  }

  /// Bands.
  public var bands = 128
  /// The lower end of the first band, in Hz.
  public var low = 0.0
  /// The upper end of the last band, in Hz; half the rate if null.
  public var high: Double?
  /// Whether bands lie on HTK's mel scale, rather than on Slaney's.
  public var htk = false
  /// How the bands' triangles are scaled.
  public var norm = MelNorm.slaney
  /// The exponent on magnitudes: 2 for powers.
  public var power = 2.0
  /// What the values are.
  public var unit = Unit.power
  /// What counts as 0 dB.
  public var reference = DecibelReference.one
  /// How far below the clip's loudest value decibels may lie; any distance if null.
  public var topDb: Double? = 80

  /// The defaults above.
  public init() {}

  /// Bands must have a width.
  public func validate() throws {
    try shape.validate()
  }

  private var shape: MelShape {
    MelShape(bands: bands, low: low, high: high, htk: htk, norm: norm, power: power)
  }

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let mel = try stack.mel(shape)
    let rows = FeatureRow.numbered(Self.name, count: bands, unit: unit == .db ? "dB" : "1")
    if unit == .power { return Sharing(rows, on: stack.timeline) { try mel.values(of: $0) } }
    let decibels = try stack.decibels(shape, reference: reference, range: topDb)
    return Sharing(rows, on: stack.timeline) { try decibels.values(of: $0) }
  }
}
