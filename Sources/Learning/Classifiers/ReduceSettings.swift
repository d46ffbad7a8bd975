import Classical
import Networks
import Settings

/// What becomes of a row on its way into a network, found on the training rows alone.
///
/// ```json5
/// reduce: { select: { by: "family", forward: { learner: "lda" } } }       // the families that help, one after another
/// reduce: { lda: {} }                                                     // the directions that set the classes apart
/// ```
public struct ReduceSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "What becomes of a row on its way into a network, found on the training rows alone."
  ) {
    Key(
      "select", "Chooses features on inner folds that share no speaker; all are taken without it.",
      example: "select: { by: \"family\" }")
    Key(
      "lda",
      """
      Replaces what is left by the directions of a linear discriminant analysis: one fewer than there are \
      classes.
      """, example: "lda: {}")
  }

  /// Chooses features on inner folds that share no speaker; all are taken without it.
  public var select: SelectSettings?
  /// Replaces what is left by the directions of a linear discriminant analysis.
  public var lda: LDA?

  /// Nothing yet.
  public init() {}

  /// Refuses to do nothing.
  public func validate() throws {
    if select == nil, lda == nil { throw Invalid("expected select, lda or both") }
  }

  /// Finds the map from scaled rows to what the network sees.
  /// - Parameter examples: the training rows, flat and scaled.
  func reduction(
    of examples: Examples, shape: [Int], features: [String], jobs: Int
  ) throws -> (reduction: Reduction, selection: FeatureSelection?) {
    let size = examples.features.columns
    let selection = try select?.selection(from: features, shape: shape, on: examples, jobs: jobs)
    let columns = selection?.columns ?? Array(0..<size)
    guard let lda else { return (Reduction(keeping: columns, of: size), selection) }
    let chosen = selection == nil ? examples : examples.selecting(columns: columns)
    let projection = try lda.projection(of: chosen)
    return (Reduction(projection, of: columns, among: size), selection)
  }
}

extension Reduction {
  /// (x − centre) · directions over some columns of a row: y = x · wᵀ + b with b = −w · centre.
  fileprivate init(_ projection: Projection, of columns: [Int], among features: Int) {
    let outputs = projection.directions.columns
    var weight = [Float](repeating: 0, count: outputs * features), bias = [Double](repeating: 0, count: outputs)
    for (row, column) in columns.enumerated() {
      for output in 0..<outputs {
        let direction = projection.directions[row, output]
        weight[output * features + column] = Float(direction)
        bias[output] -= direction * projection.centre[row]
      }
    }
    self.init(weight: weight, bias: bias.map { Float($0) })
  }
}
