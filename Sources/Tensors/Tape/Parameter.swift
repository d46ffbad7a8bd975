/// A named tensor that a model keeps: a trained weight, or a statistic that training moves along.
public final class Parameter {
  /// Where it stands in the model: `conv1/weight`.
  public let path: String
  /// Extents, outermost axis first.
  public let shape: [Int]
  /// Whether an optimiser changes it; running statistics are kept but not trained.
  public let isTrained: Bool
  let memory: Memory
  let gradientMemory: Memory?

  init(path: String, shape: [Int], isTrained: Bool) throws {
    self.path = path
    self.shape = shape
    self.isTrained = isTrained
    memory = try Memory(bytes: shape.product * 4)
    gradientMemory = isTrained ? try Memory(bytes: shape.product * 4) : nil
  }

  /// The number of its elements.
  public var count: Int { shape.product }

  /// Its float32 values, row-major: the master copy whatever the precision of a plan.
  public var values: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: memory.base.assumingMemoryBound(to: Float.self), count: count)
  }

  /// The gradient that the last training step left, row-major; empty for what is not trained.
  public var gradient: UnsafeMutableBufferPointer<Float> {
    guard let gradientMemory else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    return UnsafeMutableBufferPointer(start: gradientMemory.base.assumingMemoryBound(to: Float.self), count: count)
  }

  /// A copy of its values.
  public var tensor: Tensor {
    var tensor = Tensor(repeating: 0, shape: shape)
    for (index, value) in values.enumerated() { tensor.values[index] = value }
    return tensor
  }
}
