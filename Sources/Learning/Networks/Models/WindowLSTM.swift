import Graph
import Settings

/// A recurrent network over short windows, such as 39 features by 13 frames.
///
/// Two LSTM of 128 units that return sequences, dropout 0.5, dense layers with ReLU at every time (64, 32, 16, 8),
/// flattened, output. A clip is scored by the mean over its windows.
public struct WindowLSTM: Model {
  /// `windowLSTM` in recipes.
  public static let name = "windowLSTM"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    A recurrent network over short windows, such as 39 features by 13 frames: LSTM that return sequences, \
    dropout, dense layers with ReLU at every time, flattened, output. A clip is scored by the mean over its \
    windows.
    """
  ) {
    Key("units", "Units of each recurrent layer.", in: 1...1_000_000)
    Key("dense", "Units of each dense layer that is applied at every time.", in: 1...1_000_000)
    Key("dropout", "Part of the last recurrent layer's states that is silenced while training.", in: 0..<1)
  }

  /// Units of each recurrent layer.
  public var units = [128, 128]
  /// Units of each dense layer that is applied at every time.
  public var dense = [64, 32, 16, 8]
  /// Part of the last recurrent layer's states that is silenced while training.
  public var dropout = 0.5

  /// The published sizes.
  public init() {}

  /// [batch, features, time] to [batch, classes].
  public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    let rows = try image(x, for: Self.name)
    var h = try rows.reshaped(to: x.shape).permuted([0, 2, 1])  // [batch, time, features]
    for (index, units) in units.enumerated() { h = try LSTMLayer(units, "lstm\(index + 1)", returnsSequence: true)(h) }
    h = try h.dropout(Float(dropout))
    for (index, units) in dense.enumerated() { h = try DenseLayer(units, "dense\(index + 1)")(h).relu() }
    return try DenseLayer(classes, "output")(h.flattened())
  }
}
