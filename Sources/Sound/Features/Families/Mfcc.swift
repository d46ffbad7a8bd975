import Glibc
import Settings
import Signal

/// Mel-frequency cepstral coefficients as librosa defines them: the orthonormal cosine transform of mel powers in dB.
/// // [count, frames]
public struct Mfcc: Family {
  /// `mfcc` in recipes.
  public static let name = "mfcc"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Mel-frequency cepstral coefficients as librosa defines them: the orthonormal cosine transform of mel powers \
    in dB.
    """
  ) {
    Key("count", "Coefficients kept, at most as many as `mels`.", in: 1...4096)
    Key(
      "lifter", "L of the lifter 1 + L/2 sin(π (n + 1) / L) that coefficient n is multiplied by; none if 0.",
      in: 0...1e6)
    Key("mels", "Mel bands.", in: 1...4096)
    Key("low", "The lower end of the first band.", in: 0...1e6, unit: "Hz")
    Key(
      "high", "The upper end of the last band; half the rate when left out.", in: 0...1e6, unit: "Hz",
      example: "high: 4000")
    Key("htk", "Whether bands lie on HTK's mel scale, rather than on Slaney's.")
    Key("norm", "How the bands' triangles are scaled.")
    Key(
      "topDb", "How far below the clip's loudest value decibels may lie; null for any distance.", in: 0...10_000,
      unit: "dB")
  }

  /// Coefficients kept.
  public var count = 20
  /// L of the lifter 1 + L/2 sin(π (n + 1) / L) that coefficient n is multiplied by; none if 0.
  public var lifter = 0.0
  /// Mel bands.
  public var mels = 128
  /// The lower end of the first band, in Hz.
  public var low = 0.0
  /// The upper end of the last band, in Hz; half the rate if null.
  public var high: Double?
  /// Whether bands lie on HTK's mel scale, rather than on Slaney's.
  public var htk = false
  /// How the bands' triangles are scaled.
  public var norm = MelNorm.slaney
  /// How far below the clip's loudest value decibels may lie; any distance if null.
  public var topDb: Double? = 80

  /// The defaults above.
  public init() {}

  /// The first `count` coefficients, all else as in librosa.
  public init(count: Int) { self.count = count }

  /// There are as many coefficients as bands.
  public func validate() throws {
    try shape.validate()
    guard count <= mels else {
      throw Invalid("count must be from 1 to the number of mels, \(mels), found \(count)")
    }
  }

  private var shape: MelShape { MelShape(bands: mels, low: low, high: high, htk: htk, norm: norm) }

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let decibels = try stack.decibels(shape, range: topDb)
    let lifter = lifter
    let scales = lifter > 0 ? (1...count).map { 1 + lifter / 2 * sin(.pi * Double($0) / lifter) } : nil
    let transform = Owned(CosineTransform(count: count, bands: mels, scales: scales))
    return ClipComputation(FeatureRow.numbered(Self.name, count: count, unit: "dB"), on: stack.timeline) {
      clip, values in
      let levels = try decibels.values(of: clip)
      transform.value(levels.start, to: values.start, columns: levels.columns, stride: levels.stride)
    }
  }
}
