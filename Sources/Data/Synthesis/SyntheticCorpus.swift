import Audio
import Corpora
import Determinism
import System

/// A corpus that nobody recorded: emotional pseudo-speech under another corpus's names and in its layout.
///
/// ```swift
/// let corpus = try SyntheticCorpus(scheme: .ravdess, speakers: 8, clips: 200, seed: 1)
/// for clip in corpus.clips { try corpus.write(clip, to: "data/synthetic") }
/// ```
public struct SyntheticCorpus: Sendable {
  /// Whose names and layout it has.
  public let scheme: Scheme
  /// What it consists of, in the order of making: the first N clips are the same however many follow.
  public let clips: [Clip]

  /// Sampling rate of every file, in Hz.
  public let rate: Int

  private let seed: Seed

  /// Picks speakers and clips among the scheme's names.
  /// - Parameters:
  ///   - speakers: how many; all that the scheme has names for when nil.
  ///   - clips: how many in all, shared out evenly over speakers and emotions; all names of the speakers when nil.
  public init(scheme: Scheme, speakers: Int? = nil, clips: Int? = nil, seed: UInt64) throws {
    let corpus = try Corpora.named(scheme.rawValue)
    self.scheme = scheme
    self.seed = Seed(seed).derived(for: "synthesis", scheme.rawValue)
    rate = corpus.rates[0]
    let known = corpus.roll.filter { $0.channel == .speech }
    let speakers = speakers ?? known.count
    guard (1...known.count).contains(speakers) else {
      throw SynthesisError(object: "\(speakers) speakers", cause: "\(corpus.title) has names for 1 to \(known.count)")
    }
    let all = Scheme.interleaved(try known.prefix(speakers).map { try scheme.clips(of: $0, in: corpus) })
    let clips = clips ?? all.count
    guard (1...all.count).contains(clips) else {
      throw SynthesisError(
        object: "\(clips) clips", cause: "\(corpus.title) has names for 1 to \(all.count) by \(speakers) speakers")
    }
    self.clips = Array(all.prefix(clips))
  }

  /// The clip's sound: 16-bit samples at the scheme's rate, one channel.
  public func samples(of clip: Clip) -> [Int16] {
    Synthesizer(seed: seed, rate: rate, margin: scheme.margin).samples(of: clip)
  }

  /// Makes a clip and puts its file below a folder, unless the file is there with these very bytes.
  /// - Returns: whether the file was written.
  @discardableResult
  public func write(_ clip: Clip, to folder: String) throws -> Bool {
    try put(AudioFile.wave(samples(of: clip), rate: rate), at: "\(folder)/\(clip.path)")
  }

  /// Puts the tables that lie beside the scheme's sound below a folder, in the same way.
  public func writeTables(to folder: String) throws {
    for (name, text) in Ratings(clips: clips, seed: seed).tables(of: scheme) {
      try put(Array(text.utf8), at: "\(folder)/\(name)")
    }
  }

  /// Whole or not at all, and not at all when nothing would change.
  @discardableResult
  private func put(_ bytes: [UInt8], at path: String) throws -> Bool {
    try makeFolder(splitPath(path).folder)
    return try update(path, with: bytes)
  }
}

/// Why a synthetic corpus cannot be made.
public struct SynthesisError: Error, CustomStringConvertible, Equatable {
  /// What was to be made.
  public let object: String
  /// What stands in the way, and what would do.
  public let cause: String

  /// `cannot make '30 speakers': RAVDESS has names for 1 to 24`.
  public var description: String { "cannot make '\(object)': \(cause)" }
}

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
