import Graph
import Settings

/// A 2-D convolutional network over short windows, such as 39 features by 13 frames.
///
/// Convolutions of 3×3 with ReLU (16, 32, 64, 128 filters), max pooling by 2, dropout 0.5, dense layers with ReLU (128,
/// 64), output. A clip is scored by the mean over its windows.
public struct WindowCNN: Model {
  /// `windowCNN` in recipes.
  public static let name = "windowCNN"
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

  /// Refuses empty layers and impossible rates.
  public func validate() throws {
    guard (filters + dense).allSatisfy({ $0 > 0 }) else { throw Invalid("filters and dense must be 1 or more") }
    try requireRate(dropout, "dropout")
    try require("filters", each: filters, in: 1...1_000_000)
    try require("dense", each: dense, in: 1...1_000_000)
  }

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
