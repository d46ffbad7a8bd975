/// Whole-array operations that features are made of. Sources and destinations may be the same memory.
public enum Arrays {
  /// Squared magnitudes of complex numbers with their parts interleaved. // [2 * count] to [count]
  public static func power(_ spectrum: UnsafePointer<Float>, to power: UnsafeMutablePointer<Float>, count: Int) {
    var i = 0
    while i + 16 <= count {
      let a = VectorMath.load(spectrum + 2 * i)
      let b = VectorMath.load(spectrum + 2 * i + 16)
      let (x, y) = (a * a, b * b)
      let low = x.evenHalf + x.oddHalf
      let high = y.evenHalf + y.oddHalf
      VectorMath.store(SIMD16(lowHalf: low, highHalf: high), power + i)
      i += 16
    }
    while i < count {
      power[i] = spectrum[2 * i] * spectrum[2 * i] + spectrum[2 * i + 1] * spectrum[2 * i + 1]
      i += 1
    }
  }

  /// y = sqrt(x).
  public static func squareRoot(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    VectorMath.map(x, to: y, count: count) { $0.squareRoot() }
  }

  /// y = ln(max(x, floor)), with a normal positive floor.
  public static func log(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, floor: Float = .leastNormalMagnitude
  ) {
    let floor = SIMD16(repeating: floor)
    VectorMath.map(x, to: y, count: count) { VectorMath.log(pointwiseMax($0, floor)) }
  }

  /// y = 10 log10(max(x, floor)).
  public static func decibels(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, floor: Float = 1e-10
  ) {
    let floor = SIMD16(repeating: floor)
    VectorMath.map(x, to: y, count: count) { VectorMath.log(pointwiseMax($0, floor)) * 4.3429448 }
  }

  /// y = max(x, floor).
  public static func raise(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, floor: Float
  ) {
    let floor = SIMD16(repeating: floor)
    VectorMath.map(x, to: y, count: count) { pointwiseMax($0, floor) }
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

  /// The largest element, or `-infinity` of none.
  public static func maximum(_ x: UnsafePointer<Float>, count: Int) -> Float {
    let whole = count & ~15
    var most = SIMD16<Float>(repeating: -.infinity)
    var i = 0
    while i < whole {
      most = pointwiseMax(most, VectorMath.load(x + i))
      i += 16
    }
    var result = most.max()
    for i in whole..<count { result = max(result, x[i]) }
    return result
  }
}
