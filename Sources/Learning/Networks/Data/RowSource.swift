/// Where rows of numbers come from: a file's tensor, an array, a generator.
public protocol RowSource {
  /// The number of rows.
  var count: Int { get }
  /// The shape of one row: [features], or [features, time].
  var shape: [Int] { get }
  /// Reads rows one after another into a buffer of `rows.count * shape.product` numbers.
  func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws
}

/// Rows in memory.
public struct ArrayRows: RowSource, Sendable {
  /// The shape of one row.
  public let shape: [Int]
  private let values: [Float]

  /// Wraps row-major values that are a whole number of rows.
  public init(_ values: [Float], shape: [Int]) throws {
    let size = shape.reduce(1, *)
    guard size > 0, values.count % size == 0 else {
      throw LearningError(
        cannot: "take", "rows", "\(values.count) values are no whole number of rows of shape \(shape)")
    }
    self.values = values
    self.shape = shape
  }

  /// The number of rows.
  public var count: Int { values.count / shape.reduce(1, *) }

  /// Copies rows.
  public func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let size = shape.reduce(1, *)
    for (position, row) in rows.enumerated() {
      for index in 0..<size { buffer[position * size + index] = values[row * size + index] }
    }
  }
}
