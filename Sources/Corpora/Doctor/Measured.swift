import Determinism

/// Sums and counts over the interleaved samples of a recording, in loops that the compiler turns into vector code.
struct Measured {
  var peak = 0.0, sum = 0.0, squares = 0.0
  var clipped = 0, leadingZeros = 0, notFinite = 0
  var channelsAreEqual = true
  var digest: Digest

  init(_ samples: [Int16], channels: Int) {
    self = samples.withUnsafeBufferPointer { x in
      var low: Int16 = 0, high: Int16 = 0
      var sum: Int64 = 0, squares: Int64 = 0, clipped = 0
      for value in x {
        low = min(low, value)
        high = max(high, value)
        sum &+= Int64(value)
        squares &+= Int64(Int32(value) &* Int32(value))
        clipped &+= value == .max || value == .min ? 1 : 0
      }
      var measured = Measured(shapeOf: x, channels: channels)
      measured.peak = Double(max(Int(high), -Int(low))) / 32768
      measured.sum = Double(sum) / 32768
      measured.squares = Double(squares) / (32768 * 32768)
      measured.clipped = clipped
      return measured
    }
  }

  init(_ samples: [Float], channels: Int) {
    self = samples.withUnsafeBufferPointer { x in
      var measured = Measured(shapeOf: x, channels: channels)
      // The last step below 1 of 16 bits counts as full scale, as it does in 16-bit files.
      let full: Float = 32767 / 32768
      for value in x {
        guard value.isFinite else {
          measured.notFinite += 1
          continue
        }
        let magnitude = abs(value)
        measured.peak = max(measured.peak, Double(magnitude))
        measured.sum += Double(value)
        measured.squares += Double(value) * Double(value)
        measured.clipped += magnitude >= full ? 1 : 0
      }
      return measured
    }
  }

  /// What does not depend on the kind of number: zeros at the start, equal channels, the hash.
  private init<T: Numeric>(shapeOf x: UnsafeBufferPointer<T>, channels: Int) {
    let firstSound = x.firstIndex { $0 != 0 } ?? x.count
    leadingZeros = firstSound / channels
    let frames = x.count / channels
    channelsAreEqual = (0..<frames).allSatisfy { frame in
      (1..<channels).allSatisfy { x[frame * channels + $0] == x[frame * channels] }
    }
    if channels > 1, channelsAreEqual {
      let first = (0..<frames).map { x[$0 * channels] }
      digest = first.withUnsafeBytes { Digest(of: $0) }
    } else {
      digest = Digest(of: UnsafeRawBufferPointer(x))
    }
  }
}

/// The samples as 16-bit integers, if each of them is exactly one.
func narrowed(_ samples: [Float]) -> [Int16]? {
  var result = [Int16](repeating: 0, count: samples.count)
  let fits = samples.withUnsafeBufferPointer { source in
    for index in source.indices {
      guard let value = Int16(exactly: source[index] * 32768) else { return false }
      result[index] = value
    }
    return true
  }
  return fits ? result : nil
}
