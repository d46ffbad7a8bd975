/// What a model said about one row that it was not trained on, beside what is true.
public struct Prediction: Sendable, Equatable, Codable {
  /// The row's identifier, unique within a system's predictions.
  public var row: String
  /// The clip that the row was made from: several windows and transformed copies of a clip share it.
  public var clip: String
  /// `original`, or what was done to the clip.
  public var variant = "original"
  /// The fold in whose test side the row stands, from 0.
  public var fold: Int
  /// The corpus that the clip comes from.
  public var corpus: String
  /// The speaker's name within the corpus; empty when nobody knows.
  public var speaker: String
  /// The speaker's sex as the catalog has it; empty when nobody knows.
  public var sex: String
  /// What is said, by the corpus's own code for it; empty when nobody knows.
  public var statement = ""
  /// Whether the same was said, by whomever, in what the fold's model learned from; nil when nobody knows.
  public var isHeard: Bool?
  /// The true class, an index into the labels.
  public var truth: Int
  /// The predicted class, an index into the labels.
  public var guess: Int
  /// The probability of every class.
  public var probabilities: [Double]  // [class]
  /// The share of listeners who heard each class, where the labels are soft.
  public var soft: [Double]?  // [class]

  /// One prediction; left out, `guess` is the most probable class and the first of several equally probable ones.
  public init(
    row: String, clip: String, fold: Int = 0, corpus: String = "", speaker: String = "", sex: String = "",
    truth: Int, guess: Int? = nil, probabilities: [Double], soft: [Double]? = nil
  ) {
    self.row = row
    self.clip = clip
    self.fold = fold
    self.corpus = corpus
    self.speaker = speaker
    self.sex = sex
    self.truth = truth
    self.guess = guess ?? Prediction.likeliest(probabilities)
    self.probabilities = probabilities
    self.soft = soft
  }

  /// The same row with other probabilities, and what they say is most probable.
  public func saying(_ probabilities: [Double]) -> Prediction {
    var other = self
    other.probabilities = probabilities
    other.guess = Prediction.likeliest(probabilities)
    return other
  }

  /// The index of the largest value, the lowest of several equal ones; 0 for an empty list.
  public static func likeliest(_ probabilities: [Double]) -> Int {
    var best = 0
    for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
    return best
  }

  /// What the row is a part of: the clip, or a transformed copy, which is a sound of its own.
  public var sound: String { variant == "original" ? clip : "\(clip)/\(variant)" }

  /// The probability of the class that was predicted.
  public var confidence: Double { probabilities[guess] }
  /// Whether the predicted class is the true one.
  public var isRight: Bool { guess == truth }
}
