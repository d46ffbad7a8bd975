import Graph
import Settings

/// A 2-D convolutional network over a spectrogram [features, time] taken as an image.
///
/// Each block is a 3×3 convolution, batch normalisation, ReLU, max pooling by 2 and dropout; the mean over the image,
/// a dense layer with ReLU and the output follow.
public struct CNN2D: Model {
  /// `cnn2d` in recipes.
  public static let name = "cnn2d"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    A 2-D convolutional network over a spectrogram [features, time] taken as an image. Each block is a 3×3 \
    convolution, batch normalisation, ReLU, max pooling by 2 and dropout; the mean over the image, a dense layer \
    with ReLU and the output follow.
    """
  ) {
    Key("size", "Which of the three networks.")
    Key(
      "filters", "Other filters than the size's, one number per block; the size's when left out.", in: 1...1_000_000,
      example: "filters: [16, 32]")
    Key("dense", "Units of the dense layer before the output.", in: 1...1_000_000)
    Key("dropout", "Part of every block's output that is silenced while training.", in: 0..<1)
    Key("normalisation", "How running statistics are kept.", example: "normalisation: { momentum: 0.9 }")
    Key("initialiser", "Where weights start.")
  }

  /// Three sizes, by the filters of their blocks.
  public enum Size: String, Choice {
    case small, medium, large

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .small: "16, 32, 64 filters."
      case .medium: "32, 64, 128, 128 filters."
      case .large: "64, 128, 256, 256 filters."
      }
    }

    var filters: [Int] {
      switch self {
      case .small: [16, 32, 64]
      case .medium: [32, 64, 128, 128]
      case .large: [64, 128, 256, 256]
      }
    }
  }

  /// Which of the three networks.
  public var size = Size.medium
  /// Other filters than the size's, one number per block.
  public var filters: [Int]?
  /// Units of the dense layer before the output.
  public var dense = 128
  /// Part of every block's output that is silenced while training.
  public var dropout = 0.2
  /// How running statistics are kept.
  public var normalisation = BatchNormSettings()
  /// Where weights start.
  public var initialiser = Initialiser.heUniform

  /// The medium network.
  public init() {}

  /// [batch, features, time] to [batch, classes].
  public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    var h = try image(x, for: Self.name)  // [batch, 1, features, time]
    for (index, filters) in (filters ?? size.filters).enumerated() {
      h = try ConvolutionLayer(filters, size: 3, "conv\(index + 1)", initialiser: initialiser)(h)
      h = try BatchNormLayer("norm\(index + 1)", normalisation)(h).relu()
      h = try h.maxPooled(size: 2, padding: .same).dropout(Float(dropout))
    }
    h = try DenseLayer(dense, "dense", initialiser: initialiser)(h.globalAveragePooled()).relu().dropout(Float(dropout))
    return try DenseLayer(classes, "output")(h)
  }
}

/// Rows [batch, features, time] as images of one channel.
func image(_ x: Variable, for model: String) throws -> Variable {
  guard x.shape.count == 3 else {
    throw LearningError(
      cannot: "run model", model,
      "it takes rows of shape [features, time], found \(Array(x.shape.dropFirst())); choose the layout 'matrix'")
  }
  return try x.reshaped(to: [x.shape[0], 1, x.shape[1], x.shape[2]])
}
