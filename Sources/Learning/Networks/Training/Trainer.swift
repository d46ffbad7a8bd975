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

/// The training of one network of an ensemble.
final class MemberTraining {
  private let settings: TrainSettings
  private let index: Int
  private let seed: Seed
  private let data: Dataset
  private let rows: [Int]
  private let epochs: Int
  private let validation: [Int]
  private let scaler: FittedScaler
  private let network: Network
  private let optimiser: OptimiserState
  private let classWeights: [Float]
  /// Over which rows statistics are taken; nil where nothing is normalised or the running ones are wanted.
  private let sample: StatisticsSample?

  init(
    _ settings: TrainSettings, index: Int, data: Dataset, rows: [Int], validation: [Int], scaler: FittedScaler,
    reduction: Reduction?, engine: any Engine
  ) throws {
    self.settings = settings
    self.index = index
    self.data = data
    self.rows = rows
    epochs = settings.epochs(over: rows.count)
    self.validation = validation
    self.scaler = scaler
    seed = Seed(settings.seed).derived(for: "member", String(index))
    network = try Network(
      settings.model.model, shape: data.rows.shape, reducedTo: reduction?.outputs, classes: data.names.count,
      seed: seed, precision: settings.precision, on: engine)
    // Values, gradients and two moments.
    try network.parameters.requireRoom(times: 4)
    for named in try reduction?.parameters ?? [] { try network.parameters.load(named.tensor, into: named.path) }
    optimiser = OptimiserState(settings.optimizer.optimiser, network.parameters, on: engine)
    let isPrecise = settings.batchStatistics == .precise && !network.statistics.isEmpty
    sample = isPrecise ? StatisticsSample(of: rows, labels: data.labels, seed: seed) : nil
    var counts = [Double](repeating: 0, count: data.names.count)
    for row in rows { for (label, share) in data.target(of: row).enumerated() { counts[label] += Double(share) } }
    classWeights = try settings.classWeights.weighting.factors(counts: counts, names: data.names)
  }

  /// Trains to the end; the state that comes back has this member among the finished.
  func run(
    from start: TrainingState, save: (TrainingState) throws -> Void, progress: (TrainingEvent) -> Void
  ) throws -> TrainingState {
    var state = start
    if !state.parameters.isEmpty {
      try network.load(state.parameters)
      let shapes = network.tensors.map(\.tensor.shape)
      guard optimiser.snapshot.moments.map(\.count) == state.moments.map(\.count),
        settings.averageWeights == nil || state.average.map(\.tensor.shape) == shapes
      else {
        throw LearningError(
          cannot: "resume", "training", "the saved state is of another optimizer or model; start again without it")
      }
      optimiser.snapshot = (state.step, state.moments)
    } else if settings.averageWeights != nil {
      state.average = network.tensors
    }
    while state.epoch < epochs, !state.isStopped {
      state.epoch += 1
      try trainEpoch(&state, progress: progress)
      // The last epoch's state is saved together with what is kept of it, below.
      if state.epoch < epochs, !state.isStopped { try save(state) }
    }
    if state.isStopped, state.epoch < epochs { progress(.stoppedEarly(member: index, epoch: state.epoch)) }
    let keepsBest = settings.checkpoint == .best && !state.best.isEmpty
    let last = settings.averageWeights == nil ? state.parameters : state.average
    let member = TrainedModel.Member(
      seed: seed.value, parameters: try precise(keepsBest ? state.best : last), history: state.history,
      keptEpoch: keepsBest ? state.bestEpoch : state.epoch)
    let next = TrainingState(finished: state.finished + [member])
    try save(next)
    return next
  }

  private func trainEpoch(_ state: inout TrainingState, progress: (TrainingEvent) -> Void) throws {
    let clock = ContinuousClock(), begin = clock.now
    var random = Random(seed.derived(for: "epoch", String(state.epoch)))
    var order = rows
    random.shuffle(&order)
    var total = 0.0, hits = 0, seen = 0, rate = 0.0
    let starts = settings.batchStarts(over: order.count)
    for (step, start) in starts.enumerated() {
      let part = Array(order[start..<min(start + settings.batch, order.count)])
      let done = Double(state.epoch - 1) + Double(step) / Double(starts.count)
      rate =
        settings.optimizer.optimiser.rate * state.rateFactor
        * settings.schedule.schedule.factor(at: done / Double(epochs))
      let (loss, right) = try trainStep(part, rate: rate, random: &random)
      guard loss.isFinite else {
        throw LearningError(
          cannot: "train", "epoch \(state.epoch)", "the loss is no longer a number; lower the rate or clip gradients")
      }
      if settings.averageWeights != nil { average(&state) }
      total += loss * Double(part.count)
      hits += right
      seen += part.count
      progress(
        .batch(
          member: index, epoch: state.epoch, step: step + 1, of: starts.count, loss: total / Double(seen),
          rowsPerSecond: Double(seen) / (clock.now - begin).seconds))
    }
    (state.step, state.moments) = optimiser.snapshot
    state.parameters = network.tensors
    let scores = try validate(&state)
    let record = EpochRecord(
      epoch: state.epoch, rate: rate, loss: total / Double(seen), accuracy: Double(hits) / Double(seen),
      validationLoss: scores.loss, validationAccuracy: scores.accuracy, validationUAR: scores.uar)
    let isBest = judge(record, &state)
    progress(
      .epoch(
        member: index, record: record, isBest: isBest, rowsPerSecond: Double(seen) / (clock.now - begin).seconds))
  }

  private func trainStep(_ part: [Int], rate: Double, random: inout Random) throws -> (loss: Double, hits: Int) {
    let program = try network.training(
      rows: part.count, weights: classWeights, smoothing: Float(settings.labelSmoothing))
    let classes = data.names.count
    var batch = Batch(
      count: part.count, shape: data.rows.shape, classes: classes, values: program.plan[input: program.rows],
      targets: program.plan[input: program.targets!])
    try scaler.read(part, of: data, into: batch.values)
    for (position, row) in part.enumerated() {
      for (label, share) in data.target(of: row).enumerated() { batch.targets[position * classes + label] = share }
    }
    for choice in settings.augment { choice.augmentation.apply(to: &batch, random: &random) }
    try program.plan.run(seed: seed.value, step: optimiser.step)
    let loss = Double(program.plan[result: program.loss!][0]) + optimiser.penalty(rows: part.count)
    optimiser.update(rate: rate, rows: part.count, clip: settings.clipGradient)

    let logits = program.plan[result: program.logits]
    var hits = 0
    for (position, row) in part.enumerated() {
      let line = logits[position * classes..<(position + 1) * classes]
      if line.max() == line[position * classes + data.labels[row]] { hits += 1 }
    }
    return (loss, hits)
  }

  /// average ← decay · average + (1 − decay) · weights; running statistics are taken as they are.
  private func average(_ state: inout TrainingState) {
    let decay = Float(settings.averageWeights ?? 0)
    for (position, parameter) in network.parameters.all.enumerated() {
      let keep = parameter.isTrained ? decay : 0
      state.average[position].tensor.values.withUnsafeMutableBufferPointer { average in
        let values = parameter.values
        for element in 0..<values.count { average[element] = keep * average[element] + (1 - keep) * values[element] }
      }
    }
  }

  /// The weights with the statistics that belong to them; as they are where running ones are wanted.
  private func precise(_ weights: [NamedTensor]) throws -> [NamedTensor] {
    guard let sample else { return weights }
    try network.load(weights)
    try network.takeStatistics(of: sample, in: data, scaler: scaler, batch: settings.batch)
    return network.tensors
  }

  /// Scores the weights as they would be kept, which the state has from then on.
  private func validate(_ state: inout TrainingState) throws -> ClipScores {
    guard !validation.isEmpty else { return ClipScores([], of: [], in: data) }
    if settings.averageWeights == nil {
      state.parameters = try precise(state.parameters)
    } else {
      state.average = try precise(state.average)
      try network.load(state.average)
    }
    let probabilities = try [network].probabilities(
      of: validation, in: data, scaler: scaler, batch: settings.batch)
    if settings.averageWeights != nil { try network.load(state.parameters) }
    return ClipScores(probabilities, of: validation, in: data)
  }

  /// Takes an epoch's scores into account: what to keep, whether to lower the rate, whether to stop.
  private func judge(_ record: EpochRecord, _ state: inout TrainingState) -> Bool {
    state.history.append(record)
    let isBest = state.checkpoint.observe(settings.metric.score(record), minimumChange: 0)
    if isBest, settings.checkpoint == .best {
      state.best = settings.averageWeights == nil ? state.parameters : state.average
      state.bestEpoch = state.epoch
    }
    if let rule = settings.reduceOnPlateau {
      let score = (rule.metric ?? settings.metric).score(record)
      let isProgress = state.plateau.observe(score, minimumChange: rule.minimumChange, stepwise: rule.stepwise)
      if !isProgress, state.plateau.waited >= rule.patience {
        let base = settings.optimizer.optimiser.rate
        state.rateFactor = min(state.rateFactor, max(state.rateFactor * rule.factor, rule.minimum / base))
        state.plateau.waited = 0
      }
    }
    if let rule = settings.earlyStopping {
      let score = (rule.metric ?? settings.metric).score(record)
      if !state.stopping.observe(score, minimumChange: rule.minimumChange, stepwise: rule.stepwise) {
        state.isStopped = state.stopping.waited >= rule.patience
      }
    }
    return isBest
  }
}

extension Duration {
  /// Seconds, at least a nanosecond so that rates stay finite.
  var seconds: Double {
    max(Double(components.seconds) + Double(components.attoseconds) * 1e-18, 1e-9)
  }
}
