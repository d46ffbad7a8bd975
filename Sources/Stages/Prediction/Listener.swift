import Audio
import Classifiers
import Features
import Models
import Networks

/// Listens to one recording after another. Its plans and buffers are its own: one listener a thread.
public final class Listener {
  private let recognition: Recognition
  private let cleaner: Cleaner
  private let threads: Int
  private var recogniser: Recogniser?
  private var frontends: [Int: RowMaker] = [:]

  /// Rows of one recording that go through a network at once, where a layout makes several.
  private static let batch = 16

  /// Prepares the front end; networks are made ready when the first recording is judged.
  /// - Parameter threads: for the networks.
  public init(_ recognition: Recognition, threads: Int = 1) throws {
    self.recognition = recognition
    self.threads = threads
    // What is missing at the end is filled in here, where it is known how much that was.
    var cleaning = recognition.cleaning
    cleaning.short = .keep
    // 20 dB beyond full scale, where the doctor draws its line as well.
    cleaner = Cleaner(cleaning, greatestPeak: 10)
  }

  /// Judges a sound file. What is wrong with the file is part of the verdict; errors are those of the models.
  public func hear(path: String, of origin: Origin = Origin()) throws -> Verdict {
    try judge(prepare(path: path), name: path, of: origin)
  }

  /// Judges a recording.
  /// - Parameter name: what the verdict calls it.
  public func hear(_ recording: Recording, name: String, of origin: Origin = Origin()) throws -> Verdict {
    try judge(prepare(recording, name: name), name: name, of: origin)
  }

  /// Makes rows of a sound file.
  func prepare(path: String) throws -> Prepared {
    try prepare(path) { try cleaner.clean(path: path) }
  }

  /// Makes rows of a recording.
  func prepare(_ recording: Recording, name: String) throws -> Prepared {
    try prepare(name) { try cleaner.clean(recording) }
  }

  private func prepare(_ name: String, _ clean: () throws -> Cleaned) throws -> Prepared {
    do {
      switch try clean() {
      case .dropped(let why): return .unusable("cannot judge '\(name)': \(spoken(why))")
      case .waveform(let waveform):
        let (samples, missing) = recognition.fitting.fit(waveform)
        let frame = recognition.features.frame.size
        guard samples.count >= frame else {
          return .unusable(
            "cannot judge '\(name)': it is too short; \(samples.count) samples are left at \(waveform.rate) Hz, and one "
              + "frame takes \(frame)")
        }
        let (values, frames) = try rowMaker(rate: waveform.rate).rows(of: samples)
        guard values.allSatisfy(\.isFinite) else {
          return .unusable("cannot judge '\(name)': it is so loud that its features run over")
        }
        return .rows(
          RecordingRows(
            values: values, note: recognition.fitting.note(of: waveform, missing: missing, frames: frames)))
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

  /// The mean over the rows that the layout made of a recording.
  func judge(_ prepared: Prepared, name: String, of origin: Origin) throws -> Verdict {
    switch prepared {
    case .unusable(let why): return .unusable(why)
    case .rows(let rows):
      if case .speaker(let known) = recognition.scale, !known.contains(origin.speaker) {
        throw ModelError(
          cannot: "judge", name, "the model scales by speaker, and it is not known who this is")
      }
      do {
        return try .heard(probabilities(of: rows.values, from: origin), note: rows.note).checked(of: name)
      } catch let error as ClassifierError where error.isAboutRow {
        return .unusable("cannot judge '\(name)': the model's numbers run over on it")
      }
    }
  }

  private func probabilities(of values: [Float], from origin: Origin) throws -> [Double] {
    let recogniser = try recogniser ?? Recogniser(recognition.classifiers, threads: threads, batch: Self.batch)
    self.recogniser = recogniser
    let rows = try ArrayRows(values, shape: recogniser.inputShape)
    let data = try Dataset(
      rows: rows, labels: Array(repeating: 0, count: rows.count), names: recogniser.labels,
      speakers: Array(repeating: origin.speaker, count: rows.count),
      corpora: Array(repeating: origin.corpus, count: rows.count))
    let said = try recogniser.probabilities(of: Array(0..<rows.count), in: data)
    return recogniser.labels.indices.map { label in
      said.reduce(0) { $0 + $1[label] } / Double(max(1, said.count))
    }
  }

  private func rowMaker(rate: Int) throws -> RowMaker {
    if let maker = frontends[rate] { return maker }
    let maker = try RowMaker(recognition.features, rate: rate, shape: recognition.inputShape)
    frontends[rate] = maker
    return maker
  }
}
