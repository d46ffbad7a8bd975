import Glibc
import Signal

/// Convolves sounds with a response through transforms of blocks that overlap and add.
struct FFTConvolution: ~Copyable {
  private let transform: RealFFT<Float>
  private let response: AlignedBuffer<Float>
  /// Samples of sound per block.
  private let block: Int
  private let length: Int

  init(_ samples: [Float]) {
    length = samples.count
    // Blocks about three times as long as the response keep most of each transform for sound.
    var size = 1024
    while size < 4 * length { size *= 2 }
    block = size - length + 1
    transform = RealFFT(size: size)
    response = AlignedBuffer(count: 2 * transform.bins)
    for (i, sample) in samples.enumerated() { transform.samples[i] = sample / Float(size) }
    transform.forward(to: response.start)
  }

  /// The first `sound.count` samples of the convolution.
  func apply(to sound: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: sound.count)
    for start in stride(from: 0, to: sound.count, by: block) {
      let count = min(block, sound.count - start)
      for i in 0..<count { transform.samples[i] = sound[start + i] }
      (transform.samples + count).update(repeating: 0, count: transform.size - count)
      transform.forward()
      multiply()
      transform.inverse()
      for i in 0..<min(transform.size, sound.count - start) { result[start + i] += transform.samples[i] }
    }
    return result
  }

  private func multiply() {
    let (x, h) = (transform.spectrum, response.start)
    for k in 0..<transform.bins {
      let (a, b, c, d) = (x[2 * k], x[2 * k + 1], h[2 * k], h[2 * k + 1])
      x[2 * k] = a * c - b * d
      x[2 * k + 1] = a * d + b * c
    }
  }
}

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
