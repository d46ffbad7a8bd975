import Determinism
import Glibc

/// The parameters of one model by path, in the order in which its forward pass first asked for them.
public final class Parameters {
  /// Every parameter, in order.
  public private(set) var all: [Parameter] = []
  /// Rises with every change of values, so that plans know when to repack theirs.
  public private(set) var version = 0
  private var indices: [String: Int] = [:]
  private var bytes = 0
  private let seed: Seed

  /// An empty collection; initial values derive from the seed and each parameter's path.
  public init(seed: Seed) { self.seed = seed }

  /// Those that an optimiser changes.
  public var trained: [Parameter] { all.filter(\.isTrained) }

  /// The parameter at a path, or nil.
  public subscript(path: String) -> Parameter? { indices[path].map { all[$0] } }

  /// The parameter at a path, created with initial values when the path is new.
  func request(
    _ path: String, shape: [Int], initialiser: Initialiser, isTrained: Bool
  ) throws -> Parameter {
    if let known = self[path] {
      guard known.shape == shape else {
        throw TensorError(cannot: "use parameter", path, "it has shape \(known.shape), the forward pass wants \(shape)")
      }
      return known
    }
    let (bytes, isBeyond) = self.bytes.addingReportingOverflow(shape.product * 4)
    guard !isBeyond, bytes <= machineMemory else {
      throw TensorError(lacking: isBeyond ? Int.max : bytes, for: "model with parameter \(path) of shape \(shape)")
    }
    self.bytes = bytes
    let parameter = try Parameter(
      path: path, shape: shape, isTrained: isTrained, initialiser: initialiser,
      seed: seed.derived(for: "parameter", path))
    indices[path] = all.count
    all.append(parameter)
    return parameter
  }

  /// Throws unless the machine's memory holds all of them so many times over: training keeps gradients and moments as well.
  public func requireRoom(times: Int) throws {
    let (bytes, isBeyond) = self.bytes.multipliedReportingOverflow(by: times)
    guard !isBeyond, bytes <= machineMemory else {
      throw TensorError(lacking: isBeyond ? Int.max : bytes, for: "model in training")
    }
  }

  /// Tells plans that values were changed; optimisers call it after a step.
  public func markChanged() { version += 1 }

  /// Overwrites a parameter's values.
  public func load(_ tensor: Tensor, into path: String) throws {
    guard let parameter = self[path] else {
      throw TensorError(cannot: "load parameter", path, "the model has none of that name")
    }
    guard parameter.shape == tensor.shape else {
      throw TensorError(
        cannot: "load parameter", path, "it has shape \(parameter.shape), the values have shape \(tensor.shape)")
    }
    parameter.load(tensor.values)
    markChanged()
  }
}

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

/// The distribution that a parameter's first values are drawn from.
///
/// A weight of shape [out, in, window...] has fan-in `in * window` and fan-out `out * window`.
public enum Initialiser: String, Sendable, CaseIterable {
  /// 0 throughout.
  case zeros
  /// 1 throughout.
  case ones
  /// Uniform within ±√(6 / (fan-in + fan-out)), as Keras does.
  case glorotUniform
  /// Normal with deviation √(2 / (fan-in + fan-out)).
  case glorotNormal
  /// Uniform within ±√(6 / fan-in), for layers that a ReLU follows.
  case heUniform
  /// Normal with deviation √(2 / fan-in).
  case heNormal
  /// Uniform within ±√(1 / fan-in), as PyTorch does for weights.
  case lecunUniform
  /// [directions, in, 4, out] LSTM weights: each direction Glorot uniform over its [in, 4 * out] matrix.
  case gatesGlorotUniform
  /// [directions, in, 4, out] recurrent weights: each direction's matrix has orthonormal rows.
  case gatesOrthogonal
  /// [directions, 4, out] LSTM biases: 1 for the forget gate, 0 for the others.
  case gatesForgetOne

  func fill(_ values: UnsafeMutableBufferPointer<Float>, shape: [Int], random: inout Random) {
    let window = shape.dropFirst(2).product
    let fanIn = Double(shape.count > 1 ? shape[1] * window : shape.product)
    let fanOut = Double(shape.count > 1 ? shape[0] * window : shape.product)
    switch self {
    case .zeros: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    case .glorotUniform: fill(values, uniform: (6 / (fanIn + fanOut)).squareRoot(), &random)
    case .glorotNormal: fill(values, normal: (2 / (fanIn + fanOut)).squareRoot(), &random)
    case .heUniform: fill(values, uniform: (6 / fanIn).squareRoot(), &random)
    case .heNormal: fill(values, normal: (2 / fanIn).squareRoot(), &random)
    case .lecunUniform: fill(values, uniform: (1 / fanIn).squareRoot(), &random)
    case .gatesGlorotUniform:
      fill(values, uniform: (6 / Double(shape[1] + shape[2] * shape[3])).squareRoot(), &random)
    case .gatesOrthogonal:
      let rows = shape[1], columns = shape[2] * shape[3]
      for direction in 0..<shape[0] {
        orthonormalise(
          UnsafeMutableBufferPointer(rebasing: values[direction * rows * columns..<(direction + 1) * rows * columns]),
          rows: rows, columns: columns, &random)
      }
    case .gatesForgetOne:
      let gates = shape[1], width = shape[2]
      for index in values.indices { values[index] = index / width % gates == 1 ? 1 : 0 }
    }
  }

  private func fill(_ values: UnsafeMutableBufferPointer<Float>, uniform limit: Double, _ random: inout Random) {
    for index in values.indices { values[index] = Float(random.uniform(-limit, limit)) }
  }

  private func fill(_ values: UnsafeMutableBufferPointer<Float>, normal deviation: Double, _ random: inout Random) {
    for index in values.indices { values[index] = Float(deviation * random.normal()) }
  }

  /// Gram and Schmidt's method over random normal rows; rows are far fewer than columns here, so it is stable enough.
  private func orthonormalise(
    _ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, _ random: inout Random
  ) {
    fill(values, normal: 1, &random)
    for row in 0..<rows {
      let current = UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])
      for earlier in 0..<min(row, columns) {
        let other = UnsafeMutableBufferPointer(rebasing: values[earlier * columns..<(earlier + 1) * columns])
        var dot: Float = 0
        for column in 0..<columns { dot += current[column] * other[column] }
        for column in 0..<columns { current[column] -= dot * other[column] }
      }
      var square: Float = 0
      for column in 0..<columns { square += current[column] * current[column] }
      let scale = 1 / max(square, .leastNormalMagnitude).squareRoot()
      for column in 0..<columns { current[column] *= scale }
    }
  }
}

extension ArraySlice where Element == Int {
  fileprivate var product: Int { Array(self).product }
}
