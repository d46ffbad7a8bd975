import Settings
import Signal

/// Derivatives over time of another family's rows. // [rows of the other, frames], per frame
public struct Delta: Family {
  /// `delta` in recipes.
  public static let name = "delta"
  /// What it is for and what its keys mean.
  public static let about = About("Derivatives over time of another family's rows.") {
    Key("of", "The family to differentiate.", example: "of: { mfcc: { count: 13 } }")
    Key("order", "The derivative's order, below `width`.", in: 1...1022)
    Key("width", "Frames per window, an odd number.", in: 3...1023)
    Key("method", "How derivatives are estimated.")
  }

  /// How derivatives are estimated.
  public enum Method: String, Choice {
    case savgol, regression

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .savgol: "Least squares polynomials over a window (Savitzky and Golay), as in librosa."
      case .regression:
        """
        Linear regression over a window with the clip's ends repeated, as in python_speech_features; again and \
        again for higher orders.
        """
      }
    }
  }

  /// The family to differentiate.
  public var of = FamilyChoice(Mfcc())
  /// The derivative's order.
  public var order = 1
  /// Frames per window, odd.
  public var width = 9
  /// How derivatives are estimated.
  public var method = Method.savgol

  /// The defaults above.
  public init() {}

  /// A derivative of a family, all else as in librosa.
  public init(of family: any Family, order: Int = 1) { (of, self.order) = (FamilyChoice(family), order) }

  /// Windows have a middle, and more frames than the order of what is fitted to them.
  public func validate() throws {
    guard width % 2 == 1 else { throw Invalid("width must be odd and at least 3, found \(width)") }
    guard order < width else { throw Invalid("order must be from 1 to width - 1, found \(order)") }
  }

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let inner = try stack.feature(of.family)
    guard let timeline = inner.timeline else {
      throw FeatureError(subject: Self.name, cause: "'\(inner.name)' has one value per clip and no derivative")
    }
    let prefix = order == 1 ? "delta" : "delta\(order)"
    let rows = inner.rows.map { FeatureRow(name: "\(prefix)_\($0.name)", unit: $0.unit) }
    let (width, order, method) = (width, order, method)
    let smoother = SavitzkyGolay(width: width, order: method == .savgol ? order : 1)
    let scratch = MatrixStorage()
    return ClipComputation(rows, on: timeline, counted: { try inner.values(of: $0).counted }) { clip, values in
      var source = try inner.values(of: clip)
      guard method == .regression || source.columns >= width else {
        throw FeatureError(
          subject: Self.name, cause: "a clip of \(source.columns) frames is shorter than the width of \(width)")
      }
      let padded = scratch.matrix(rows: 2, columns: source.columns + width - 1)
      for _ in 0..<(method == .savgol ? 1 : order) {
        for r in 0..<source.rows {
          if method == .savgol {
            smoother(source.row(r), to: values.row(r), count: source.columns)
          } else {
            Self.regress(source.row(r), to: values.row(r), count: source.columns, width, smoother, padded)
          }
        }
        source = values
      }
    }
  }

  /// A regression line's slope is the first derivative of a polynomial of degree 1, so only the ends differ.
  private static func regress(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, _ width: Int, _ smoother: SavitzkyGolay,
    _ scratch: FrameMatrix
  ) {
    let half = width / 2
    let long = scratch.row(0)
    for i in 0..<scratch.columns { long[i] = x[min(max(i - half, 0), count - 1)] }
    smoother(long, to: scratch.row(1), count: scratch.columns)
    y.update(from: scratch.row(1) + half, count: count)
  }
}
