import Graph

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
