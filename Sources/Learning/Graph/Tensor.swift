/// A tensor that owns its memory: a shape and its float32 values in row-major order.
///
/// This is the form in which parameters, inputs and results cross the border of the engine; inside a `Plan` values
/// live in whatever layout the processor likes best.
public struct Tensor: Sendable, Equatable {
  /// Extents, outermost axis first.
  public let shape: [Int]
  /// `shape.product` values, last axis fastest.
  public var values: [Float]

  /// Wraps values in a shape that holds exactly that many.
  public init(shape: [Int], values: [Float]) throws {
    guard shape.allSatisfy({ $0 >= 0 }), shape.product == values.count else {
      throw TensorError(cannot: "shape", "tensor", "\(values.count) values do not fill \(shape)")
    }
    self.shape = shape
    self.values = values
  }

  /// Values that are known to fill the shape.
  init(filling shape: [Int], with values: [Float]) {
    self.shape = shape
    self.values = values
  }

  /// A tensor of one value throughout.
  public init(repeating value: Float, shape: [Int]) {
    self.shape = shape
    values = [Float](repeating: value, count: shape.product)
  }
}

extension [Int] {
  /// The product of all extents: 1 for the empty shape, a scalar's. It ends at 2^56, which no memory holds; shapes may come
  /// from anywhere.
  public var product: Int {
    let most = 1 << 56
    if contains(0) { return 0 }
    return reduce(1) { product, extent in
      let (next, isBeyond) = product.multipliedReportingOverflow(by: extent)
      return isBeyond ? most : Swift.min(next, most)
    }
  }
}
