import Glibc
import Settings

/// A scale on which equal steps sound equally far apart.
public enum MelScale: String, Choice {
  case slaney, htk

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .slaney:
      """
      Slaney's Auditory Toolbox: 200/3 Hz per mel up to 1 kHz, above it 27 mels per factor of 6.4.
      """
    case .htk: "HTK: 2595 log10(1 + f / 700)."
    }
  }

  /// Mels of a frequency in Hz.
  public func mels(hertz: Double) -> Double {
    switch self {
    case .slaney: hertz < 1000 ? hertz * 3 / 200 : 15 + log(hertz / 1000) / MelScale.logStep
    case .htk: 2595 * log10(1 + hertz / 700)
    }
  }

  /// The frequency in Hz of a number of mels.
  public func hertz(mels: Double) -> Double {
    switch self {
    case .slaney: mels < 15 ? mels * 200 / 3 : 1000 * exp(MelScale.logStep * (mels - 15))
    case .htk: 700 * (pow(10, mels / 2595) - 1)
    }
  }

  /// `count` frequencies from `low` to `high` Hz, equally far apart in mels.
  public func frequencies(_ count: Int, from low: Double, to high: Double) -> [Double] {
    let (first, last) = (mels(hertz: low), mels(hertz: high))
    return (0..<count).map { hertz(mels: first + (last - first) * Double($0) / Double(max(count - 1, 1))) }
  }

  private static let logStep = log(6.4) / 27
}

/// How the filters of a mel bank are scaled.
public enum MelNorm: String, Choice {
  case slaney, none

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .slaney: "Each triangle by 2 / (its width in Hz), so that all have the same area."
    case .none: "Each triangle peaks at 1."
    }
  }
}

/// The weights of mel filter banks.
public enum MelBank {
  /// Triangles on the mel scale over the bins of a spectrum. // [bands][size / 2 + 1]
  /// - Parameters:
  ///   - rate: samples per second.
  ///   - size: points of the Fourier transform.
  ///   - low: the lower end of the first triangle, in Hz.
  ///   - high: the upper end of the last one, in Hz; half the rate if nil.
  public static func weights(
    rate: Double, size: Int, bands: Int = 128, low: Double = 0, high: Double? = nil, scale: MelScale = .slaney,
    norm: MelNorm = .slaney
  ) -> [[Double]] {
    let corners = scale.frequencies(bands + 2, from: low, to: high ?? rate / 2)
    return (0..<bands).map { b in
      let (left, centre, right) = (corners[b], corners[b + 1], corners[b + 2])
      let area = norm == .slaney ? 2 / (right - left) : 1
      return (0...size / 2).map { k in
        let frequency = Double(k) * rate / Double(size)
        let slope = min((frequency - left) / (centre - left), (right - frequency) / (right - centre))
        return max(0, slope) * area
      }
    }
  }

  /// The triangles of python_speech_features: corners on whole bins of HTK's scale, peaks of 1. // [bands][size / 2 + 1]
  public static func binnedWeights(
    rate: Double, size: Int, bands: Int = 26, low: Double = 0, high: Double? = nil
  ) -> [[Double]] {
    let corners = MelScale.htk.frequencies(bands + 2, from: low, to: high ?? rate / 2).map {
      (Double(size + 1) * $0 / rate).rounded(.down)
    }
    return (0..<bands).map { b in
      let (left, centre, right) = (corners[b], corners[b + 1], corners[b + 2])
      return (0...size / 2).map(Double.init).map { k in
        if left <= k && k < centre { return (k - left) / (centre - left) }
        if centre <= k && k < right { return (right - k) / (right - centre) }
        return 0
      }
    }
  }
}
