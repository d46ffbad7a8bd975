import Classical
import Networks

/// A classical model with what it needs beside itself: a plain value.
public struct ClassicalClassifier: Sendable, Equatable {
  /// What the training was told.
  public var settings: ClassicalSettings
  /// The shape of one row, which the model sees flat.
  public var inputShape: [Int]
  /// Offsets and factors of the features.
  public var scaler: FittedScaler
  /// The features that the model looks at; all of them where there was no choice.
  public var selection: FeatureSelection?
  /// Weights, biases and how they were chosen.
  public var model: ClassicalModel

  /// A classifier read back.
  public init(
    settings: ClassicalSettings, inputShape: [Int], scaler: FittedScaler, selection: FeatureSelection?,
    model: ClassicalModel
  ) {
    self.settings = settings
    self.inputShape = inputShape
    self.scaler = scaler
    self.selection = selection
    self.model = model
  }

  /// Fits to some rows; inner folds never split a speaker.
  /// - Parameter features: the name of each feature, for settings that choose among them.
  public init(
    _ settings: ClassicalSettings, on data: Dataset, rows: [Int], features: [String], jobs: Int
  ) throws {
    if data.shares != nil { throw ClassifierError(softLabelsFor: settings.model) }
    let shape = data.rows.shape
    let scaler = try FittedScaler(settings.scaler, fittedTo: rows, of: data)
    var examples = try data.examples(of: rows, scaler: scaler)
    let selection = try settings.select?.selection(from: features, shape: shape, on: examples, jobs: jobs)
    if let selection { examples = examples.selecting(columns: selection.columns) }
    self.init(
      settings: settings, inputShape: shape, scaler: scaler, selection: selection,
      model: try settings.model.learner.fit(examples, jobs: jobs))
  }

  /// The probabilities of every class for rows of a data set.
  func probabilities(of rows: [Int], in data: Dataset) throws -> [[Double]] {
    var scaler = scaler
    try scaler.adapt(to: rows, of: data)
    // As doubles all rows at once could take twice the memory of their file.
    let stretch = 256
    return try stride(from: 0, to: rows.count, by: stretch).flatMap { start in
      let features = try data.matrix(of: Array(rows[start..<min(start + stretch, rows.count)]), scaler: scaler)
      let found = model.probabilities(for: selection.map { features.selecting(columns: $0.columns) } ?? features)
      return (0..<found.rows).map { row in (0..<found.columns).map { found[row, $0] } }
    }
  }
}
