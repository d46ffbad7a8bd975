/// "Did you mean": the alternatives for a word that nobody knows.
public enum Suggestion {
  /// `; did you mean 'offset'?`, or `; expected one of a, b, c` when nothing is near, or nothing without alternatives.
  public static func text(for word: String, among alternatives: some Collection<String>) -> String {
    let sorted = alternatives.sorted()
    guard !sorted.isEmpty else { return "" }
    let nearest = sorted.map { ($0, distance(word.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }!
    if nearest.1 <= max(1, word.count / 3) { return "; did you mean '\(nearest.0)'?" }
    return "; expected one of \(sorted.joined(separator: ", "))"
  }

  /// The words as one of them: `keep, pad or drop`.
  public static func either(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
  }

  /// Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a), b = Array(b)
    var older = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, older[j - 1] + 1) }
        current.append(best)
      }
      (older, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
