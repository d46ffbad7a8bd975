import Corpora
import Evaluation
import Models
import Settings
import Store

/// A split's own words: its name, how it divides, and what its sides share.
struct SplitPlan {
  /// The split's name in the recipe.
  let name: String
  private let settings: SplitSettings

  private struct Told: Settings {
    var name = ""
    var folds = ""
    var split = SplitSettings()
  }

  init(_ path: String) throws {
    let file = try InputFile.open(path, expecting: .split)
    let told = try Told(parsing: file.text("settings", of: "/").utf8)
    (name, settings) = (told.name, told.split)
  }

  /// Whether nothing is kept whole.
  var isByRow: Bool { settings.by == .row }

  /// `5 folds by speaker`, `20 % of rows at random`.
  func method(folds: Int) -> String {
    switch (settings.folds, settings.test) {
    case (.leaveOneOut?, _): return "leaving one \(settings.by.rawValue) out, \(folds) folds"
    case (.file(let name)?, _):
      return "\(folds == 1 ? "the split" : "\(folds) folds") of \(name), by \(settings.by.rawValue)"
    case (.count?, _): return "\(folds) folds by \(settings.by.rawValue)"
    case (_, .names(let names)?): return "tested on \(names.joined(separator: ", ")), by \(settings.by.rawValue)"
    case (_, .share(let share)?): return "\(Int((share * 100).rounded())) % of \(units) tested"
    default: return "20 % of \(units) tested"
    }
  }

  private var units: String {
    switch settings.by {
    case .row: "rows at random"
    case .clip: "clips"
    case .speaker: "speakers"
    case .corpus: "corpora"
    }
  }

  /// What training and test share, counted over the rows themselves.
  func proofs(of folds: [FoldSides], rows: [Row]) -> [Evaluation.Proof] {
    folds.map { fold in
      func names(_ side: [Int], _ value: (Row) -> String) -> Set<String> {
        Set(side.map { value(rows[$0]) }).subtracting([""])
      }
      let learned = fold.train + fold.validation
      let parents = names(learned, \.parent)
      return Evaluation.Proof(
        trainingRows: learned.count, testRows: fold.test.count,
        speakers: names(learned, \.speaker).intersection(names(fold.test, \.speaker)).count,
        clips: parents.intersection(names(fold.test, \.parent)).count,
        relatives: fold.test.count { parents.contains(rows[$0].parent) },
        sounds: names(learned, \.sound).intersection(names(fold.test, \.sound)).count)
    }
  }
}
