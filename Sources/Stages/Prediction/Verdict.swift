/// What came of one sound.
public enum Verdict: Sendable, Equatable {
  /// The probability of every class, and perhaps what one should know of how it came about.
  case heard([Double], note: String? = nil)
  /// Why there is none: one sentence.
  case unusable(String)

  /// The verdict, unless one of its probabilities is no number: such a one reaches no answer.
  func checked(of name: String) -> Verdict {
    guard case .heard(let probabilities, _) = self, !probabilities.allSatisfy(\.isFinite) else { return self }
    return .unusable("cannot judge '\(name)': the model's numbers run over on it")
  }
}

/// A recording as a model takes it, not scaled yet.
public struct RecordingRows: Sendable, Equatable {
  /// Row after row: one, or several where the layout cuts windows.
  public let values: [Float]
  /// What one should know of how they came about.
  public let note: String?
}

/// What came of one sound on its way to a model.
enum Prepared: Sendable {
  case rows(RecordingRows)
  /// Why there are none: one sentence.
  case unusable(String)
}
