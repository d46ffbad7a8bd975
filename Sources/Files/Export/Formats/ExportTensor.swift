/// Numbers with a name and a shape, on their way into a file.
public struct ExportTensor: Sendable, Equatable {
  /// The numbers, row by row.
  public enum Elements: Sendable, Equatable {
    /// Single precision.
    case floats([Float])
    /// 64-bit whole numbers.
    case integers([Int64])
  }

  /// A name such as `conv1.weight`.
  public let name: String
  /// Extents, the slowest axis first.
  public let shape: [Int]
  /// The numbers.
  public let elements: Elements

  /// Single-precision numbers.
  public init(_ name: String, _ shape: [Int], _ values: [Float]) {
    self.init(name: name, shape: shape, elements: .floats(values))
  }

  /// Whole numbers, such as places.
  public init(_ name: String, _ values: [Int]) {
    self.init(name: name, shape: [values.count], elements: .integers(values.map(Int64.init)))
  }

  init(name: String, shape: [Int], elements: Elements) {
    self.name = name
    self.shape = shape
    self.elements = elements
  }

  /// How many numbers there are.
  var count: Int {
    switch elements {
    case .floats(let values): values.count
    case .integers(let values): values.count
    }
  }

  /// Little-endian, as both formats keep them.
  var bytes: [UInt8] {
    switch elements {
    case .floats(let values): values.map(\.bitPattern.littleEndian).withUnsafeBytes(Array.init)
    case .integers(let values): values.map(\.littleEndian).withUnsafeBytes(Array.init)
    }
  }

  func requireFullShape() throws {
    guard shape.reduce(1, *) == count else { throw ExportError.shape(name, shape, found: count) }
  }
}
