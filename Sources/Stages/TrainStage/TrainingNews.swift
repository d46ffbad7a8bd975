import Commands
import Networks
import System

/// Tells how a fold's training goes: on a terminal a line an epoch and a line that moves within it, else one line a fold
/// and, where that takes long, one now and then.
final class TrainingNews {
  private let fold: String
  private let settings: TrainSettings
  private let foldsAfter: Int
  private let epochsPerNetwork: Int
  private let console: Console
  private let begin = Progress.now()
  private var epochs = 0
  private var lastLine = Progress.now()
  private let line: StatusLine

  /// Seconds without a line after which a log gets one.
  private static let silence = 30.0

  /// - Parameters:
  ///   - rows: how many rows the fold learns from.
  ///   - foldsAfter: how many folds are still to come.
  init(_ fold: String, _ settings: TrainSettings, rows: Int, foldsAfter: Int, on console: Console) {
    self.fold = fold
    self.settings = settings
    self.foldsAfter = foldsAfter
    epochsPerNetwork = settings.epochs(over: rows)
    self.console = console
    line = StatusLine(on: console)
  }

  func report(_ event: TrainingEvent) {
    switch event {
    case .batch(let member, let epoch, let step, let steps, let loss, let rate):
      let left = timeLeft(member, epoch - 1, share: Double(step) / Double(steps))
      line.show(
        "\(place(member, epoch)) step \(step)/\(steps)  loss \(loss.rounded(to: 4))  \(Int(rate).grouped) rows/s"
          + (left.map { "  at most \(duration($0)) left" } ?? ""))
    case .epoch(let member, let record, let isBest, let rate):
      epochs += 1
      let isDue = Progress.now() - lastLine > Self.silence
      guard console.isTerminal || isDue else { return }
      lastLine = Progress.now()
      line.clear()
      let left = timeLeft(member, record.epoch, share: 0).map { "  at most \(duration($0)) left" } ?? ""
      console.say(
        "\(place(member, record.epoch))  \(Self.scores(of: record))  \(Int(rate).grouped) rows/s\(left)"
          + (isBest ? "  best so far" : ""))
    case .stoppedEarly: break
    }
  }

  func finish(_ model: TrainedModel) {
    line.clear()
    for (index, member) in model.members.enumerated() {
      guard let kept = member.history.first(where: { $0.epoch == member.keptEpoch }) else { continue }
      let network = model.members.count > 1 ? " network \(index + 1)" : ""
      console.say(
        "\(fold)\(network): epoch \(kept.epoch) of \(member.history.count) kept: \(Self.scores(of: kept))")
    }
    if model.members.count == 1 { return }
    console.say("\(fold): \(model.members.count) networks in \(duration(Progress.now() - begin))")
  }

  static func scores(of record: EpochRecord) -> String {
    let training = "loss \(record.loss.rounded(to: 4))  accuracy \(percent(record.accuracy))"
    guard record.validationAccuracy.isFinite else { return training }
    return training + "  validation loss \(record.validationLoss.rounded(to: 4))"
      + "  accuracy \(percent(record.validationAccuracy))  UAR \(percent(record.validationUAR))"
  }

  private static func percent(_ share: Double) -> String { (100 * share).rounded(to: 1) + " %" }

  private func place(_ member: Int, _ epoch: Int) -> String {
    let network = settings.seeds > 1 ? " network \(member + 1)/\(settings.seeds)" : ""
    return "\(fold)\(network) epoch \(epoch)/\(epochsPerNetwork)"
  }

  /// Seconds until all folds are done if nothing ends a training early; nil before there is anything to go by.
  /// - Parameters:
  ///   - epoch: epochs that are done of this member.
  ///   - share: how much is done of the next one.
  private func timeLeft(_ member: Int, _ epoch: Int, share: Double) -> Double? {
    let done = Double(epochs) + share
    guard done > 0.05 else { return nil }
    let networks = settings.seeds - member + foldsAfter * settings.seeds
    return (Progress.now() - begin) / done * (Double(networks * epochsPerNetwork - epoch) - share)
  }
}
