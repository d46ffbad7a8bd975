import Graph
import Settings

/// The `train` section of a recipe.
public struct TrainSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("A network and how it learns.") {
    Key("model", "The network.", example: "model: { mlp: { hidden: [300, 50] } }")
    Key("epochs", "Greatest number of passes over the training rows.", in: 1...1_000_000)
    Key(
      "minimumSteps",
      """
      Steps to make where so few rows are there that `epochs` passes make fewer: passes are added until they \
      suffice.
      """, in: 1...1_000_000_000, example: "minimumSteps: 4000")
    Key("batch", "Rows per step.", in: 1...1_000_000, unit: "rows")
    Key("optimizer", "The rule that turns gradients into steps.", example: "optimizer: { adamW: { rate: 5e-4 } }")
    Key("schedule", "How the rate moves over the epochs.", example: "schedule: { cosine: { warmup: 0.05 } }")
    Key(
      "reduceOnPlateau", "Lowers the rate when training no longer gets better; never when left out.",
      example: "reduceOnPlateau: { patience: 5 }")
    Key(
      "earlyStopping", "Ends training when it no longer gets better; never when left out.",
      example: "earlyStopping: { patience: 10 }")
    Key("checkpoint", "Which epoch's weights the model keeps.")
    Key("metric", "What epochs are compared by.")
    Key("scaler", "How features are brought to a common size.", example: "scaler: { standard: { by: \"speaker\" } }")
    Key("classWeights", "How much the classes count.", example: "classWeights: \"balanced\"")
    Key("labelSmoothing", "Part of every target that is spread evenly over the classes.", in: 0..<1)
    Key(
      "augment", "What is done to batches at random while training.",
      example: "augment: [\"mixup\", { specAugment: { timeMasks: 1 } }]")
    Key(
      "clipGradient", "Greatest norm of all gradients together; any when left out.", in: 1e-12...1e12,
      example: "clipGradient: 1")
    Key(
      "averageWeights",
      """
      Part of the old average of the weights that a step keeps; the averaged weights are validated and kept \
      instead of the raw ones. No average is kept when left out.
      """, in: 0..<1, example: "averageWeights: 0.999")
    Key(
      "batchStatistics",
      "By which statistics batch normalisations work when epochs are compared and in the model that is kept.")
    Key("precision", "The number format of activations.")
    Key("seed", "Where random numbers start.", in: 0...Int.max)
    Key("seeds", "Networks trained from different seeds, whose probabilities are averaged.", in: 1...1000)
  }

  /// The network.
  public var model = ModelChoice(MLP())
  /// Greatest number of passes over the training rows.
  public var epochs = 50
  /// Steps to make where so few rows are there that `epochs` passes make fewer.
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
  /// Part of the old average that a step keeps.
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
    case best, last

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .best: "The best by `metric`."
      case .last: "The last."
      }
    }
  }

  /// The statistics of batch normalisations outside training steps.
  public enum BatchStatistics: String, Choice {
    case precise, running

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .precise:
        """
        Taken anew over up to 1,024 training rows by the weights as they are, without dropout and batch \
        augmentations.
        """
      case .running: "The running means of the training steps, as Keras and PyTorch keep them."
      }
    }
  }

  /// A perceptron under Adam for 50 epochs of batches of 64.
  public init() {}

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
