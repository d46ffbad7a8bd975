import Graph
import Settings

/// A 2-D convolutional network over short windows, such as 39 features by 13 frames.
///
/// Convolutions of 3×3 with ReLU (16, 32, 64, 128 filters), max pooling by 2, dropout 0.5, dense layers with ReLU (128,
/// 64), output. A clip is scored by the mean over its windows.
public struct WindowCNN: Model {
  /// `windowCNN` in recipes.
  public static let name = "windowCNN"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    A 2-D convolutional network over short windows, such as 39 features by 13 frames: convolutions of 3×3 with \
    ReLU, max pooling by 2, dropout, dense layers with ReLU, output. A clip is scored by the mean over its \
    windows.
    """
  ) {
    Key("filters", "Filters of each convolution.", in: 1...1_000_000)
    Key("dense", "Units of each dense layer before the output.", in: 1...1_000_000)
    Key("dropout", "Part of the pooled image that is silenced while training.", in: 0..<1)
    Key("initialiser", "Where weights start.")
  }

  /// Filters of each convolution.
  public var filters = [16, 32, 64, 128]
  /// Units of each dense layer before the output.
  public var dense = [128, 64]
  /// Part of the pooled image that is silenced while training.
  public var dropout = 0.5
  /// Where weights start.
  public var initialiser = Initialiser.glorotUniform

  /// The published sizes.
  public init() {}

  /// [batch, features, time] to [batch, classes].
  public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    var h = try image(x, for: Self.name)  // [batch, 1, features, time]
    for (index, filters) in filters.enumerated() {
      h = try ConvolutionLayer(filters, size: 3, "conv\(index + 1)", initialiser: initialiser)(h).relu()
    }
    h = try h.maxPooled(size: 2).dropout(Float(dropout)).flattened()
    for (index, units) in dense.enumerated() {
      h = try DenseLayer(units, "dense\(index + 1)", initialiser: initialiser)(h).relu()
    }
    return try DenseLayer(classes, "output", initialiser: initialiser)(h)
  }
}
