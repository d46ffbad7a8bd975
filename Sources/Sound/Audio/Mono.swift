extension Recording {
  /// The mean of the channels, as `librosa.load` computes it: samples over 32768, summed, over the channels.
  public func mono() -> Waveform {
    let samples = [Float](unsafeUninitializedCapacity: range.count) { target, filled in
      mix(range, into: target)
      filled = range.count
    }
    return Waveform(samples: samples, rate: rate)
  }

  /// Writes the mean of the channels over some of the file's frames, all of which `range` must hold.
  func mix(_ wanted: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
    let start = (wanted.lowerBound - range.lowerBound) * channels
    switch samples {
    case .int16(let values):
      // At most 1024 channels of 16 bits: their sum is exact, so this rounds once, as numpy's mean does.
      let scale: Float = 1 / 32768
      values.withUnsafeBufferPointer {
        mean(of: $0, from: start, count: wanted.count, into: target) { Float($0) * scale }
      }
    case .float(let values):
      values.withUnsafeBufferPointer { mean(of: $0, from: start, count: wanted.count, into: target) { $0 } }
    }
  }

  @inline(__always)
  private func mean<T>(
    of source: UnsafeBufferPointer<T>, from start: Int, count: Int, into target: UnsafeMutableBufferPointer<Float>,
    _ value: (T) -> Float
  ) {
    guard count > 0 else { return }
    let source = source.baseAddress! + start
    let target = target.baseAddress!
    switch channels {
    case 1:
      for i in 0..<count { target[i] = value(source[i]) }
    case 2:
      for i in 0..<count { target[i] = (value(source[2 * i]) + value(source[2 * i + 1])) * 0.5 }
    default:
      for i in 0..<count {
        var sum: Float = 0
        for c in 0..<channels { sum += value(source[i * channels + c]) }
        target[i] = sum / Float(channels)
      }
    }
  }
}
