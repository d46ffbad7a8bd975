import Audio
import Classifiers
import Features
import Learning

/// What came of one sound.
public enum Verdict: Sendable, Equatable {
  /// The probability of every class.
  case heard([Double])
  /// Why there is none: one sentence.
  case unusable(String)
}

/// Listens to one recording after another. Its plans and buffers are its own: one listener a thread.
public final class Listener {
  private let recognition: Recognition
  private let cleaner: Cleaner
  private let recogniser: Recogniser
  private var frontends: [Int: RowMaker] = [:]

  /// Rows of one recording that go through a network at once, where a layout makes several.
  private static let batch = 16

  /// Prepares networks and front end.
  /// - Parameter threads: for the networks.
  public init(_ recognition: Recognition, threads: Int = 1) throws {
    self.recognition = recognition
    cleaner = Cleaner(recognition.cleaning)
    recogniser = try Recogniser(recognition.classifiers, threads: threads, batch: Self.batch)
  }

  /// Judges a sound file. What is wrong with the file is part of the verdict; errors are those of the models.
  public func hear(path: String) throws -> Verdict {
    try verdict(on: path) { try cleaner.clean(path: path) }
  }

  /// Judges a recording.
  /// - Parameter name: what the verdict calls it.
  public func hear(_ recording: Recording, name: String) throws -> Verdict {
    try verdict(on: name) { try cleaner.clean(recording) }
  }

  private func verdict(on name: String, _ clean: () throws -> Cleaned) throws -> Verdict {
    do {
      switch try clean() {
      case .dropped(let why): return .unusable("cannot judge '\(name)': \(spoken(why))")
      case .waveform(let waveform):
        let frame = recognition.features.frame.size
        guard waveform.samples.count >= frame else {
          return .unusable(
            "cannot judge '\(name)': it is too short; \(waveform.samples.count) samples are left at "
              + "\(waveform.rate) Hz, and one frame takes \(frame)")
        }
        return .heard(try probabilities(of: waveform))
      }
    } catch let error as AudioError {
      return .unusable("\(error)")
    } catch let error as FeatureError {
      return .unusable("cannot judge '\(name)': \(error.cause)")
    }
  }

  private func spoken(_ why: Dropped) -> String {
    guard case .empty(after: "offset") = why else { return "\(why)" }
    return "it is too short; the model listens from \(recognition.cleaning.offset) s on"
  }

  /// The mean over the rows that the layout makes of a waveform.
  private func probabilities(of waveform: Waveform) throws -> [Double] {
    let frontend = try frontends[waveform.rate] ?? rowMaker(rate: waveform.rate)
    let values = try frontend.rows(of: waveform.samples)
    let rows = try ArrayRows(values, shape: recogniser.inputShape)
    let data = try Dataset(
      rows: rows, labels: Array(repeating: 0, count: rows.count), names: recogniser.labels)
    let said = try recogniser.probabilities(of: Array(0..<rows.count), in: data)
    return recogniser.labels.indices.map { label in
      said.reduce(0) { $0 + $1[label] } / Double(max(1, said.count))
    }
  }

  private func rowMaker(rate: Int) throws -> RowMaker {
    let maker = try RowMaker(recognition.features, rate: rate, shape: recogniser.inputShape)
    frontends[rate] = maker
    return maker
  }
}
