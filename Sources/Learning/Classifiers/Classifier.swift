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
