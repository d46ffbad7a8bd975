import Graph

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
