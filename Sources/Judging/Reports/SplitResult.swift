import Metrics
import Plotting
import Settings

/// What came out on one split of the data.
public struct SplitResult: Sendable {
  /// Why the split is there.
  public enum Role: String, Sendable {
    /// It answers how well the system does for new speakers: no speaker, clip or sound is on both sides of any fold.
    case honest
    /// It repeats what a paper or a tutorial did, leaks and all.
    case published
    /// It is neither: training and test share something, and nobody published it.
    case leaking

    /// What a split is, by what its sides share. Its name has no part in it, and nothing can make a split honest of which
    /// the sides share something, or of which nobody counted what they share.
    /// - Parameters:
    ///   - proof: what the sides share, fold by fold.
    ///   - isPublished: whether it repeats what others did.
    public init(of proof: [FoldOverlap], isPublished: Bool) {
      self = isPublished ? .published : !proof.isEmpty && proof.allSatisfy(\.isHonest) ? .honest : .leaking
    }
  }

  /// The split's name in the recipe.
  public var name: String
  /// Why the split is there.
  public var role: Role
  /// How training and test rows were told apart, as a phrase: `5 folds by speaker`.
  public var method: String
  /// The scores, over all folds.
  public var scorecard: Scorecard
  /// What training and test shared, fold by fold.
  public var proof: [FoldOverlap] = []
  /// What the sentences alone tell of the labels, corpus by corpus; empty where nobody knows what is said.
  public var sentences: [SentenceBaseline] = []
  /// What was fitted on test rows too, as a phrase (`the scaler`); nil when nothing was.
  public var transductive: String?
  /// The scores of the same models where nothing is fitted on test rows: every row has the scale of all training rows.
  /// Nil where that makes no difference.
  public var inductive: Scorecard?
  /// How each fold's model learned.
  public var histories: [FoldHistory] = []

  /// A result of which only the scores are known yet.
  public init(name: String, role: Role, method: String, scorecard: Scorecard) {
    self.name = name
    self.role = role
    self.method = method
    self.scorecard = scorecard
  }

  /// The signs beside every number: † where something that was fitted on test rows had a part in it, ‡ where sentences
  /// that were heard in training tell the label.
  public var mark: String { (transductive == nil ? "" : "†") + (sentencesTell ? "‡" : "") }

  /// Whether test rows say sentences that were heard in training and that tell the label.
  public var sentencesTell: Bool { sentences.contains(where: \.tells) }

  /// Whether it is known what test rows say, and none of it was heard in training.
  public var isOfNewSentences: Bool { !sentences.isEmpty && sentences.allSatisfy { $0.heard == 0 } }

  /// Whether training and test share a speaker, a clip or a sound, by the proof.
  var leaks: Bool { proof.contains { !$0.isHonest } }
}

/// What the training side and the test side of one fold had in common: zero everywhere when the split is clean.
public struct FoldOverlap: Sendable, Equatable {
  /// Rows that were learned from.
  public var trainingRows: Int
  /// Rows that were tested.
  public var testRows: Int
  /// Speakers on both sides.
  public var speakers: Int
  /// Clips on both sides, as themselves or as augmented copies.
  public var clips: Int
  /// Test rows of which the clip, or a copy of it, was learned from.
  public var relatives: Int
  /// Sounds that two clips have, one on either side.
  public var sounds: Int
  /// Statements that are made on both sides.
  public var statements: Int
  /// Test rows of which the statement was heard in training.
  public var heard: Int

  /// The counts of one fold.
  public init(
    trainingRows: Int, testRows: Int, speakers: Int, clips: Int, relatives: Int, sounds: Int, statements: Int = 0,
    heard: Int = 0
  ) {
    self.trainingRows = trainingRows
    self.testRows = testRows
    self.speakers = speakers
    self.clips = clips
    self.relatives = relatives
    self.sounds = sounds
    self.statements = statements
    self.heard = heard
  }

  /// Whether no speaker, clip, copy or sound is on both sides; statements may be.
  public var isHonest: Bool { speakers == 0 && clips == 0 && relatives == 0 && sounds == 0 }

  /// The counts of all folds together.
  static func sum(of folds: [FoldOverlap]) -> FoldOverlap {
    folds.reduce(FoldOverlap(trainingRows: 0, testRows: 0, speakers: 0, clips: 0, relatives: 0, sounds: 0)) {
      FoldOverlap(
        trainingRows: $0.trainingRows + $1.trainingRows, testRows: $0.testRows + $1.testRows,
        speakers: $0.speakers + $1.speakers, clips: $0.clips + $1.clips, relatives: $0.relatives + $1.relatives,
        sounds: $0.sounds + $1.sounds, statements: $0.statements + $1.statements, heard: $0.heard + $1.heard)
    }
  }
}

/// How one fold's model learned.
public struct FoldHistory: Sendable {
  /// The fold, from 0.
  public var fold: Int
  /// The loss after each epoch, and a score, in the order to be drawn.
  public var panels: [LearningCurve.Series]
  /// The epoch, from 1, whose weights were kept.
  public var kept: Int?

  /// One fold's curves.
  public init(fold: Int, panels: [LearningCurve.Series], kept: Int? = nil) {
    self.fold = fold
    self.panels = panels
    self.kept = kept
  }
}

// What a † number would be if nothing had been fitted on test rows: its inductive twin stands beside it.

extension SplitResult {
  /// ` (inductive 16.8)` behind a number that is marked †; empty where the result has no twin.
  /// - Parameter value: the same number of the twin's scores.
  public func twin(_ value: (Scorecard) -> Double?) -> String {
    guard transductive != nil, let inductive, let share = value(inductive) else { return "" }
    return " (inductive\u{A0}\(share.percent))"
  }

  /// The same behind one of the three summary scores.
  public func twin(of score: KeyPath<ScoreIntervals, Interval>) -> String {
    twin { $0.summary[keyPath: score].estimate }
  }
}

// The files of numbers beside a report say the same.
extension SplitResult {
  /// `metrics.json`: every number of the scorecard. Where they are marked †, `transductive` says what was fitted on test
  /// rows too, and `inductive` has the twin's numbers under the same names.
  public var metrics: String {
    get throws {
      guard let transductive, case .object(var members) = try JSON(encoding: scorecard) else {
        return try scorecard.json
      }
      members["transductive"] = .string(transductive)
      if let inductive { members["inductive"] = try JSON(encoding: inductive) }
      return JSON.object(members).canonical
    }
  }

  /// `predictions.csv`: a line a row, with the twin's prediction and probabilities behind those that are marked †.
  public var spreadsheet: String {
    scorecard.predictions.csv(inductive: transductive == nil ? nil : inductive?.predictions)
  }
}

/// The inductive twins of a line of the table of recipes, as shares; nil where a number needs none.
public struct InductiveScores: Sendable, Equatable {
  /// UAR for new speakers.
  public var honestUAR: Double?
  /// WAR for new speakers.
  public var honestWAR: Double?
  /// UAR for new speakers who say new sentences.
  public var newSentenceUAR: Double?
  /// UAR on the published split.
  public var publishedUAR: Double?
  /// WAR on the published split.
  public var publishedWAR: Double?

  /// No twins.
  public init() {}

  init(honest: SplitResult?, newSentences: SplitResult?, published: SplitResult?) {
    func share(_ result: SplitResult?, _ score: KeyPath<ScoreIntervals, Interval>) -> Double? {
      guard let result, result.transductive != nil else { return nil }
      return result.inductive?.summary[keyPath: score].estimate
    }
    honestUAR = share(honest, \.uar)
    honestWAR = share(honest, \.war)
    newSentenceUAR = share(newSentences, \.uar)
    publishedUAR = share(published, \.uar)
    publishedWAR = share(published, \.war)
  }

  /// ` (inductive 16.8)`.
  static func spoken(_ share: Double?) -> String { share.map { " (inductive\u{A0}\($0.percent))" } ?? "" }
}
