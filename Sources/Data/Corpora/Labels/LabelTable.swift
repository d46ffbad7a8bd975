import Tables

/// Labels from outside: a CSV file with the columns `filename` and `emotion`, others ignored.
///
/// A file name may be a clip's id, a path, or a name with or without its extension; what counts is the last part without
/// the extension.
public struct LabelTable: Sendable, Equatable {
  private let words: [String: String]

  /// Parses a file's bytes; a name with two different emotions is an error.
  /// - Parameter name: what errors call the file.
  public init(parsing bytes: some Collection<UInt8>, name: String) throws {
    let table = try Table(parsing: bytes, name: name)
    let file = try table.index(of: "filename", in: name), emotion = try table.index(of: "emotion", in: name)
    var words: [String: String] = [:]
    for (index, row) in table.rows.enumerated() {
      let stem = SoundPath(row[file]).stem
      let word = Emotion(named: row[emotion])?.rawValue ?? row[emotion]
      if let other = words.updateValue(word, forKey: stem), other != word {
        throw TableError(
          file: name, line: index + 2,
          cause: "'\(stem)' is '\(word)' here and '\(other)' further up; expected one emotion")
      }
    }
    self.words = words
  }

  /// What the file says of a clip: an emotion under the vocabulary's name, or whatever other word stands there.
  func word(for clip: Clip) -> String? { words[SoundPath(clip.path).stem] ?? words[clip.ownName] }

  /// Names that none of the clips has, sorted.
  func unmatched(by clips: [Clip]) -> [String] {
    var left = Set(words.keys)
    for clip in clips {
      left.remove(SoundPath(clip.path).stem)
      left.remove(clip.ownName)
    }
    return left.sorted()
  }
}
