import Determinism

/// A named tensor that a model keeps: a trained weight, or a statistic that training moves along.
public final class Parameter {
  /// Where it stands in the model: `conv1/weight`.
  public let path: String
  /// Extents, outermost axis first.
  public let shape: [Int]
  /// Whether an optimiser changes it; running statistics are kept but not trained.
  public let isTrained: Bool
  private let gradientMemory: Memory?
  private let storage: Memory
  private let initialiser: Initialiser
  private let seed: Seed
  private var isInitialised = false

  init(path: String, shape: [Int], isTrained: Bool, initialiser: Initialiser, seed: Seed) throws {
    self.path = path
    self.shape = shape
    self.isTrained = isTrained
    self.initialiser = initialiser
    self.seed = seed
    storage = try Memory(bytes: shape.product * 4)
    gradientMemory = isTrained ? try Memory(bytes: shape.product * 4) : nil
  }

  /// The number of its elements.
  public var count: Int { shape.product }

  /// Its float32 values, row-major: the master copy whatever the precision of a plan.
  public var values: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: memory.base.assumingMemoryBound(to: Float.self), count: count)
  }

  /// The memory of its values, which hold the first ones from the first look on: a model that is read from a file never
  /// draws them.
  private var memory: Memory {
    if !isInitialised {
      isInitialised = true
      var random = Random(seed)
      let values = UnsafeMutableBufferPointer(start: storage.base.assumingMemoryBound(to: Float.self), count: count)
      initialiser.fill(values, shape: shape, random: &random)
    }
    return storage
  }

  /// Overwrites its values.
  func load(_ values: [Float]) {
    isInitialised = true
    _ = self.values.update(fromContentsOf: values)
  }

  /// The gradient that the last training step left, row-major; empty for what is not trained.
  public var gradient: UnsafeMutableBufferPointer<Float> {
    guard let gradientMemory else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    return UnsafeMutableBufferPointer(start: gradientMemory.base.assumingMemoryBound(to: Float.self), count: count)
  }

  /// A copy of its values.
  public var tensor: Tensor { Tensor(filling: shape, with: Array(values)) }
}
