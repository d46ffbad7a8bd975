import Graph
import Settings

/// Convolutions over a matrix of features, then recurrent layers over what they leave, for rows such as [182, 175].
///
/// Three blocks of two 3×3 convolutions (64, 128, 256 filters), each convolution with batch normalisation and ReLU,
/// each block with max pooling by 2 and dropout 0.25; bidirectional LSTM 256 over the sequence, dropout 0.3;
/// bidirectional LSTM 128 with its final states, batch normalisation, dropout 0.4; dense 256 with ReLU, batch
/// normalisation, dropout 0.4; output.
public struct CNNBiLSTM: Model {
  /// `cnnBiLSTM` in recipes.
  public static let name = "cnnBiLSTM"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Convolutions over a matrix of features, then recurrent layers over what they leave, for rows such as [182, \
    175]: blocks of two 3×3 convolutions, each with batch normalisation and ReLU, and max pooling by 2; two \
    bidirectional LSTM; a dense layer with ReLU.
    """
  ) {
    Key("filters", "Filters of each block.", in: 1...1_000_000)
    Key("units", "Units per direction of the two recurrent layers.", in: 1...1_000_000, length: 2...2)
    Key("dense", "Units of the dense layer before the output.", in: 1...1_000_000)
    Key("sequence", "The axis that becomes the sequence.")
    Key(
      "dropout",
      """
      Parts silenced while training: after each block, after the first recurrent layer, after the second and the \
      dense.
      """, in: 0..<1, length: 3...3)
    Key("normalisation", "How running statistics are kept.", example: "normalisation: { momentum: 0.9 }")
    Key("initialiser", "Where the weights of convolutions and dense layers start.")
  }

  /// The axis of the image that becomes the sequence.
  public enum Sequence: String, Choice {
    case features, time

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .features: "Features one after another, all times of each together: the published reshape."
      case .time: "Times one after another, all features of each together."
      }
    }
  }

  /// Filters of each block.
  public var filters = [64, 128, 256]
  /// Units per direction of the two recurrent layers.
  public var units = [256, 128]
  /// Units of the dense layer before the output.
  public var dense = 256
  /// The axis that becomes the sequence.
  public var sequence = Sequence.features
  /// Parts silenced while training.
  public var dropout = [0.25, 0.3, 0.4]
  /// How running statistics are kept.
  public var normalisation = BatchNormSettings()
  /// Where the weights of convolutions and dense layers start.
  public var initialiser = Initialiser.glorotUniform

  /// The published sizes.
  public init() {}

  /// [batch, features, time] to [batch, classes].
  public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    let rates = dropout.map(Float.init)
    var h = try image(x, for: Self.name)  // [batch, 1, features, time]
    for (index, filters) in filters.enumerated() {
      for part in ["a", "b"] {
        h = try ConvolutionLayer(filters, size: 3, "conv\(index + 1)\(part)", initialiser: initialiser)(h)
        h = try BatchNormLayer("norm\(index + 1)\(part)", normalisation)(h).relu()
      }
      h = try h.maxPooled(size: 2).dropout(rates[0])
    }
    h = try h.permuted(sequence == .features ? [0, 2, 3, 1] : [0, 3, 2, 1])  // [batch, step, other axis, filters]
    h = try h.reshaped(to: [h.shape[0], h.shape[1], -1])
    h = try LSTMLayer(units[0], "lstm1", isBidirectional: true, returnsSequence: true)(h).dropout(rates[1])
    h = try LSTMLayer(units[1], "lstm2", isBidirectional: true)(h)  // [batch, 2 * units]
    h = try BatchNormLayer("norm\(filters.count + 1)", normalisation)(h).dropout(rates[2])
    h = try DenseLayer(dense, "dense", initialiser: initialiser)(h).relu()
    h = try BatchNormLayer("norm\(filters.count + 2)", normalisation)(h).dropout(rates[2])
    return try DenseLayer(classes, "output", initialiser: initialiser)(h)
  }
}
