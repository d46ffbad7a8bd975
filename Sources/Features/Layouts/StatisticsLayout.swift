import Settings

/// One vector of functionals over time: for each family, each functional of all its rows. // [Σ rows * functionals]
///
/// Families with one value per clip come as they are.
public struct StatisticsLayout: Layout {
  /// `statistics` in recipes.
  public static let name = "statistics"

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
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> Axes {
    let rows = features.flatMap { feature in
      feature.timeline == nil
        ? feature.rows
        : functionals.flatMap { functional in
          feature.rows.map {
            FeatureRow(name: "\($0.name)_\(functional.rawValue)", unit: functional.unit(of: $0.unit))
          }
        }
    }
    return Axes(features: rows, times: nil, frames: features.map { _ in 1 })
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: Matrix)], to row: UnsafeMutablePointer<Float>, axes: Axes
  ) {
    var target = row
    for (feature, matrix) in values {
      guard let timeline = feature.timeline else {
        for r in 0..<matrix.rows { target[r] = matrix[r, 0] }
        target += matrix.rows
        continue
      }
      for r in 0..<matrix.rows {
        let moments = Moments(
          UnsafeBufferPointer(start: matrix.row(r), count: matrix.columns), every: Double(timeline.hop) / timeline.rate,
          sorted: functionals.contains { $0.needsOrder })
        for (i, functional) in functionals.enumerated() {
          target[i * matrix.rows + r] = Float(moments[functional])
        }
      }
      target += matrix.rows * functionals.count
    }
  }
}
