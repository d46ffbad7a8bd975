import Glibc
import Settings
import Signal

/// MFCC as python_speech_features defines them: the orthonormal cosine transform of the logarithms of filter bank
/// energies, with the frame's log energy in place of the first. // [count, frames]
///
/// Windows of 0.4 s have 39 frames of 13 coefficients.
public struct PsfMfcc: Family {
  /// `psfMfcc` in recipes.
  public static let name = "psfMfcc"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    MFCC as python_speech_features defines them: the orthonormal cosine transform of the logarithms of filter \
    bank energies, with the frame's log energy in place of the first.
    """
  ) {
    Key("count", "Coefficients kept, at most as many as the bank has filters.", in: 1...4096)
    Key("lifter", "L of the lifter 1 + L/2 sin(π n / L) that coefficient n is multiplied by; none if 0.", in: 0...1e6)
    Key("energy", "Whether the logarithm of the frame's energy replaces the first coefficient.")
    Key("bank", "Frames and filters.", example: "bank: { filters: 40 }")
  }

  /// Coefficients kept.
  public var count = 13
  /// L of the lifter 1 + L/2 sin(π n / L) that coefficient n is multiplied by; none if 0.
  public var lifter = 22.0
  /// Whether the logarithm of the frame's energy replaces the first coefficient.
  public var energy = true
  /// Frames and filters.
  public var bank = SpeechBankSettings()

  /// The defaults above.
  public init() {}

  /// There are as many coefficients as filters.
  public func validate() throws {
    guard count <= bank.filters else {
      throw Invalid("count must be from 1 to the number of filters, \(bank.filters), found \(count)")
    }
  }

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let source = try stack.speechBank(bank)
    let (count, filters, energy, lifter) = (count, bank.filters, energy, lifter)
    let transform = CosineTransform.weights(count: count, bands: filters).enumerated().map { n, row in
      let lift = lifter > 0 ? 1 + lifter / 2 * sin(.pi * Double(n) / lifter) : 1
      return row.map { $0 * lift }
    }
    let logarithms = SharedBuffer<Double>(count: filters)
    return ClipComputation(FeatureRow.numbered(Self.name, count: count, unit: "1"), on: source.timeline) {
      clip, values in
      try source.run(clip)
      for t in 0..<values.columns {
        for f in 0..<filters { logarithms.start[f] = log(source.filtered[t * filters + f]) }
        for n in 0..<count {
          var sum = 0.0
          for f in 0..<filters { sum += transform[n][f] * logarithms.start[f] }
          values[n, t] = Float(sum)
        }
        if energy { values[0, t] = Float(log(source.energy[t])) }
      }
    }
  }
}
