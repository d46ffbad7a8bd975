import Graph
import Settings

/// The `train` section of a recipe.
public struct TrainSettings: Settings {
  /// The network.
  public var model = ModelChoice(MLP())
  /// Greatest number of passes over the training rows.
  public var epochs = 50
  /// Steps to make where so few rows are there that `epochs` passes make fewer: passes are added until they suffice.
  public var minimumSteps: Int?
  /// Rows per step.
  public var batch = 64
  /// The rule that turns gradients into steps.
  public var optimizer = OptimiserChoice(Adam())
  /// How the rate moves over the epochs.
  public var schedule = ScheduleChoice(ConstantSchedule())
  /// Lowers the rate when training no longer gets better.
  public var reduceOnPlateau: ReduceOnPlateau?
  /// Ends training when it no longer gets better.
  public var earlyStopping: EarlyStopping?
  /// Which epoch's weights the model keeps.
  public var checkpoint = Checkpoint.best
  /// What epochs are compared by.
  public var metric = Metric.accuracy
  /// How features are brought to a common size.
  public var scaler = ScalerChoice(StandardScaler())
  /// How much the classes count.
  public var classWeights = ClassWeightsChoice(NoClassWeights())
  /// Part of every target that is spread evenly over the classes.
  public var labelSmoothing = 0.0
  /// What is done to batches at random while training.
  public var augment: [BatchAugmentationChoice] = []
  /// Greatest norm of all gradients together.
  public var clipGradient: Double?
  /// Part of the old average that a step keeps; the averaged weights are validated and kept instead of the raw ones.
  public var averageWeights: Double?
  /// By which statistics batch normalisations work when epochs are compared and in the model that is kept.
  public var batchStatistics = BatchStatistics.precise
  /// The number format of activations.
  public var precision = Precision.float32
  /// Where random numbers start.
  public var seed: UInt64 = 0
  /// Networks trained from different seeds, whose probabilities are averaged.
  public var seeds = 1

  /// Which epoch's weights a model keeps.
  public enum Checkpoint: String, Choice {
    /// The best by `metric`.
    case best
    /// The last.
    case last
  }

  /// The statistics of batch normalisations outside training steps.
  public enum BatchStatistics: String, Choice {
    /// Taken anew over up to 1,024 training rows by the weights as they are, without dropout and batch augmentations.
    case precise
    /// The running means of the training steps, as Keras and PyTorch keep them.
    case running
  }

  /// A perceptron under Adam for 50 epochs of batches of 64.
  public init() {}

  /// Refuses counts below 1 and parts outside their ranges.
  public func validate() throws {
    guard epochs >= 1 else { throw Invalid("epochs must be 1 or more, found \(epochs)") }
    if let minimumSteps, minimumSteps < 1 { throw Invalid("minimumSteps must be 1 or more, found \(minimumSteps)") }
    guard batch >= 1 else { throw Invalid("batch must be 1 or more, found \(batch)") }
    guard seeds >= 1 else { throw Invalid("seeds must be 1 or more, found \(seeds)") }
    guard (0..<1).contains(labelSmoothing) else {
      throw Invalid("labelSmoothing must lie in 0..<1, found \(labelSmoothing)")
    }
    if let clipGradient, clipGradient <= 0 { throw Invalid("clipGradient must be above 0, found \(clipGradient)") }
    if let averageWeights, !(0..<1).contains(averageWeights) {
      throw Invalid("averageWeights must lie in 0..<1, found \(averageWeights)")
    }
    try require("epochs", epochs, in: 1...1_000_000)
    try require("minimumSteps", minimumSteps, in: 1...1_000_000_000)
    try require("batch", batch, in: 1...1_000_000)
    try require("seeds", seeds, in: 1...1000)
    try require("clipGradient", clipGradient, in: 1e-12...1e12)
  }
}

extension TrainSettings {
  /// The rules that decide by validation rows, by the names of their settings; a training without any learns as well
  /// from rows that were put aside for validation.
  public var rulesOverValidation: [(name: String, metric: Metric)] {
    let rules: [(name: String, metric: Metric?)] = [
      ("checkpoint 'best'", checkpoint == .best ? metric : nil),
      ("earlyStopping", earlyStopping.map { $0.metric ?? metric }),
      ("reduceOnPlateau", reduceOnPlateau.map { $0.metric ?? metric }),
    ]
    return rules.compactMap { rule in rule.metric.map { (rule.name, $0) } }.filter { $0.metric != .trainingLoss }
  }

  /// The greatest number of passes over so many training rows.
  public func epochs(over rows: Int) -> Int {
    let steps = max(batchStarts(over: rows).count, 1)
    return max(epochs, ((minimumSteps ?? 0) + steps - 1) / steps)
  }

  /// Where the batches of a pass begin. A single left-over row is left out of it: it has no batch statistics.
  func batchStarts(over rows: Int) -> [Int] {
    let starts = Array(stride(from: 0, to: rows, by: batch))
    return starts.count > 1 && rows % batch == 1 ? starts.dropLast() : starts
  }
}
