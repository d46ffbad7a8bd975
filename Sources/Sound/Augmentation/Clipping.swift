import Audio
import Settings

/// What happens to a variant whose samples exceed full scale.
public enum Clipping: String, Choice {
  case limit, scale, keep

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .limit: "The gain sinks smoothly around each place that is too loud; the rest stays as it is."
    case .scale: "The whole variant becomes so much softer that its peak is full scale."
    case .keep: "Nothing; files of floats can hold it."
    }
  }

  /// Brings a sound to full scale if it exceeds it.
  /// - Returns: what was found, nil if nothing exceeded full scale.
  public func apply(to sound: inout Waveform) -> Overload? {
    let peak = sound.peak
    guard peak > 1 else { return nil }
    let overload = Overload(peak: peak, samples: sound.samples.count { abs($0) > 1 }, action: self)
    switch self {
    case .limit: Limiter(radius: max(1, sound.rate / 200)).apply(to: &sound.samples)
    case .scale:
      for i in sound.samples.indices { sound.samples[i] = max(-1, min(1, sound.samples[i] / peak)) }
    case .keep: break
    }
    return overload
  }
}

/// A variant that exceeded full scale, and what was done about it.
public struct Overload: Sendable, Equatable, CustomStringConvertible {
  /// The largest |x| before.
  public let peak: Float
  /// How many samples were beyond full scale.
  public let samples: Int
  /// What was done.
  public let action: Clipping

  /// `12 samples beyond full scale, peak 1.2: limited`.
  public var description: String {
    let done =
      switch action {
      case .limit: "limited"
      case .scale: "scaled"
      case .keep: "kept"
      }
    return "\(samples) samples beyond full scale, peak \(peak): \(done)"
  }
}

/// Turns loud places down without a corner in the gain: the least gain needed within `radius` samples, averaged twice
/// over half of them.
private struct Limiter {
  let radius: Int

  func apply(to samples: inout [Float]) {
    var gain = [Float](repeating: 1, count: samples.count)
    for (i, sample) in samples.enumerated() where abs(sample) > 1 {
      let needed = 1 / abs(sample)
      for j in max(0, i - radius)...min(gain.count - 1, i + radius) { gain[j] = min(gain[j], needed) }
    }
    // Both means together reach no further than the minimum did, so the gain is nowhere above what is needed.
    let half = radius / 2
    gain = mean(mean(gain, reach: half), reach: radius - half)
    for i in samples.indices { samples[i] = max(-1, min(1, samples[i] * gain[i])) }
  }

  /// The mean over as many samples on both sides, fewer at the ends.
  private func mean(_ x: [Float], reach: Int) -> [Float] {
    // Differences to 1 add up without error where nothing is limited.
    var sum = x.prefix(reach).reduce(0) { $0 + Double($1 - 1) }
    return x.indices.map { i in
      if i + reach < x.count { sum += Double(x[i + reach] - 1) }
      if i > reach { sum -= Double(x[i - reach - 1] - 1) }
      return Float(1 + sum / Double(min(x.count, i + reach + 1) - max(0, i - reach)))
    }
  }
}
