import Audio
import Corpora
import Determinism

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
  public func write(_ clip: Clip, to folder: String) throws(SynthesisError) -> Bool {
    try OutputFile.put(AudioFile.wave(samples(of: clip), rate: rate), at: "\(folder)/\(clip.path)")
  }

  /// Removes half-written files that runs which were cut off left below a folder.
  public func clearUp(_ folder: String) { OutputFile.removeLeftOvers(below: folder) }

  /// Puts the tables that lie beside the scheme's sound below a folder, in the same way.
  public func writeTables(to folder: String) throws(SynthesisError) {
    for (name, text) in Ratings(clips: clips, seed: seed).tables(of: scheme) {
      try OutputFile.put(Array(text.utf8), at: "\(folder)/\(name)")
    }
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
