import Commands
import Models
import Records
import Reports
import Results
import Settings
import SplitStage
import Splits
import Store
import System

/// A split's own words: its name, how it divides, and the proof of what its sides share.
struct SplitPlan {
  /// The split's name in the recipe.
  let name: String
  /// What the sentences alone tell of the labels, corpus by corpus.
  let sentences: [SentenceBaseline]
  /// The split itself.
  let file: SplitFile
  private let settings: SplitSettings

  init(_ opened: InputFile) throws {
    file = SplitFile(opened)
    let job = try SplitJob(parsing: opened.text("settings", of: "/").utf8)
    (name, settings) = (job.name, job.split)
    sentences = try opened.sentences(under: SplitFile.sentences(of: job.name))
  }

  /// Whether nothing is kept whole.
  var isByRow: Bool { settings.by == SplitUnits(.row) }

  /// `5 folds by speaker`, `20 % of rows at random`.
  func method(folds: Int) -> String {
    switch (settings.folds, settings.test) {
    case (.leaveOneOut?, _): return "leaving one \(settings.by) out, \(folds) folds"
    case (.file(let name)?, _):
      return "\(folds == 1 ? "the split" : "\(folds) folds") of \(name), by \(settings.by)"
    case (.count?, _): return "\(folds) folds by \(settings.by)"
    case (_, .names(let names)?): return "tested on \(names.joined(separator: ", ")), by \(settings.by)"
    case (_, .share(let share)?): return "\(Int((share * 100).rounded())) % of \(units) tested"
    default: return "20 % of \(units) tested"
    }
  }

  private var units: String {
    settings.by.units.map { unit in
      switch unit {
      case .row: "rows at random"
      case .clip: "clips"
      case .speaker: "speakers"
      case .statement: "statements"
      case .corpus: "corpora"
      }
    }.joined(separator: " and of ")
  }

  /// What training and validation together share with test, fold by fold, as `lilt-split` proved it.
  ///
  /// Speakers, clips and sounds are counted again over the rows themselves: a role rests on them.
  /// - Parameter statements: what each row says, with its corpus; empty where nobody knows.
  func proofs(of folds: [FoldSides], rows: [Row], statements: [String]) throws -> [FoldOverlap] {
    let stored = try file.sharedCounts(of: name)
    return try folds.enumerated().map { number, fold in
      let proof = SplitPlan.proof(of: fold, rows: rows, statements: statements)
      let counted = SharedCounts(
        speakers: proof.speakers, clips: proof.clips, sounds: proof.sounds, statements: proof.statements)
      guard stored[number] == counted else {
        throw DataError(
          cannot: "trust the proof of", file.file.path,
          "\(fold.name) shares \(counted), and the proof says "
            + "\(stored[number].map(\.description) ?? "nothing"); run lilt-split again")
      }
      return proof
    }
  }

  private static func proof(of fold: FoldSides, rows: [Row], statements: [String]) -> FoldOverlap {
    let learned = fold.train + fold.validation
    func names(_ side: [Int], _ value: (Int) -> String) -> Set<String> { Set(side.map(value)).subtracting([""]) }
    func shared(_ value: (Int) -> String) -> Int {
      names(learned, value).intersection(names(fold.test, value)).count
    }
    let parents = names(learned) { rows[$0].parent }
    let heard = names(learned) { statements[$0] }
    // A sound is shared where two clips have it; a clip that is on both sides itself is counted as a clip.
    var owners: [String: Set<String>] = [:]
    for row in learned { owners[rows[row].sound, default: []].insert(rows[row].parent) }
    let sounds = fold.test.filter { row in
      owners[rows[row].sound].map { $0.count > 1 || !$0.contains(rows[row].parent) } ?? false
    }
    return FoldOverlap(
      trainingRows: learned.count, testRows: fold.test.count, speakers: shared { rows[$0].speaker },
      clips: shared { rows[$0].parent }, relatives: fold.test.count { parents.contains(rows[$0].parent) },
      sounds: names(sounds) { rows[$0].sound }.count, statements: shared { statements[$0] },
      heard: fold.test.count { heard.contains(statements[$0]) })
  }
}
