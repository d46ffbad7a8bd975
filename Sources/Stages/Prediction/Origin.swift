import Classifiers
import Models
import Networks

/// Where a recording comes from, for models whose scale depends on it.
public struct Origin: Sendable, Hashable {
  /// Who speaks; empty where nobody says.
  public var speaker: String
  /// The corpus that it belongs to, by the name that training knew it by; empty where it belongs to none.
  public var corpus: String

  /// A recording of nobody in particular, or of a speaker or corpus.
  public init(speaker: String = "", corpus: String = "") { (self.speaker, self.corpus) = (speaker, corpus) }
}

/// What the scale of a recording's features depends on.
public enum ScaleBasis: Sendable, Equatable {
  /// On nothing but the training rows.
  case everybody
  /// On the corpus, one of those named here; a recording of another one is scaled as all training rows together.
  case corpus(known: Set<String>)
  /// On who speaks: one of those named here, whom training knew, or somebody of whom enough was heard.
  case speaker(known: Set<String>)
}

extension Recognition {
  /// What the scale depends on: by speaker where any of the models scales so.
  public var scale: ScaleBasis {
    let scalers = classifiers.map(\.scaler)
    let names = scalers.map { Set($0.groups.keys).subtracting([""]) }
    if scalers.contains(where: \.isTransductive) {
      let known = zip(scalers, names).filter { $0.0.isTransductive }.map(\.1)
      return .speaker(known: known.dropFirst().reduce(known[0]) { $0.intersection($1) })
    }
    let corpora = names.reduce(Set()) { $0.union($1) }
    return corpora.isEmpty ? .everybody : .corpus(known: corpora)
  }

  /// The same models with scales for the speakers of whom enough was heard; what they knew of others stays.
  public func knowing(_ speakers: Acquaintance) -> Recognition {
    var result = self
    for index in result.classifiers.indices where result.classifiers[index].scaler.isTransductive {
      var scaler = result.classifiers[index].scaler
      for (name, group) in speakers.groups(for: scaler) where scaler.groups[name] == nil { scaler.groups[name] = group }
      result.classifiers[index].scaler = scaler
    }
    return result
  }
}

/// What was heard so far of speakers whom the models do not know: enough of it gives a scale of their own.
public struct Acquaintance {
  /// Recordings that a scale takes.
  public static let least = leastRecordings

  private var heard: [String: (statistics: [RowStatistics], recordings: Double)] = [:]
  private let empty: [RowStatistics]
  private let rowSize: Int

  /// Nobody known yet.
  public init(for recognition: Recognition) {
    let size = recognition.inputShape.reduce(1, *)
    rowSize = size
    // Models that take the same elements for one feature share their statistics.
    empty = Set(recognition.classifiers.map(\.scaler.run)).sorted().map { RowStatistics(features: size / $0, run: $0) }
  }

  /// Takes in the rows of a recording.
  /// - Parameter recordings: how much of a recording of its own it is; less than 1 where it overlaps others.
  public mutating func add(_ rows: RecordingRows, of speaker: String, recordings: Double = 1) {
    var known = heard[speaker] ?? (empty, 0)
    rows.values.withUnsafeBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: rowSize) {
        let row = UnsafeBufferPointer(rebasing: values[start..<start + rowSize])
        for index in known.statistics.indices { known.statistics[index].add(row) }
      }
    }
    known.recordings += recordings
    heard[speaker] = known
  }

  /// Why there is no scale for a speaker, as the end of a sentence; nil where enough was heard.
  public func want(of speaker: String) -> String? {
    // Parts of recordings add up with rounding.
    let count = Int((heard[speaker]?.recordings ?? 0) + 1e-6)
    guard count < Self.least else { return nil }
    return Self.want(of: speaker, having: count)
  }

  /// The same of so many recordings.
  static func want(of speaker: String, having count: Int) -> String {
    "the model scales by speaker, which takes \(least) usable recordings or more of one, and of '\(speaker)' there "
      + (count == 1 ? "is 1" : "are \(count)")
  }

  fileprivate func groups(for scaler: FittedScaler) -> [String: FittedScaler.Group] {
    heard.filter { want(of: $0.key) == nil }.compactMapValues { known in
      known.statistics.first { $0.run == scaler.run }.map(scaler.group(fittedTo:))
    }
  }
}
