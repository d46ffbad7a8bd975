import Graph
import Settings

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
