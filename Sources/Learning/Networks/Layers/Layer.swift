import Graph
import Settings

/// A step of a forward pass that may own parameters; calling it reads as applying it.
///
/// A layer is a plain value. It asks the tape for its parameters by path, `<name>/weight`, and whoever asks first creates
/// them in the shape that the input calls for. Gradients come from the operations, so a layer has no backward pass.
public protocol Layer {
  /// The layer applied to a value on a tape.
  func callAsFunction(_ x: Variable) throws -> Variable
}

/// y = x · wᵀ + b over the last axis: [rows..., in] to [rows..., units].
///
/// `weight` [units, in] starts Glorot uniform and `bias` [units] at 0, as in Keras.
public struct DenseLayer: Layer {
  let units: Int
  let name: String
  var initialiser = Initialiser.glorotUniform

  /// A layer of so many units under a path.
  public init(_ units: Int, _ name: String, initialiser: Initialiser = .glorotUniform) {
    self.units = units
    self.name = name
    self.initialiser = initialiser
  }

  /// The layer applied to [rows..., in].
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let weight = try x.tape.parameter("\(name)/weight", [units, x.shape.last ?? 0], initialiser)
    let bias = try x.tape.parameter("\(name)/bias", [units], .zeros)
    return try x.dense(weight, bias: bias)
  }
}

/// Convolution of [batch, in, extents...] with a window of equal size along each axis.
///
/// `weight` [filters, in / groups, size...] starts Glorot uniform and `bias` [filters] at 0, as in Keras.
public struct ConvolutionLayer: Layer {
  let filters: Int
  let size: Int
  let name: String
  var stride = 1
  var dilation = 1
  var padding = Padding.same
  var groups = 1
  var initialiser = Initialiser.glorotUniform

  /// A convolution with so many filters of a size under a path.
  public init(
    _ filters: Int, size: Int, _ name: String, stride: Int = 1, dilation: Int = 1, padding: Padding = .same,
    groups: Int = 1, initialiser: Initialiser = .glorotUniform
  ) {
    self.filters = filters
    self.size = size
    self.name = name
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
    self.initialiser = initialiser
  }

  /// The layer applied to [batch, in, extents...].
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let window = x.shape.dropFirst(2).map { _ in size }
    let weight = try x.tape.parameter("\(name)/weight", [filters, x.shape[1] / groups] + window, initialiser)
    let bias = try x.tape.parameter("\(name)/bias", [filters], .zeros)
    return try x.convolved(
      with: weight, bias: bias, stride: stride, dilation: dilation, padding: padding, groups: groups)
  }
}

/// LSTM over [batch, time, in], in one direction or both, giving all states or the final ones.
///
/// `weight` [directions, in, 4, units] starts Glorot uniform, `recurrent` [directions, units, 4, units] orthogonal and
/// `bias` [directions, 4, units] at 1 for the forget gate and 0 for the others, as in Keras.
public struct LSTMLayer: Layer {
  let units: Int
  let name: String
  let isBidirectional: Bool
  let returnsSequence: Bool

  /// A layer of so many units per direction under a path.
  public init(_ units: Int, _ name: String, isBidirectional: Bool = false, returnsSequence: Bool = false) {
    self.units = units
    self.name = name
    self.isBidirectional = isBidirectional
    self.returnsSequence = returnsSequence
  }

  /// [batch, time, in] to [batch, time, directions * units], or without time when only the final states are wanted.
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let directions = isBidirectional ? 2 : 1, tape = x.tape
    let states = try x.lstm(
      weights: tape.parameter("\(name)/weight", [directions, x.shape.last ?? 0, 4, units], .gatesGlorotUniform),
      recurrent: tape.parameter("\(name)/recurrent", [directions, units, 4, units], .gatesOrthogonal),
      bias: tape.parameter("\(name)/bias", [directions, 4, units], .gatesForgetOne))
    return returnsSequence ? states : try states.finalStates(directions: directions)
  }
}

/// How a batch normalisation keeps its running statistics.
public struct BatchNormSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "How a batch normalisation keeps its running statistics.", title: "a normalisation"
  ) {
    Key(
      "momentum",
      """
      Part of the old running value that a step keeps (Keras 0.99; what PyTorch calls momentum 0.1 is 0.9 here).
      """, in: 0..<1)
    Key("epsilon", "Added to the variance under the root (Keras 1e-3, PyTorch 1e-5).", in: 1e-30...1)
  }

  /// Part of the old running value that a step keeps (Keras 0.99.
  public var momentum = 0.99
  /// Added to the variance under the root (Keras 1e-3, PyTorch 1e-5).
  public var epsilon = 1e-3

  /// Keras's values.
  public init() {}

}

/// Batch normalisation of [batch, channels, ...].
///
/// `scale` starts at 1 and `shift` at 0; `mean` and `variance` are kept along and not trained.
public struct BatchNormLayer: Layer {
  let name: String
  let settings: BatchNormSettings

  /// A normalisation under a path.
  public init(_ name: String, _ settings: BatchNormSettings = BatchNormSettings()) {
    self.name = name
    self.settings = settings
  }

  /// The layer applied to [batch, channels, ...].
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let channels = [x.shape.count > 1 ? x.shape[1] : 0], tape = x.tape
    return try x.batchNormalised(
      scale: tape.parameter("\(name)/scale", channels, .ones),
      shift: tape.parameter("\(name)/shift", channels, .zeros),
      runningMean: tape.parameter("\(name)/mean", channels, .zeros, isTrained: false),
      runningVariance: tape.parameter("\(name)/variance", channels, .ones, isTrained: false),
      momentum: Float(settings.momentum), epsilon: Float(settings.epsilon))
  }
}

// The engine knows no settings, so its words become choices of recipes here.

extension Precision: Choice {
  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .float32: "32 bits throughout."
    case .bfloat16: "Activations and working copies of weights in 16 bits; master weights, statistics and losses in 32."
    }
  }
}

extension Padding: Choice {
  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .same: "As many outputs as strides fit into the axis; the surplus lies behind, as in Keras."
    case .valid: "Only windows that lie wholly inside."
    }
  }
}

extension Initialiser: Choice {
  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .zeros: "0 throughout."
    case .ones: "1 throughout."
    case .glorotUniform: "Uniform within ±√(6 / (fan-in + fan-out)), as Keras does."
    case .glorotNormal: "Normal with deviation √(2 / (fan-in + fan-out))."
    case .heUniform: "Uniform within ±√(6 / fan-in), for layers that a ReLU follows."
    case .heNormal: "Normal with deviation √(2 / fan-in)."
    case .lecunUniform: "Uniform within ±√(1 / fan-in), as PyTorch does for weights."
    case .gatesGlorotUniform: "For weights of LSTM: each direction Glorot uniform over all its gates."
    case .gatesOrthogonal: "For recurrent weights of LSTM: orthonormal rows in each direction."
    case .gatesForgetOne: "For biases of LSTM: 1 for the forget gate, 0 for the others."
    }
  }
}
