/// A training between two epochs, as a plain value: whoever saves it can be killed and go on to the same last byte.
///
/// The data order and all random numbers derive from the seed and the epoch's number, so that no generator's state is
/// needed.
public struct TrainingState: Sendable, Equatable {
  /// Members of the ensemble that are done.
  public var finished: [TrainedModel.Member]
  /// Epochs done of the member in training.
  public var epoch: Int
  /// Steps done of the member in training.
  public var step: Int
  /// The weights and running statistics as of now.
  public var parameters: [NamedTensor]
  /// The optimiser's moments, parameter after parameter.
  public var moments: [[Float]]
  /// The averaged weights, when the settings ask for an average.
  public var average: [NamedTensor]
  /// The best weights so far; empty before the first best epoch.
  public var best: [NamedTensor]
  /// The epoch of the best weights; 0 before there are any.
  public var bestEpoch: Int
  /// Watches for the epoch to keep.
  public var checkpoint: Patience
  /// Watches for the end.
  public var stopping: Patience
  /// Watches for a plateau.
  public var plateau: Patience
  /// What plateaus have made of the rate.
  public var rateFactor: Double
  /// Whether early stopping has ended this member.
  public var isStopped: Bool
  /// The epochs so far.
  public var history: [EpochRecord]

  /// A state read back.
  public init(
    finished: [TrainedModel.Member] = [], epoch: Int = 0, step: Int = 0, parameters: [NamedTensor] = [],
    moments: [[Float]] = [], average: [NamedTensor] = [], best: [NamedTensor] = [], bestEpoch: Int = 0,
    checkpoint: Patience = Patience(), stopping: Patience = Patience(), plateau: Patience = Patience(),
    rateFactor: Double = 1, isStopped: Bool = false, history: [EpochRecord] = []
  ) {
    self.finished = finished
    self.epoch = epoch
    self.step = step
    self.parameters = parameters
    self.moments = moments
    self.average = average
    self.best = best
    self.bestEpoch = bestEpoch
    self.checkpoint = checkpoint
    self.stopping = stopping
    self.plateau = plateau
    self.rateFactor = rateFactor
    self.isStopped = isStopped
    self.history = history
  }
}

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
