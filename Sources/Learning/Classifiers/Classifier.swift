import Classical
import Networks
import Settings

/// Whatever was trained, as a plain value: rows in, a probability for every class out.
public enum Classifier: Sendable, Equatable {
  /// One or several networks.
  case network(NetworkClassifier)
  /// A classical model.
  case classical(ClassicalClassifier)

  /// The names of the classes, in the order of the probabilities.
  public var labels: [String] {
    switch self {
    case .network(let network): network.model.labels
    case .classical(let classifier): classifier.model.classes
    }
  }

  /// The shape of one row.
  public var inputShape: [Int] {
    switch self {
    case .network(let network): network.model.inputShape
    case .classical(let classifier): classifier.inputShape
    }
  }

  /// The features that were chosen before it was fitted; nil where all are taken.
  public var selection: FeatureSelection? {
    switch self {
    case .network(let network): network.selection
    case .classical(let classifier): classifier.selection
    }
  }

  /// Offsets and factors of the features.
  public var scaler: FittedScaler {
    get {
      switch self {
      case .network(let network): network.model.scaler
      case .classical(let classifier): classifier.scaler
      }
    }
    set {
      switch self {
      case .network(var network):
        network.model.scaler = newValue
        self = .network(network)
      case .classical(var classifier):
        classifier.scaler = newValue
        self = .classical(classifier)
      }
    }
  }

  /// The networks with their histories; none of a classical model.
  public var members: [TrainedModel.Member] {
    switch self {
    case .network(let network): network.model.members
    case .classical: []
    }
  }

  /// What the training was told.
  public var settings: TrainSection {
    switch self {
    case .network(let network): .network(network.settings)
    case .classical(let classifier): .classical(classifier.settings)
    }
  }

  /// The model's name and all of its sizes, as canonical JSON.
  public var architecture: String {
    get throws {
      switch self {
      case .network(let network): try network.model.architecture
      case .classical(let classifier): try JSON(encoding: classifier.settings.model).canonical
      }
    }
  }
}

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
