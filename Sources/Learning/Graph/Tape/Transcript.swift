/// A recorded forward pass as data, for those who write it down for another runtime.
public struct Transcript {
  /// What made a value.
  public enum Origin {
    /// It comes from outside, at every run anew.
    case input
    /// It is kept by the model.
    case parameter(Parameter)
    /// It was computed from other values.
    case computation(Computation)
  }

  /// One value.
  public struct Line {
    /// What made it.
    public let origin: Origin
    /// The lines that it was computed from, all of them before it.
    public let inputs: [Int]
    /// Its extents.
    public let shape: [Int]
  }

  /// The values in the order in which they can be computed; the last one is the result.
  public let lines: [Line]
}

extension Variable {
  /// How this value comes about, without what others need.
  public var transcript: Transcript {
    var isNeeded = [Bool](repeating: false, count: index + 1)
    isNeeded[index] = true
    for line in stride(from: index, through: 0, by: -1) where isNeeded[line] {
      for input in tape.nodes[line].inputs { isNeeded[input] = true }
    }
    var places: [Int: Int] = [:]
    var lines: [Transcript.Line] = []
    for (line, node) in tape.nodes[...index].enumerated() where isNeeded[line] {
      places[line] = lines.count
      let origin: Transcript.Origin =
        switch node.origin {
        case .input: .input
        case .parameter(let parameter): .parameter(parameter)
        case .operation(let operation):
          .computation(operation.computation(on: node.inputs.map { tape.nodes[$0].shape }))
        }
      lines.append(Transcript.Line(origin: origin, inputs: node.inputs.map { places[$0]! }, shape: node.shape))
    }
    return Transcript(lines: lines)
  }
}

/// What an operation computes in inference.
public enum Computation: Sendable, Equatable {
  /// The input itself: what only training does.
  case identity
  /// a + b.
  case addition
  /// max(x, 0).
  case relu
  /// x above 0, slope · x below.
  case leakyReLU(slope: Float)
  /// x · Φ(x).
  case gelu
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// x · wᵀ over the last axis, plus a bias where there is a third input.
  case dense
  /// A convolution of the axes after the channels, plus a bias where there is a third input.
  case convolution(Sliding, groups: Int)
  /// The maximum under a window.
  case maximum(Sliding)
  /// The mean under a window, padding not counted.
  case mean(Sliding)
  /// Normalisation of channels by running statistics; inputs are x, scale, shift, mean, variance.
  case batchNormalisation(epsilon: Float)
  /// Recurrence over [batch, time, features]; inputs are x, weights [direction, in, 4, out], recurrent weights and bias.
  case lstm
  /// The state that each direction ended with.
  case finalStates(directions: Int)
  /// Inputs one after another along an axis.
  case concatenation(axis: Int)
  /// Axes in another order.
  case permutation([Int])
  /// The same values, row-major, in the line's shape.
  case reshape
  /// The loss that training lowers.
  case loss

  /// How a window moves along the axes after the channels: one number an axis.
  public struct Sliding: Sendable, Equatable {
    /// Elements under the window.
    public let size: [Int]
    /// Elements from one place to the next.
    public let stride: [Int]
    /// Elements from one tap to the next.
    public let dilation: [Int]
    /// Elements of padding before the first.
    public let before: [Int]
    /// Elements of padding behind the last.
    public let behind: [Int]
  }
}
