import Corpora

/// A corpus whose names and layout synthetic clips can have.
public enum Scheme: String, CaseIterable, Sendable {
  case ravdess
  case cremad = "crema-d"
  case savee

  /// How long the room is heard before and after the speech, in seconds.
  var margin: ClosedRange<Double> {
    switch self {
    case .ravdess: 0.7...1.0
    case .cremad, .savee: 0.25...0.5
    }
  }

  /// Where a clip lies below the corpus's folder, as released.
  private func path(of name: String, by speaker: String) -> String {
    switch self {
    case .ravdess: "Actor_\(speaker)/\(name).wav"
    case .cremad: "AudioWAV/\(name).wav"
    case .savee: "AudioData/\(speaker)/\(name.dropFirst(speaker.count + 1)).wav"
    }
  }

  /// A speaker's clips, emotion by emotion in turn, so that any number of them is about balanced.
  func clips(of speaker: Attendance, in corpus: any Corpus) throws -> [Clip] {
    let prefix = corpus.name.count + 1
    let own = String(speaker.speaker.dropFirst(prefix))
    var clips: [Clip] = []
    for id in speaker.ids {
      let path = path(of: String(id.dropFirst(prefix)), by: own)
      var clip = try corpus.read(SoundPath(path)).clip
      // CREMA-D's sexes come from a table, which synthetic speakers need one of their own for.
      if clip.sex == .unknown, let number = Int(own) { clip.sex = number % 2 == 1 ? .male : .female }
      clips.append(clip)
    }
    let byEmotion = Dictionary(grouping: clips, by: \.emotion).sorted { $0.key < $1.key }
    return Scheme.interleaved(byEmotion.map(\.value))
  }

  /// The first of every list, then the second of every list, and so on.
  static func interleaved<T>(_ lists: [[T]]) -> [T] {
    (0..<(lists.map(\.count).max() ?? 0)).flatMap { index in
      lists.compactMap { index < $0.count ? $0[index] : nil }
    }
  }
}
