import Audio

/// What there is to know of one file of a corpus, whatever a recipe wants: its sound, or why it has none.
///
/// Examining is a pure function of the file, so that files can be examined in any order and in parallel.
public struct Examination: Sendable, Equatable {
  /// The file.
  public let path: SoundPath
  /// What decoding found, or why there was nothing to find.
  public let result: Result<SoundFacts, NoSound>

  /// An examination whose result is known, as one kept from an earlier run.
  public init(path: SoundPath, result: Result<SoundFacts, NoSound>) {
    (self.path, self.result) = (path, result)
  }

  /// Decodes and measures a file.
  /// - Parameter folder: the corpus's folder, which no result mentions.
  public init(of path: SoundPath, in folder: String) {
    self.path = path
    do {
      let recording = try AudioFile.read("\(folder)/\(path.text)")
      result =
        recording.frames == 0
        ? .failure(NoSound(rule: .empty, detail: "the file holds a header and no samples"))
        : .success(SoundFacts(of: recording))
    } catch {
      let rule: Rule =
        switch error.cause {
        case .empty: .empty
        case .largeFilePointer: .stub
        default: .unreadable
        }
      // Said again with the path below the corpus's folder: where that folder lies must not get into any output.
      result = .failure(NoSound(rule: rule, detail: AudioError(.read, path.text, error.cause).description))
    }
  }

  /// What decoding found; nil when there was nothing.
  public var sound: SoundFacts? { try? result.get() }
}

/// Why a file has no sound: the rule that it falls under and one sentence.
public struct NoSound: Error, Sendable, Equatable {
  /// `stub`, `empty` or `unreadable`.
  public let rule: Rule
  /// What was found.
  public let detail: String

  /// A rule and a sentence.
  public init(rule: Rule, detail: String) { (self.rule, self.detail) = (rule, detail) }
}
