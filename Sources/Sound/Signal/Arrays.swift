/// Whole-array operations that features are made of. Sources and destinations may be the same memory.
public enum Arrays {
  /// Squared magnitudes of complex numbers with their parts interleaved, rounded once. // [2 * count] to [count]
  public static func power(_ spectrum: UnsafePointer<Double>, to power: UnsafeMutablePointer<Float>, count: Int) {
    for k in 0..<count {
      let (re, im) = (spectrum[2 * k], spectrum[2 * k + 1])
      power[k] = Float(re * re + im * im)
    }
  }

  /// Magnitudes of complex numbers rounded to `Float` first, bit for bit as numpy takes them of complex64:
  /// larger √(1 + (smaller / larger)²), fused before the root. // [2 * count] to [count]
  ///
  /// Where a spectrum is flat, which of two bins is the larger hangs on these last bits.
  public static func magnitude(_ spectrum: UnsafePointer<Double>, to magnitude: UnsafeMutablePointer<Float>, count: Int)
  {
    for k in 0..<count {
      let (re, im) = (abs(Float(spectrum[2 * k])), abs(Float(spectrum[2 * k + 1])))
      let large = re > im ? re : im
      let ratio = Double((re > im ? im : re) / (large > 0 ? large : 1))
      // The square of a float is exact in double precision, so one rounding follows, as after a fused operation.
      magnitude[k] = large * Float(1 + ratio * ratio).squareRoot()
    }
  }

  /// y = x².
  public static func square(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    VectorMath.map(x, to: y, count: count) { $0 * $0 }
  }

  /// y = ln(max(x, floor)), with a normal positive floor.
  public static func log(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, floor: Float = .leastNormalMagnitude
  ) {
    let floor = SIMD16(repeating: floor)
    VectorMath.map(x, to: y, count: count) { VectorMath.log(VectorMath.larger($0, floor)) }
  }

  /// y = 10 log10(max(x, floor)).
  public static func decibels(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, floor: Float = 1e-10
  ) {
    let floor = SIMD16(repeating: floor)
    VectorMath.map(x, to: y, count: count) { VectorMath.log(VectorMath.larger($0, floor)) * 4.3429448 }
  }

  /// y = max(x, floor).
  public static func raise(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, floor: Float
  ) {
    let floor = SIMD16(repeating: floor)
    VectorMath.map(x, to: y, count: count) { VectorMath.larger($0, floor) }
  }

  /// y = scale x + offset.
  public static func scale(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, by scale: Float, offset: Float = 0
  ) {
    VectorMath.map(x, to: y, count: count) { $0 * scale + offset }
  }

  /// y += scale x.
  public static func add(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, scale: Float = 1
  ) {
    for i in 0..<count { y[i] += scale * x[i] }
  }

  /// y += scale (x - z).
  public static func addDifference(
    _ x: UnsafePointer<Float>, _ z: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, scale: Float
  ) {
    for i in 0..<count { y[i] += scale * (x[i] - z[i]) }
  }

  /// Σ x.
  public static func sum(_ x: UnsafePointer<Float>, count: Int) -> Float {
    VectorMath.sum(count: count) {
      VectorMath.load(x + $0)
    } rest: {
      x[$0]
    }
  }

  /// Σ x y.
  public static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
    VectorMath.sum(count: count) {
      VectorMath.load(x + $0) * VectorMath.load(y + $0)
    } rest: {
      x[$0] * y[$0]
    }
  }

  /// Σ x² over a range.
  public static func squareSum(_ x: UnsafeBufferPointer<Float>, _ range: Range<Int>) -> Float {
    guard let base = x.baseAddress, !range.isEmpty else { return 0 }
    return dot(base + range.lowerBound, base + range.lowerBound, count: range.count)
  }

  /// How many elements of a range, which starts at 1 or later, differ in sign from the one before; those within
  /// `tolerance` of zero count as positive.
  public static func signChanges(_ x: UnsafePointer<Float>, _ range: Range<Int>, tolerance: Float) -> Int {
    var (i, total) = (range.lowerBound, 0)
    while i < range.upperBound {
      // Lanes count to at most 2^10 before they are added up.
      let end = min(range.upperBound, i + (16 << 10))
      var changes = SIMD16<Int32>.zero
      while i + 16 <= end {
        let now = VectorMath.load(x + i) .< -tolerance
        let before = VectorMath.load(x + i - 1) .< -tolerance
        changes.replace(with: changes &+ 1, where: now .!= before)
        i += 16
      }
      total += Int(changes.wrappedSum())
      while i < end {
        if (x[i] < -tolerance) != (x[i - 1] < -tolerance) { total += 1 }
        i += 1
      }
    }
    return total
  }

  /// Σ weights (x - centre)².
  public static func spread(
    _ x: UnsafePointer<Float>, around centre: Float, weights: UnsafePointer<Float>, count: Int
  ) -> Float {
    VectorMath.sum(count: count) {
      let distance = VectorMath.load(x + $0) - centre
      return distance * distance * VectorMath.load(weights + $0)
    } rest: {
      (x[$0] - centre) * (x[$0] - centre) * weights[$0]
    }
  }

  /// Σ ln(max(x, floor)), with a normal positive floor; vectors of logarithms are added up in double precision.
  public static func logSum(_ x: UnsafePointer<Float>, count: Int, floor: Float) -> Double {
    let (least, whole) = (SIMD16(repeating: floor), count & ~15)
    var (i, total) = (0, 0.0)
    while i < whole {
      total += Double(VectorMath.log(VectorMath.larger(VectorMath.load(x + i), least)).sum())
      i += 16
    }
    for i in whole..<count { total += Double(VectorMath.log(SIMD16(repeating: max(x[i], floor)))[0]) }
    return total
  }

  /// Σ max(x, floor).
  public static func sum(_ x: UnsafePointer<Float>, count: Int, floor: Float) -> Float {
    let least = SIMD16(repeating: floor)
    return VectorMath.sum(count: count) {
      VectorMath.larger(VectorMath.load(x + $0), least)
    } rest: {
      max(x[$0], floor)
    }
  }

  /// √Σ (x - y)².
  public static func distance(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
    VectorMath.sum(count: count) {
      let difference = VectorMath.load(x + $0) - VectorMath.load(y + $0)
      return difference * difference
    } rest: {
      (x[$0] - y[$0]) * (x[$0] - y[$0])
    }.squareRoot()
  }

  /// y += max(x - z, 0).
  public static func addRise(
    _ x: UnsafePointer<Float>, from z: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    for i in 0..<count { y[i] += max(x[i] - z[i], 0) }
  }

  /// The largest element, or `-infinity` of none.
  public static func maximum(_ x: UnsafePointer<Float>, count: Int) -> Float {
    let whole = count & ~15
    var most = SIMD16<Float>(repeating: -.infinity)
    var i = 0
    while i < whole {
      most = VectorMath.larger(most, VectorMath.load(x + i))
      i += 16
    }
    var result = -Float.infinity
    for lane in 0..<16 { result = max(result, most[lane]) }
    for i in whole..<count { result = max(result, x[i]) }
    return result
  }
}
