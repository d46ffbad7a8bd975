import Settings
import Signal

/// Coefficients of the polynomial in frequency that fits a frame's magnitudes best, highest power first.
/// // [order + 1, frames]
public struct Poly: Family {
  /// `poly` in recipes.
  public static let name = "poly"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Coefficients of the polynomial in frequency that fits a frame's magnitudes best, highest power first."
  ) {
    Key("order", "The polynomial's degree.", in: 0...8)
  }

  /// The polynomial's degree.
  public var order = 1

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let frequencies = spectrogram.frequencies
    // Powers of frequencies up to 1, whose coefficients are scaled afterwards, keep the fit well-conditioned.
    let top = frequencies[frequencies.count - 1]
    let powers = frequencies.map { f in (0...order).map { p in (0..<p).reduce(1.0) { v, _ in v * f / top } } }
    guard powers.count > order else {
      throw FeatureError(
        subject: Self.name, cause: "\(powers.count) bins do not determine a polynomial of degree \(order)")
    }
    var fit = LeastSquares.pseudoinverse(powers)
    for p in 0...order { fit[p] = fit[p].map { (0..<p).reduce($0) { v, _ in v / top } } }
    let weights = fit.reversed().map { SharedBuffer($0.map(Float.init)) }
    return SpectralComputation(
      FeatureRow.numbered(Self.name, count: order + 1, unit: "1"), of: spectrogram, demanding: .magnitude
    ) { frame, column, stride in
      for (r, row) in weights.enumerated() {
        column[r * stride] = Arrays.dot(row.start, frame.magnitude, count: frame.bins)
      }
    }
  }
}

/// Aligned memory that closures may hold.
final class SharedBuffer<Element: BitwiseCopyable> {
  private let buffer: AlignedBuffer<Element>
  var start: UnsafeMutablePointer<Element> { buffer.start }

  init(_ elements: [Element]) { buffer = AlignedBuffer(elements) }
  init(count: Int) { buffer = AlignedBuffer(count: count) }
}
