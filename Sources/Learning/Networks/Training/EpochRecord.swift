/// One line of a training's history.
public struct EpochRecord: Sendable, Equatable, Codable {
  /// From 1.
  public var epoch: Int
  /// The optimiser's rate at the end of the epoch.
  public var rate: Double
  /// Mean loss over the training batches; dropout, augmentation and an L2 penalty included.
  public var loss: Double
  /// Part of the training rows that were recognised on the way.
  public var accuracy: Double
  /// Cross-entropy of the validation clips, against their shares where they have some; not a number without any.
  public var validationLoss: Double
  /// Part of the validation clips that are recognised.
  public var validationAccuracy: Double
  /// Unweighted average recall over the classes of the validation clips.
  public var validationUAR: Double

  /// A line read back.
  public init(
    epoch: Int, rate: Double, loss: Double, accuracy: Double, validationLoss: Double, validationAccuracy: Double,
    validationUAR: Double
  ) {
    self.epoch = epoch
    self.rate = rate
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.validationUAR = validationUAR
  }
}

/// What a training says while it runs.
public enum TrainingEvent: Sendable {
  /// A step is done: its number within the epoch, of so many; the mean loss so far; rows per second so far.
  case batch(member: Int, epoch: Int, step: Int, of: Int, loss: Double, rowsPerSecond: Double)
  /// An epoch is done; `isBest` says that its weights are the ones to beat.
  case epoch(member: Int, record: EpochRecord, isBest: Bool, rowsPerSecond: Double)
  /// Training ended before its last epoch.
  case stoppedEarly(member: Int, epoch: Int)
}
