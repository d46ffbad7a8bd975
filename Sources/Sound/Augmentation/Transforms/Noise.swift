import Audio
import Determinism
import Glibc
import Settings

/// White Gaussian noise: `x + amplitude * basis * N(0, 1)`, or as much as a signal-to-noise ratio asks for.
///
/// The default is that of many published notebooks, `0.035 * uniform(0, 1) * max(x) * N(0, 1)`.
public struct Noise: Transform {
  /// What recipes call it.
  public static let name = "noise"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    White Gaussian noise. The default is that of many published notebooks, `0.035 * uniform(0, 1) * max(x) * \
    N(0, 1)`.
    """
  ) {
    Key("amplitude", "The noise's standard deviation, as a share of the basis.", in: 0...1)
    Key("of", "What the amplitude is a share of.")
    Key(
      "snr", "Ratio of the clip's mean power to the noise's; where given, amplitude and basis do not count.",
      in: -100...200, unit: "dB", example: "snr: 20")
  }

  /// What the amplitude is a share of.
  public enum Basis: String, Choice {
    case uniformPeak, peak, fullScale

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .uniformPeak: "The clip's largest sample times a number drawn from [0, 1) for each clip."
      case .peak: "The clip's largest sample."
      case .fullScale: "Full scale, 1."
      }
    }
  }

  /// The noise's standard deviation, as a share of the basis.
  public var amplitude = Amount.fixed(0.035)
  /// What the amplitude is a share of.
  public var of = Basis.uniformPeak
  /// Decibels between the clip's mean power and the noise's.
  public var snr: Amount?

  /// The notebooks' noise.
  public init() {}

  /// Fixes the amplitude as a share of the peak, or the ratio.
  public func drawn(using random: inout Random) -> Noise {
    var result = self
    if let snr {
      result.snr = snr.drawn(using: &random)
      return result
    }
    var share = amplitude.value(using: &random)
    if of == .uniformPeak {
      share *= random.uniform()
      result.of = .peak
    }
    result.amplitude = .fixed(share)
    return result
  }

  /// Adds the noise.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    let deviation: Double
    if let snr {
      deviation = sound.level * pow(10, -snr.value(using: &random) / 20)
    } else {
      var share = amplitude.value(using: &random)
      if of == .uniformPeak { share *= random.uniform() }
      deviation = share * (of == .fullScale ? 1 : Double(sound.largest))
    }
    var noise = Gaussian(using: &random)
    noise.add(to: &sound.samples, deviation: Float(deviation))
  }
}

extension Waveform {
  /// The root mean square, 0 of nothing.
  var level: Double {
    let power = samples.withUnsafeBufferPointer { $0.reduce(0) { $0 + Double($1) * Double($1) } }
    return samples.isEmpty ? 0 : (power / Double(samples.count)).squareRoot()
  }

  /// The largest sample, sign and all, as `numpy.amax` has it; 0 of nothing.
  var largest: Float {
    guard let first = samples.first else { return 0 }
    return samples.withUnsafeBufferPointer { x in
      // Sixteen running maxima, which fill vector registers.
      var lanes = SIMD16<Float>(repeating: first)
      let whole = x.count & ~15
      for i in stride(from: 0, to: whole, by: 16) {
        let next = UnsafeRawPointer(x.baseAddress! + i).loadUnaligned(as: SIMD16<Float>.self)
        lanes.replace(with: next, where: next .> lanes)
      }
      return x[whole...].reduce(lanes.max()) { Swift.max($0, $1) }
    }
  }
}
