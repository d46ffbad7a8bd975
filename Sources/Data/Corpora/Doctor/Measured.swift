import Determinism

/// Sums and counts over the interleaved samples of a recording, in loops that the compiler turns into vector code.
struct Measured {
  var peak = 0.0, sum = 0.0, squares = 0.0
  var clipped = 0, leadingZeros = 0, notFinite = 0
  var channelsAreEqual = true
  var digest: Digest

  init(_ samples: [Int16], channels: Int) {
    self = samples.withUnsafeBufferPointer { x in
      let sums = Sums(of: x)
      var measured = Measured(shapeOf: x, channels: channels)
      measured.peak = Double(max(Int(sums.high), -Int(sums.low))) / 32768
      measured.sum = Double(sums.sum) / 32768
      measured.squares = Double(sums.squares) / (32768 * 32768)
      // Most clips never come near full scale.
      if sums.high == .max || sums.low == .min {
        measured.clipped = x.reduce(0) { $0 + ($1 == .max || $1 == .min ? 1 : 0) }
      }
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
    channelsAreEqual =
      channels == 1
      || (0..<frames).allSatisfy { frame in
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

/// Exact sums over 16-bit samples, sixteen at a time: the compiler leaves the plain loop scalar.
private struct Sums {
  var low: Int16 = 0, high: Int16 = 0
  var sum: Int64 = 0, squares: Int64 = 0

  init(of x: UnsafeBufferPointer<Int16>) {
    let whole = x.count & ~15
    var lows = SIMD16<Int16>(), highs = SIMD16<Int16>()
    var sums = SIMD8<Int64>(), squareSums = SIMD8<Int64>()
    for i in stride(from: 0, to: whole, by: 16) {
      let v = UnsafeRawPointer(x.baseAddress! + i).loadUnaligned(as: SIMD16<Int16>.self)
      lows = pointwiseMin(lows, v)
      highs = pointwiseMax(highs, v)
      let a = SIMD8<Int32>(truncatingIfNeeded: v.lowHalf), b = SIMD8<Int32>(truncatingIfNeeded: v.highHalf)
      sums &+= SIMD8<Int64>(truncatingIfNeeded: a &+ b)
      // Two squares of 16-bit numbers are at most 2^31, one more than a signed word holds: widened first.
      squareSums &+= SIMD8<Int64>(truncatingIfNeeded: a &* a) &+ SIMD8<Int64>(truncatingIfNeeded: b &* b)
    }
    (low, high) = (lows.min(), highs.max())
    (sum, squares) = (sums.wrappedSum(), squareSums.wrappedSum())
    for value in x[whole...] {
      (low, high) = (min(low, value), max(high, value))
      sum += Int64(value)
      squares += Int64(value) * Int64(value)
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
