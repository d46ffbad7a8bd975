import Settings

/// One vector of functionals over time: for each family, each functional of all its rows. // [Σ rows * functionals]
///
/// Families with one value per clip come as they are. Frames that a family says are silence do not count; of a clip that
/// has no others, all functionals are 0.
public struct StatisticsLayout: Layout {
  /// `statistics` in recipes.
  public static let name = "statistics"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    One vector of functionals over time: for each family, each functional of all its rows. Families with one \
    value per clip come as they are. Frames that a family says are silence do not count.
    """
  ) {
    Key("functionals", "What is taken of each row.", example: "functionals: [\"mean\", \"std\"]")
  }

  /// What is taken of each row.
  public var functionals = [Functional.mean]

  /// The defaults above.
  public init() {}

  /// These functionals of each row.
  public init(_ functionals: [Functional]) { self.functionals = functionals }

  /// Checks the ranges of values.
  public func validate() throws {
    guard !functionals.isEmpty else { throw Invalid("functionals must name at least one") }
  }

  /// What each value of a row means.
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> TensorAxes {
    let rows = features.flatMap { feature in
      feature.timeline == nil
        ? feature.rows
        : functionals.flatMap { functional in
          feature.rows.map {
            FeatureRow(name: "\($0.name)_\(functional.rawValue)", unit: functional.unit(of: $0.unit))
          }
        }
    }
    return TensorAxes(features: rows, times: nil, frames: features.map { _ in 1 })
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: FrameMatrix)], to row: UnsafeMutablePointer<Float>, axes: TensorAxes
  ) {
    var target = row
    for (feature, matrix) in values {
      guard let timeline = feature.timeline else {
        for r in 0..<matrix.rows { target[r] = matrix[r, 0] }
        target += matrix.rows
        continue
      }
      let step = Double(timeline.hop) / timeline.rate
      let needsOrder = functionals.contains { $0.needsOrder }
      let places = matrix.counted.map { counted in counted.indices.filter { counted[$0] } }
      let first = target
      func write(_ moments: Moments, of r: Int) {
        for (i, functional) in functionals.enumerated() { first[i * matrix.rows + r] = Float(moments[functional]) }
      }
      for r in 0..<matrix.rows where places?.isEmpty != true {
        if let places, places.count < matrix.columns {
          places.map { matrix[r, $0] }.withUnsafeBufferPointer {
            write(Moments($0, at: places, every: step, sorted: needsOrder), of: r)
          }
        } else {
          let row = UnsafeBufferPointer(start: matrix.row(r), count: matrix.columns)
          write(Moments(row, every: step, sorted: needsOrder), of: r)
        }
      }
      target += matrix.rows * functionals.count
    }
  }
}
