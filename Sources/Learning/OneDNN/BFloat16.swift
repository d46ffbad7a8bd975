import Graph

/// A number that a plan stores in this form and computes with as float32.
protocol Stored {
  /// The nearest number of this form.
  init(_ value: Float)
  /// The number as float32, exactly.
  var float: Float { get }
}

extension Float: Stored {
  @inline(__always) var float: Float { self }
}

/// The upper half of a float32: 8 bits of exponent, 8 of precision.
struct BFloat16: Stored {
  let bits: UInt16

  /// Rounds to nearest, ties to even; what is no number stays none.
  @inline(__always)
  init(_ value: Float) {
    let word = value.bitPattern
    let rounded = (word &+ 0x7FFF &+ ((word >> 16) & 1)) >> 16
    let quiet = (word >> 16) | 0x40
    bits = UInt16(truncatingIfNeeded: value.isNaN ? quiet : rounded)
  }

  @inline(__always) var float: Float { Float(bitPattern: UInt32(bits) << 16) }
}
