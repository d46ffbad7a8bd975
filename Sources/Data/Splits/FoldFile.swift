import Corpora
import Settings

/// Folds that others publish results on, as a file under `data/folds/` has them.
///
/// A file names one corpus and has one of three shapes, with speakers and clips as the corpus itself writes them:
/// `test_speakers_by_fold` (an object of lists), `train`, `validation` and `test` (lists of speakers, one fold), or
/// `test_clips` (a list of clips, one fold).
public struct FoldFile: Settings {
  /// The corpus.
  public var corpus = ""
  /// Where the folds come from.
  public var source = ""
  /// What its makers keep apart.
  public var independent = ""
  /// Speakers tested on, by fold.
  var testSpeakersByFold: [String: [String]]?
  /// One fold's speakers.
  var train: [String]?
  var validation: [String]?
  var test: [String]?
  /// One fold's clips that are tested on.
  var testClips: [String]?

  private enum CodingKeys: String, CodingKey {
    case corpus, source, independent, train, validation, test
    case testSpeakersByFold = "test_speakers_by_fold"
    case testClips = "test_clips"
  }

  /// A file that says nothing yet.
  public init() {}

  /// Exactly one shape, and a known corpus.
  public func validate() throws {
    _ = try Corpora.named(corpus)
    let shapes = [testSpeakersByFold != nil, test != nil, testClips != nil].filter { $0 }.count
    guard shapes == 1 else { throw Invalid("expected one of test_speakers_by_fold, test and test_clips") }
    if test == nil, train != nil || validation != nil { throw Invalid("train and validation need test") }
    var seen: Set<String> = []
    for name in (train ?? []) + (validation ?? []) + (test ?? []) where !seen.insert(name).inserted {
      throw Invalid("'\(name)' is on two sides")
    }
  }

  /// What its folds keep whole.
  var unit: SplitUnit { testClips == nil ? .speaker : .clip }

  /// One fold: full ids of speakers or clips; sides that the file does not name are nil.
  struct Fold {
    var train: Set<String>?
    var validation: Set<String>?
    var test: Set<String>
  }

  /// The folds in the order of their numbers.
  var folds: [Fold] {
    func ids(_ names: [String]) -> Set<String> { Set(names.map { corpus + (unit == .clip ? "/" : "-") + $0 }) }
    if let testSpeakersByFold {
      let order = testSpeakersByFold.keys.sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
      return order.map { Fold(test: ids(testSpeakersByFold[$0] ?? [])) }
    }
    return [Fold(train: train.map(ids), validation: validation.map(ids), test: ids(test ?? testClips ?? []))]
  }
}
