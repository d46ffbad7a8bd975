import Settings

/// A number by which epochs are compared.
public enum Metric: String, Choice {
  case loss, accuracy, uar, trainingLoss

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .loss: "Cross-entropy of the validation rows; lower is better."
    case .accuracy: "Part of the validation clips that are recognised."
    case .uar: "Unweighted average recall over the classes of the validation clips."
    case .trainingLoss: "Mean loss over the batches of the epoch; lower is better."
    }
  }

  /// Its value in an epoch, turned so that greater is better.
  func score(_ epoch: EpochRecord) -> Double {
    switch self {
    case .loss: -epoch.validationLoss
    case .accuracy: epoch.validationAccuracy
    case .uar: epoch.validationUAR
    case .trainingLoss: -epoch.loss
    }
  }
}

/// Ends a training that no longer gets better.
public struct EarlyStopping: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("Ends a training that no longer gets better.") {
    Key("patience", "Epochs without progress after which training ends.", in: 1...1_000_000, unit: "epochs")
    Key("minimumChange", "Least change that counts as progress.", in: -1e6...1e6)
    Key(
      "stepwise",
      """
      Whether any better epoch becomes the one to beat (scikit-learn), or only one better by `minimumChange` \
      (Keras).
      """)
    Key("metric", "What progress is measured by; the training's `metric` when left out.", example: "metric: \"loss\"")
  }

  /// Epochs without progress after which training ends.
  public var patience = 10
  /// Least change that counts as progress.
  public var minimumChange = 0.0
  /// Whether any better epoch becomes the one to beat (scikit-learn), or only one better by `minimumChange` (Keras).
  public var stepwise = false
  /// What progress is measured by; nil takes the training's `metric`.
  public var metric: Metric?

  /// Ten epochs.
  public init() {}

}

/// Lowers the rate when training no longer gets better.
public struct ReduceOnPlateau: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("Lowers the rate when training no longer gets better.") {
    Key("patience", "Epochs without progress after which the rate falls.", in: 1...1_000_000, unit: "epochs")
    Key("factor", "What the rate is multiplied by.", in: 1e-6..<1)
    Key("minimum", "The rate below which it does not fall.", in: 0...1e6)
    Key("minimumChange", "Least change that counts as progress.", in: -1e6...1e6)
    Key(
      "stepwise",
      """
      Whether any better epoch becomes the one to beat (scikit-learn), or only one better by `minimumChange` \
      (Keras).
      """)
    Key("metric", "What progress is measured by; the training's `metric` when left out.", example: "metric: \"loss\"")
  }

  /// Epochs without progress after which the rate falls.
  public var patience = 3
  /// What the rate is multiplied by.
  public var factor = 0.5
  /// The rate below which it does not fall.
  public var minimum = 1e-5
  /// Least change that counts as progress.
  public var minimumChange = 1e-4
  /// Whether any better epoch becomes the one to beat (scikit-learn), or only one better by `minimumChange` (Keras).
  public var stepwise = false
  /// What progress is measured by; nil takes the training's `metric`.
  public var metric: Metric?

  /// Half after three epochs.
  public init() {}

}

/// Counts epochs since a score was last the best.
public struct Patience: Sendable, Equatable, Codable {
  /// The best score so far, greater being better; nil before the first.
  public var best: Double?
  /// Epochs since then.
  public var waited = 0

  /// Nothing seen yet.
  public init() {}

  /// Takes in an epoch's score.
  /// - Parameter stepwise: whether a best score by less than the least change is the new one to beat all the same.
  /// - Returns: whether it is better by more than the least change.
  mutating func observe(_ score: Double, minimumChange: Double, stepwise: Bool = false) -> Bool {
    let isProgress = score.isFinite && (best.map { score > $0 + minimumChange } ?? true)
    if isProgress || (stepwise && score > best ?? .infinity) { best = score }
    waited = isProgress ? 0 : waited + 1
    return isProgress
  }
}
