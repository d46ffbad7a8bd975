/// Arithmetic over arrays in vectors of 16 floats, which the compiler does not make of float loops by itself because
/// it may not reorder their sums.
///
/// No operation is fused, so that results do not depend on the processor that the code was compiled for.
enum VectorMath {
  typealias Vector = SIMD16<Float>

  /// 16 floats from any address.
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
  }

  /// 8 floats from any address.
  @inline(__always)
  static func load8(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }

  /// 16 floats to any address.
  @inline(__always)
  static func store(_ vector: Vector, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
  }

  /// 8 floats to any address.
  @inline(__always)
  static func store8(_ vector: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD8<Float>.self)
  }

  /// y[i] = f(x[i]); the last, incomplete vector is computed in memory of its own.
  @inline(__always)
  static func map(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, _ f: (Vector) -> Vector
  ) {
    let whole = count & ~15
    var i = 0
    while i < whole {
      store(f(load(x + i)), y + i)
      i += 16
    }
    if whole < count {
      var last = Vector(repeating: 1)
      for i in whole..<count { last[i - whole] = x[i] }
      last = f(last)
      for i in whole..<count { y[i] = last[i - whole] }
    }
  }

  /// Σ f(i, vector), in a fixed order: 16 partial sums, then their sum.
  @inline(__always)
  static func sum(count: Int, _ f: (_ first: Int) -> Vector, rest: (_ i: Int) -> Float) -> Float {
    let whole = count & ~15
    var total = Vector.zero
    var i = 0
    while i < whole {
      total += f(i)
      i += 16
    }
    var result = total.sum()
    for i in whole..<count { result += rest(i) }
    return result
  }

  /// The larger of each pair of lanes; the standard library's `pointwiseMax` goes lane by lane.
  @inline(__always)
  static func larger(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: a .< b) }

  /// Natural logarithms of normal positive numbers, within 1e-7 of the value.
  ///
  /// x = 2^e m with m in [2/3, 4/3), ln x = e ln 2 + ln m, and ln(1 + f) = f - f²/2 + f³ P(f), where P is the
  /// polynomial of degree 7 that minimises the largest relative error on [-1/3, 1/3] (reweighted least squares).
  @inline(__always)
  static func log(_ x: Vector) -> Vector {
    let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
    let exponent = (bits &- 0x3F2A_AAAB) & SIMD16(repeating: -0x0080_0000)
    let f = unsafeBitCast(bits &- exponent, to: Vector.self) - 1
    let e = Vector(exponent) * 0x1p-23
    var p = Vector(repeating: -0.12891638)
    p = p * f + 0.13984454
    p = p * f - 0.121842705
    p = p * f + 0.14005865
    p = p * f - 0.16680487
    p = p * f + 0.20010406
    p = p * f - 0.24999797
    p = p * f + 0.33333215
    return e * 0.6931472 + (f * f * (f * p - 0.5) + f)
  }
}

extension SIMD16<Float> {
  /// All lanes added, halves first.
  @inline(__always)
  func sum() -> Float {
    (lowHalf + highHalf).sum()
  }
}

extension SIMD8<Float> {
  /// All lanes added, halves first.
  @inline(__always)
  func sum() -> Float {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}

extension SIMD8<Double> {
  /// All lanes added, halves first.
  @inline(__always)
  func sum() -> Double { (lowHalf + highHalf).sum() }
}

extension SIMD2<Double> {
  /// Both lanes added.
  @inline(__always)
  func sum() -> Double { self[0] + self[1] }
}

extension SIMD4<Double> {
  /// All lanes added, halves first.
  @inline(__always)
  func sum() -> Double {
    let two = lowHalf + highHalf
    return two[0] + two[1]
  }
}
