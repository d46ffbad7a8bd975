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
