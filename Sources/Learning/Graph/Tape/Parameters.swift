import Determinism

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
