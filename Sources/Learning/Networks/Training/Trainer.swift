import Determinism
import Graph
import Settings

/// Trains the networks that the settings ask for, one epoch after another.
public struct Trainer {
  private let settings: TrainSettings
  private let threads: Int

  /// A trainer for valid settings.
  public init(_ settings: TrainSettings, threads: Int) throws {
    do { try settings.check() } catch let invalid as Invalid {
      throw LearningError(cannot: "train", "model", invalid.description)
    }
    guard settings.precision == .float32 || Engines.hasBFloat16 else {
      throw LearningError(
        cannot: "train in", "bfloat16", "this processor does not multiply such numbers (AVX512_BF16); use float32")
    }
    self.settings = settings
    self.threads = threads
  }

  /// Trains on some rows and watches others.
  ///
  /// The same settings, rows and thread count give the same bytes, in one go or resumed from any saved state.
  /// - Parameters:
  ///   - train: rows that gradients and scalers may see.
  ///   - validation: rows that choose the epoch; none where a fixed number of epochs is trained.
  ///   - reduction: what scaled rows go through on their way into the network.
  ///   - resuming: a state that `save` was given, to go on from.
  ///   - save: called after every epoch.
  ///   - progress: called after every step and epoch.
  public func train(
    _ data: Dataset, train: [Int], validation: [Int], reduction: Reduction? = nil, resuming: TrainingState? = nil,
    save: (TrainingState) throws -> Void = { _ in }, progress: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedModel {
    try check(data, train: train, validation: validation)
    var scaler = try FittedScaler(settings.scaler, fittedTo: train, of: data)
    let fitted = scaler
    try scaler.adapt(to: validation, of: data)
    var state = resuming ?? TrainingState()
    guard state.finished.count <= settings.seeds else {
      throw LearningError(
        cannot: "resume", "training", "the saved state has more networks than are asked for; start again without it")
    }
    for index in state.finished.count..<settings.seeds {
      let member = try MemberTraining(
        settings, index: index, data: data, rows: train, validation: validation, scaler: scaler,
        reduction: reduction, engine: Engines.open(threads: threads))
      state = try member.run(from: state, save: save, progress: progress)
    }
    return TrainedModel(
      settings: settings, labels: data.names, inputShape: data.rows.shape, scaler: fitted, members: state.finished)
  }

  private func check(_ data: Dataset, train: [Int], validation: [Int]) throws {
    guard !train.isEmpty else { throw LearningError(cannot: "train", "model", "there are no training rows") }
    if let stray = (train + validation).first(where: { !(0..<data.rows.count).contains($0) }) {
      throw LearningError(cannot: "train on row", String(stray), "there are \(data.rows.count) rows")
    }
    if let both = Set(train).intersection(validation).min() {
      throw LearningError(cannot: "train on row", String(both), "it is a validation row too")
    }
    if validation.isEmpty, let rule = settings.rulesOverValidation.first {
      throw LearningError(
        cannot: "watch", rule.metric.rawValue,
        "there are no validation rows; watch trainingLoss, or keep the last epoch")
    }
  }
}
