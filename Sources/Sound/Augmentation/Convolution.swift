import Signal

/// Convolves sounds with a response through transforms of blocks that overlap and add.
struct Convolution: ~Copyable {
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
