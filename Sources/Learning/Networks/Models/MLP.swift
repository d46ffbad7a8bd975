import Graph
import Settings

/// A multi-layer perceptron over the flat row: dense layers with ReLU, then logits.
///
/// The published flavours are training sections:
///
/// ```json5
/// // Hidden layers under Adam at a fixed rate.
/// { model: { mlp: { hidden: [300, 50, 20, 10] } }, optimizer: { adam: { rate: 1e-3 } } }
/// // scikit-learn's MLPClassifier(alpha=0.01, batch_size=256, hidden_layer_sizes=(300,), learning_rate="adaptive",
/// // max_iter=500): Adam takes no notice of "adaptive", and training ends when its loss stands still.
/// { model: { mlp: { hidden: [300] } }, optimizer: { adam: { rate: 1e-3, l2: 0.01 } }, epochs: 500, batch: 256,
///   checkpoint: "last", earlyStopping: { metric: "trainingLoss", minimumChange: 1e-4, stepwise: true, patience: 11 } }
/// // The same under its SGD, for which "adaptive" divides the rate by five instead.
/// { model: { mlp: { hidden: [300] } }, optimizer: { sgd: { rate: 1e-3, nesterov: true, l2: 0.01 } }, epochs: 500,
///   batch: 256, checkpoint: "last",
///   reduceOnPlateau: { metric: "trainingLoss", minimumChange: 1e-4, stepwise: true, patience: 11, factor: 0.2,
///     minimum: 1e-6 } }
/// ```
public struct MLP: Model {
  /// `mlp` in recipes.
  public static let name = "mlp"
  /// What it is for and what its keys mean.
  public static let about = About(
    "A multi-layer perceptron over the flat row: dense layers with ReLU, then logits."
  ) {
    Key("hidden", "Units of each hidden layer, first to last.", in: 1...1_000_000)
    Key("dropout", "Part of each hidden layer that is silenced while training.", in: 0..<1)
    Key("initialiser", "Where weights start; scikit-learn and Keras both use Glorot's uniform distribution.")
  }

  /// Units of each hidden layer, first to last.
  public var hidden = [300]
  /// Part of each hidden layer that is silenced while training.
  public var dropout = 0.0
  /// Where weights start; scikit-learn and Keras both use Glorot's uniform distribution.
  public var initialiser = Initialiser.glorotUniform

  /// One hidden layer of 300.
  public init() {}

  /// [batch, features...] to [batch, classes].
  public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    var h = try x.flattened()  // [batch, features]
    for (index, units) in hidden.enumerated() {
      h = try DenseLayer(units, "dense\(index + 1)", initialiser: initialiser)(h).relu().dropout(Float(dropout))
    }
    return try DenseLayer(classes, "output", initialiser: initialiser)(h)
  }
}
