import Commands
import Prediction
import System

extension Options {
  /// Where sounds come from, as far as the model's scale asks for it; what it asks for and nobody told is an error, and
  /// so is what nobody asks for.
  func origins(of sounds: [Sound], for model: String, _ recognition: Recognition, _ console: Console) throws -> [Origin]
  {
    let isSpeakerTold = speaker != nil || speakerFolders
    switch recognition.scale {
    case .everybody:
      try refuse(isSpeakerTold ? "--speaker" : nil, "whose scale goes by speaker", model)
      try refuse(corpus.map { _ in "--corpus" }, "whose scale goes by corpus", model)
      return sounds.map { _ in Origin() }
    case .corpus(let known):
      try refuse(isSpeakerTold ? "--speaker" : nil, "whose scale goes by speaker", model)
      let names = known.sorted().map { "'\($0)'" }.joined(separator: ", ")
      if let corpus, !known.contains(corpus) {
        throw DataError(cannot: "take the scale of corpus", corpus, "'\(model)' knows \(names)")
      }
      if corpus == nil {
        console.warn(
          "'\(model)' has a scale for each of the corpora \(names); these recordings are scaled as all of its training "
            + "rows together, and --corpus takes the scale of one")
      }
      return sounds.map { _ in Origin(corpus: corpus ?? "") }
    case .speaker(let known):
      try refuse(corpus.map { _ in "--corpus" }, "whose scale goes by corpus", model)
      if speakerFolders { return sounds.map { Origin(speaker: folder(of: $0)) } }
      guard let speaker else {
        throw DataError(
          cannot: "judge with", model,
          "it scales every speaker's recordings by that speaker's own; say whose they are with --speaker NAME, or with "
            + "--speaker-folders that each folder is one speaker's (\(Acquaintance.least) recordings or more of each)")
      }
      if known.contains(speaker) {
        console.say("'\(speaker)' is a speaker whom the model was trained on and whose scale it has")
      } else if !wantsTimeline, sounds.count < Acquaintance.least {
        throw DataError(
          cannot: "judge speaker", speaker,
          "the model scales by speaker, which takes \(Acquaintance.least) recordings or more of one, found "
            + "\(sounds.count)")
      }
      return sounds.map { _ in Origin(speaker: speaker) }
    }
  }

  private func refuse(_ option: String?, _ what: String, _ model: String) throws {
    guard let option else { return }
    throw UsageError("option '\(option)' is for models \(what), and that of '\(model)' does not")
  }

  /// The folder of a file, with a slash behind it, so that it is no name of a speaker from training.
  private func folder(of sound: Sound) -> String {
    guard case .file(let path) = sound else { return sound.name + "/" }
    let folder = splitPath(path).folder
    return folder.isEmpty ? "./" : folder
  }
}
