import Settings

/// Every corpus that Lilt knows.
public enum Corpora {
  /// One line a corpus.
  public static let all: [any Corpus] = [
    RAVDESS(),
    CREMAD(),
    SAVEE(),
    EMODB(),
    TESS(),
  ]

  /// Finds a corpus by its name in recipes; the error names the alternatives.
  public static func named(_ name: String) throws -> any Corpus {
    if let corpus = all.first(where: { $0.name == name }) { return corpus }
    throw Invalid(
      "cannot find the corpus '\(name)': no such corpus" + Suggestion.text(for: name, among: all.map(\.name)))
  }
}
