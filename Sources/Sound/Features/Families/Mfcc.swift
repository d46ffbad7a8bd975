import Glibc
import Settings
import Signal

/// Mel-frequency cepstral coefficients as librosa defines them: the orthonormal cosine transform of mel powers in dB.
/// // [count, frames]
public struct Mfcc: Family {
  /// `mfcc` in recipes.
  public static let name = "mfcc"

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

  /// Checks the ranges of values.
  public func validate() throws {
    try shape.validate()
    guard (1...mels).contains(count) else {
      throw Invalid("count must be from 1 to the number of mels, \(mels), found \(count)")
    }
    guard lifter >= 0 else { throw Invalid("lifter must be from 0 up, found \(lifter)") }
    if let topDb, topDb < 0 { throw Invalid("topDb must be from 0 up, found \(topDb)") }
    try require("topDb", topDb, in: 0...10_000)
    try require("lifter", lifter, in: 0...1e6)
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
