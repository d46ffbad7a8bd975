import Determinism
import Glibc
import Metrics

/// Plausible made-up predictions: emotions are confused as people confuse them, and speakers differ.
public enum Sample {
  /// RAVDESS's eight emotions.
  public static let labels = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"]

  /// How loud and how pleasant each emotion is; near emotions are taken for each other.
  private static let places: [(arousal: Double, valence: Double)] = [
    (0, 0), (-0.8, 0.5), (0.8, 0.9), (-0.9, -0.6), (1.2, -0.8), (0.8, -0.9), (0.3, -1.0), (1.1, 0.3),
  ]

  /// Predictions of a system on speakers of different clarity.
  /// - Parameters:
  ///   - clarity: how far apart the emotions are for the system.
  ///   - spread: how much speakers differ.
  public static func predictions(
    speakers: Int, perSpeaker: Int, clarity: Double = 1.6, spread: Double = 0.5, folds: Int = 5, seed: UInt64
  ) -> Predictions {
    var random = Random(Seed(seed))
    var rows: [Prediction] = []
    for speaker in 0..<speakers {
      let clear = clarity * exp(spread * random.normal())
      for clip in 0..<perSpeaker {
        let truth = random.integer(below: labels.count)
        let arousal = clear * places[truth].arousal + random.normal()
        let valence = clear * places[truth].valence + random.normal()
        let scores = places.map { place in
          exp(-(pow(arousal - clear * place.arousal, 2) + pow(valence - clear * place.valence, 2)) / 1.2)
        }
        let sum = scores.reduce(0, +)
        rows.append(
          Prediction(
            row: "03-01-\(truth + 1)-\(clip)-\(speaker + 1)", clip: "03-01-\(truth + 1)-\(clip)-\(speaker + 1)",
            fold: speaker % folds, corpus: "ravdess", speaker: "\(speaker + 1)",
            sex: speaker.isMultiple(of: 2) ? "male" : "female", truth: truth,
            probabilities: scores.map { $0 / sum }))
      }
    }
    guard let predictions = try? Predictions(labels: labels, rows: rows) else {
      preconditionFailure("the sample's predictions can be scored")
    }
    return predictions
  }
}
