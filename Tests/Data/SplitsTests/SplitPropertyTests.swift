import Corpora
import Determinism
import Settings
import Testing

@testable import Splits

/// What holds of every split of any rows, tried on random ones.
@Suite struct SplitPropertyTests {
  /// Rows of one to three corpora with a few speakers each, some clips with copies, some with the sound of another.
  private func rows(_ random: inout Random) -> [SplitRow] {
    var rows: [SplitRow] = []
    for corpus in ["a", "b", "c"].prefix(2 + random.integer(below: 2)) {
      for speaker in 0..<(4 + random.integer(below: 4)) {
        for clip in 0..<(4 + random.integer(below: 12)) {
          let id = "\(corpus)/\(speaker)-\(clip)"
          let sound = random.uniform() < 0.1 ? "twin \(corpus) \(random.integer(below: 5))" : "sound \(id)"
          let label = random.uniform() < 0.05 ? "" : ["angry", "happy", "sad"][random.integer(below: 3)]
          for variant in ["original", "noise", "pitch"].prefix(1 + random.integer(below: 3)) {
            rows.append(
              SplitRow(
                id: "\(id)#\(variant)", parent: id, variant: variant, corpus: corpus, speaker: "\(corpus)-\(speaker)",
                sex: speaker % 2 == 0 ? .female : .male, label: label, sound: sound, statement: "\(clip % 4)"))
          }
        }
      }
    }
    random.shuffle(&rows)
    return rows
  }

  private func settings(_ random: inout Random) -> SplitSettings {
    var settings = SplitSettings()
    let kinds = SplitUnit.allCases.map { SplitUnits($0) } + [.speakerAndStatement]
    settings.by = kinds[random.integer(below: kinds.count)]
    settings.seed = random.integer(below: 1_000)
    settings.stratify = random.uniform() < 0.7
    settings.heldOutCopies = random.uniform() < 0.3
    settings.validation = [0, 0.1, 0.3][random.integer(below: 3)]
    switch random.integer(below: 3) {
    case 0: settings.folds = .count(2)
    case 1 where settings.unit == .speaker || settings.unit == .corpus: settings.folds = .leaveOneOut
    default: settings.test = .share([0.1, 0.25, 0.5][random.integer(below: 3)])
    }
    if settings.unit == .speaker || settings.unit == .statement, random.uniform() < 0.3 {
      settings.validationBy = .clip
    }
    if settings.by.isCrossed, random.uniform() < 0.5 { settings.statementFolds = 2 }
    return settings
  }

  @Test(arguments: 0..<60)
  func `sides are disjoint, units whole and rows accounted for`(seed: Int) throws {
    var random = Random(Seed(UInt64(seed)))
    let rows = rows(&random), settings = settings(&random)
    try settings.check()
    let folds = try Splitter(settings).folds(of: rows)
    for fold in folds {
      let sides = [fold.train, fold.validation, fold.test]
      let all = sides.flatMap { $0 }
      #expect(Set(all).count == all.count)
      #expect(all.allSatisfy { !rows[$0].label.isEmpty })
      #expect(!fold.train.isEmpty && !fold.test.isEmpty)
      #expect(fold.validation.isEmpty == (settings.validation == 0))
      #expect(fold.proof.unplaced == rows.count - all.count)
      func values(_ side: [Int], _ value: (SplitRow) -> String) -> Set<String> { Set(side.map { value(rows[$0]) }) }
      let learned = fold.train + fold.validation
      for (pair, a, b) in [
        (Proof.Pair.trainTest, fold.train, fold.test), (.trainValidation, fold.train, fold.validation),
        (.validationTest, fold.validation, fold.test), (.learnedTest, learned, fold.test),
      ] {
        let shared = try #require(fold.proof.shared[pair])
        // The proof says what is so.
        #expect(Set(shared.speakers) == values(a, \.speaker).intersection(values(b, \.speaker)))
        #expect(Set(shared.parents) == values(a, \.parent).intersection(values(b, \.parent)))
        #expect(Set(shared.statements) == values(a, \.sentence).intersection(values(b, \.sentence)))
        let twins = a.flatMap { row in
          b.filter { rows[$0].sound == rows[row].sound && rows[$0].parent != rows[row].parent }
        }
        #expect(Set(shared.sounds) == values(twins, \.sound))
        if settings.unit != .row { #expect(shared.parents.isEmpty) }
        if settings.unit == .clip { #expect(shared.sounds.isEmpty) }
        guard pair != .trainValidation || settings.validationBy == nil else { continue }
        if settings.by.units.contains(.speaker) { #expect(shared.speakers.isEmpty) }
        if settings.by == SplitUnits(.statement) || (settings.by.isCrossed && pair != .trainValidation) {
          #expect(shared.statements.isEmpty)
        }
      }
      if settings.unit != .row, !settings.heldOutCopies {
        #expect((fold.validation + fold.test).allSatisfy { rows[$0].isOriginal })
      }
    }
    if settings.folds != nil {
      // Every row that is dealt out is tested on exactly once.
      let dealt = rows.indices.filter { !rows[$0].label.isEmpty && (settings.unit == .row || rows[$0].isOriginal) }
      let tested = folds.flatMap(\.test).filter { settings.unit == .row || rows[$0].isOriginal }
      #expect(tested.sorted() == dealt)
    }
    let again = try Splitter(settings).folds(of: rows)
    #expect(again == folds)
  }
}
