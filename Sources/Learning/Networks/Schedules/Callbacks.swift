import Settings

/// A number by which epochs are compared.
public enum Metric: String, Choice {
  /// Cross-entropy of the validation rows; lower is better.
  case loss
  /// Part of the validation clips that are recognised.
  case accuracy
  /// Unweighted average recall over the classes of the validation clips.
  case uar
  /// Mean loss over the batches of the epoch; lower is better.
  case trainingLoss

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

  /// Refuses a patience of nothing.
  public func validate() throws {
    guard patience >= 1 else { throw Invalid("patience must be 1 or more") }
    try require("patience", patience, in: 1...1_000_000)
    try require("minimumChange", minimumChange, in: -1e6...1e6)
  }
}

/// Lowers the rate when training no longer gets better.
public struct ReduceOnPlateau: Settings {
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

  /// Refuses factors that do not lower.
  public func validate() throws {
    guard patience >= 1 else { throw Invalid("patience must be 1 or more") }
    guard factor > 0, factor < 1 else { throw Invalid("factor must lie between 0 and 1, found \(factor)") }
    guard minimum >= 0 else { throw Invalid("minimum must be 0 or more, found \(minimum)") }
    try require("patience", patience, in: 1...1_000_000)
    try require("minimumChange", minimumChange, in: -1e6...1e6)
    try require("minimum", minimum, in: 0...1e6)
  }
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
