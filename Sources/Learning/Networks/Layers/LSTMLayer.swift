import Graph

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
