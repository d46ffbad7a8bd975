/// One channel of sound.
public struct Waveform: Sendable, Equatable {
  /// Samples, 1 being full scale.
  public var samples: [Float]
  /// Samples per second.
  public let rate: Int

  /// A waveform of samples.
  public init(samples: [Float], rate: Int) {
    self.samples = samples
    self.rate = rate
  }

  /// How long it lasts.
  public var seconds: Double { Double(samples.count) / Double(rate) }

  /// The largest |x|, 0 of nothing.
  public var peak: Float { samples.withUnsafeBufferPointer { Audio.peak($0) } }
}

/// The largest |x| of a buffer, 0 of an empty one.
func peak(_ x: UnsafeBufferPointer<Float>) -> Float {
  // Sixteen running maxima let the compiler use whole vector registers.
  var lanes = SIMD16<Float>(repeating: 0)
  let whole = x.count & ~15
  for i in stride(from: 0, to: whole, by: 16) {
    let v = UnsafeRawPointer(x.baseAddress! + i).loadUnaligned(as: SIMD16<Float>.self)
    let magnitude = v.replacing(with: -v, where: v .< 0)
    lanes.replace(with: magnitude, where: magnitude .> lanes)
  }
  var largest = lanes.max()
  for i in whole..<x.count { largest = max(largest, abs(x[i])) }
  return largest
}
