import Graph
import Settings

/// A 1-D convolutional network over the flat row. The published one is `full`:
///
/// | block | filters × window | pool, stride 2, same | dropout |
/// |---|---|---|---|
/// | 1 | 512 × 5 | 5 | |
/// | 2 | 512 × 5 | 5 | 0.2 |
/// | 3 | 256 × 5 | 5 | |
/// | 4 | 256 × 3 | 5 | 0.2 |
/// | 5 | 128 × 3 | 3 | 0.2 |
///
/// each block a convolution with ReLU, batch normalisation, pooling; then dense 512 with ReLU and batch normalisation.
/// Five smaller relatives differ in width and depth alone.
public struct CNN1D: Model {
  /// `cnn1d` in recipes.
  public static let name = "cnn1d"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    A 1-D convolutional network over the flat row. Each block is a convolution with ReLU, batch normalisation, \
    max pooling by 2 and dropout; a dense layer with ReLU and batch normalisation follows.
    """
  ) {
    Key("size", "Which of the six networks.")
    Key(
      "blocks", "Other blocks than the size's; the size's when left out.", length: 0...1000,
      example: "blocks: [{ filters: 32, window: 7 }, { filters: 32, dropout: 0.2 }]")
    Key("dense", "Another number of units before the output than the size's.", in: 1...1_000_000, example: "dense: 64")
    Key("normalisation", "How running statistics are kept.", example: "normalisation: { momentum: 0.9 }")
    Key("initialiser", "Where weights start.")
  }

  /// Which of the six networks.
  public var size = Size.full
  /// Other blocks than the size's.
  public var blocks: [Block]?
  /// Another number of units before the output than the size's.
  public var dense: Int?
  /// How running statistics are kept.
  public var normalisation = BatchNormSettings()
  /// Where weights start.
  public var initialiser = Initialiser.glorotUniform

  /// The published network.
  public init() {}

  /// [batch, features...] to [batch, classes].
  public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    let blocks = blocks ?? size.blocks
    var h = try x.reshaped(to: [x.shape[0], 1, -1])  // [batch, 1, features]
    for (index, block) in blocks.enumerated() {
      h = try ConvolutionLayer(block.filters, size: block.window, "conv\(index + 1)", initialiser: initialiser)(h)
        .relu()
      h = try BatchNormLayer("norm\(index + 1)", normalisation)(h)
      h = try h.maxPooled(size: block.pool, stride: 2, padding: .same).dropout(Float(block.dropout))
    }
    h = try DenseLayer(dense ?? size.dense, "dense", initialiser: initialiser)(h.flattened()).relu()
    h = try BatchNormLayer("norm\(blocks.count + 1)", normalisation)(h)
    return try DenseLayer(classes, "output", initialiser: initialiser)(h)
  }
}

extension CNN1D {
  /// One convolution and what follows it.
  public struct Block: Settings {
    /// What it is for and what its keys mean.
    public static let about = About("One convolution and what follows it.") {
      Key("filters", "Output channels.", in: 1...1_000_000)
      Key("window", "Width of the convolution's window.", in: 1...1_000_000)
      Key("pool", "Width of the max pooling's window; its stride is 2.", in: 1...1_000_000)
      Key("dropout", "Part of the block's output that is silenced while training.", in: 0..<1)
    }

    /// Output channels.
    public var filters = 64
    /// Width of the convolution's window.
    public var window = 5
    /// Width of the max pooling's window; its stride is 2.
    public var pool = 5
    /// Part of the block's output that is silenced while training.
    public var dropout = 0.0

    /// 64 filters of width 5.
    public init() {}

    init(_ filters: Int, _ window: Int, pool: Int, dropout: Double = 0) {
      self.filters = filters
      self.window = window
      self.pool = pool
      self.dropout = dropout
    }

  }

  /// The published network and five smaller relatives.
  public enum Size: String, Choice {
    case full, half, quarter, medium, small, tiny

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .full: "512, 512, 256, 256, 128 filters: the published network."
      case .half: "The same depth with half the filters."
      case .quarter: "The same depth with a quarter of the filters."
      case .medium: "Four blocks of 64 to 128 filters."
      case .small: "Three blocks of 64 filters."
      case .tiny: "Two blocks of 32 filters."
      }
    }

    var blocks: [Block] {
      switch self {
      case .full: Size.published(dividedBy: 1)
      case .half: Size.published(dividedBy: 2)
      case .quarter: Size.published(dividedBy: 4)
      case .medium:
        [
          Block(64, 5, pool: 5), Block(64, 5, pool: 5, dropout: 0.2), Block(128, 5, pool: 5),
          Block(128, 3, pool: 3, dropout: 0.2),
        ]
      case .small: [Block(64, 5, pool: 5), Block(64, 5, pool: 5, dropout: 0.2), Block(64, 3, pool: 3, dropout: 0.2)]
      case .tiny: [Block(32, 7, pool: 5), Block(32, 5, pool: 5, dropout: 0.2)]
      }
    }

    var dense: Int {
      switch self {
      case .full: 512
      case .half: 256
      case .quarter, .medium: 128
      case .small: 64
      case .tiny: 32
      }
    }

    private static func published(dividedBy divisor: Int) -> [Block] {
      [
        Block(512 / divisor, 5, pool: 5), Block(512 / divisor, 5, pool: 5, dropout: 0.2),
        Block(256 / divisor, 5, pool: 5), Block(256 / divisor, 3, pool: 5, dropout: 0.2),
        Block(128 / divisor, 3, pool: 3, dropout: 0.2),
      ]
    }
  }
}
