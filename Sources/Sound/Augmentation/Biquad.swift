import Glibc

/// A second-order filter: y[n] = b₀x[n] + b₁x[n-1] + b₂x[n-2] - a₁y[n-1] - a₂y[n-2].
struct Biquad: Equatable {
  /// Which side of the cutoff passes.
  enum Pass { case lowPass, highPass }

  let b0, b1, b2, a1, a2: Double

  /// Butterworth's filter of an even order as a row of biquads, by the bilinear transform.
  static func butterworth(_ pass: Pass, order: Int, cutoff: Double, rate: Double) -> [Biquad] {
    (0..<order / 2).map { k in
      // The poles lie evenly on a circle; each pair has its own quality.
      let quality = 1 / (2 * sin(.pi * Double(2 * k + 1) / Double(2 * order)))
      let w = 2 * .pi * cutoff / rate
      let alpha = sin(w) / (2 * quality)
      let a0 = 1 + alpha
      let edge = pass == .lowPass ? 1 - cos(w) : 1 + cos(w)
      return Biquad(
        b0: edge / 2 / a0, b1: (pass == .lowPass ? edge : -edge) / a0, b2: edge / 2 / a0,
        a1: -2 * cos(w) / a0, a2: (1 - alpha) / a0)
    }
  }

  /// Filters samples in place, each filter taking what the one before it gives.
  static func run(_ filters: [Biquad], over samples: inout [Float]) {
    samples.withUnsafeMutableBufferPointer { x in
      for filter in filters {
        // Transposed direct form II, in double: low cutoffs need its precision.
        var (s1, s2) = (0.0, 0.0)
        for i in x.indices {
          let input = Double(x[i])
          let output = filter.b0 * input + s1
          s1 = filter.b1 * input - filter.a1 * output + s2
          s2 = filter.b2 * input - filter.a2 * output
          x[i] = Float(output)
        }
      }
    }
  }
}
