import Tables

/// Decides what a recipe calls each clip.
struct Labelling {
  let settings: LabelSettings
  let table: LabelTable?

  /// A clip's shares of labels, sorted by label, and the label that counts when only one can; or why it has none.
  enum Verdict: Equatable {
    case label(String, shares: [LabelShare])
    case none(String)
  }

  func verdict(on clip: Clip) -> Verdict {
    switch settings.source {
    case .intended: return verdict(on: clip, words: [clip.emotion.rawValue])
    case .table(let path):
      guard let word = table?.word(for: clip) else { return .none("'\(SoundPath(path).text)' does not have it") }
      return word.isEmpty ? .none("its emotion in '\(path)' is empty") : verdict(on: clip, words: [word])
    case .perceived:
      guard let votes = clip.votes else { return verdict(on: clip, words: [clip.emotion.rawValue]) }
      guard let emotion = votes.majority else {
        return .none("raters are tied between \(votes.heard.map(\.rawValue).joined(separator: ", "))")
      }
      return verdict(on: clip, words: [emotion.rawValue])
    case .soft:
      return verdict(on: clip, words: clip.votes.map { $0.heard.map(\.rawValue) } ?? [clip.emotion.rawValue])
    }
  }

  /// What the recipe would call a clip by its intended emotion, whether it takes it or not.
  func name(of clip: Clip) -> String {
    let word = renamed(clip.emotion.rawValue)
    return composed(word, clip.sex) ?? word
  }

  /// Words in equal shares; those that the recipe does not take fall out and the rest is shared anew.
  private func verdict(on clip: Clip, words: [String]) -> Verdict {
    let called = words.map(renamed)
    let taken = called.filter(isTaken)
    guard !taken.isEmpty else {
      return .none("the recipe does not take '\(called.sorted().joined(separator: "', '"))'")
    }
    var labels: [String] = []
    for word in taken {
      guard let label = composed(word, clip.sex) else { return .none("the speaker's sex is not known") }
      labels.append(label)
    }
    var shares: [LabelShare] = []
    for label in Set(labels).sorted() {
      shares.append(LabelShare(label, Double(labels.filter { $0 == label }.count) / Double(labels.count)))
    }
    // Of the largest shares, the intended emotion's if it is among them, else the first.
    let top = shares.map(\.weight).max() ?? 0
    let best = shares.filter { $0.weight == top }.map(\.label)
    let intended = composed(renamed(clip.emotion.rawValue), clip.sex)
    return .label(best.first { $0 == intended } ?? best[0], shares: shares)
  }

  private func renamed(_ word: String) -> String {
    for (key, target) in settings.map where key == word || Emotion(named: key)?.rawValue == word { return target }
    return word
  }

  private func isTaken(_ word: String) -> Bool {
    settings.only.isEmpty || settings.only.contains { $0 == word || Emotion(named: $0)?.rawValue == word }
  }

  private func composed(_ word: String, _ sex: Sex) -> String? {
    switch settings.by {
    case .emotion: word
    case .sexAndEmotion: sex == .unknown ? nil : "\(sex.rawValue)_\(word)"
    }
  }
}

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
