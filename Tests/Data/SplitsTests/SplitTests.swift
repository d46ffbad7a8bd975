import Settings
import Testing

@testable import Corpora
@testable import Splits

/// Rows for splitting: every clip of some RAVDESS actors, with a copy of each if asked for.
func ravdessRows(actors: ClosedRange<Int> = 1...24, copies: Bool = false) throws -> [SplitRow] {
  try actors.flatMap { actor in
    try RAVDESS.names(of: actor, .speech).flatMap { name -> [SplitRow] in
      let clip = try RAVDESS().read(SoundPath("\(name).wav")).clip
      func row(_ variant: String) -> SplitRow {
        SplitRow(
          id: variant == "original" ? clip.id : "\(clip.id)#\(variant)", parent: clip.id, variant: variant,
          corpus: clip.corpus, speaker: clip.speaker, sex: clip.sex, label: clip.emotion.rawValue,
          sound: "sound of \(clip.id)", statement: clip.statement)
      }
      return copies ? [row("original"), row("noise")] : [row("original")]
    }
  }
}

func folds(_ rows: [SplitRow], _ settings: String, _ file: FoldFile? = nil) throws -> [Fold] {
  try Splitter(SplitSettings(parsing: settings.utf8), foldFile: file).folds(of: rows)
}

@Suite struct SplitTests {
  /// What holds of every fold: sides are disjoint and sorted, and by anything but row no clip is shared.
  private func check(_ folds: [Fold], _ rows: [SplitRow], sharesClips: Bool = false) {
    for fold in folds {
      let all = fold.train + fold.validation + fold.test
      #expect(Set(all).count == all.count)
      #expect(all.allSatisfy { rows.indices.contains($0) })
      for side in [fold.train, fold.validation, fold.test] { #expect(side == side.sorted()) }
      #expect(!fold.train.isEmpty && !fold.test.isEmpty)
      #expect(fold.proof.unplaced == rows.count - all.count)
      if !sharesClips { #expect(fold.proof.shared.values.allSatisfy { $0.parents.isEmpty }) }
    }
  }

  private func count(_ rows: [SplitRow], _ side: [Int], _ label: String) -> Int {
    side.filter { rows[$0].label == label }.count
  }

  private func refusal(_ rows: [SplitRow], _ settings: String, _ file: FoldFile? = nil) -> String {
    do {
      return "accepted: \(try folds(rows, settings, file).count) folds"
    } catch {
      return "\(error)"
    }
  }

  @Test func `by row a fifth is tested on, stratified, and the proof shows what leaks`() throws {
    let rows = try ravdessRows(copies: true)
    let made = try folds(rows, "{ by: 'row', test: 0.2, validation: 0 }")
    check(made, rows, sharesClips: true)
    #expect(made.count == 1)
    #expect(made[0].test.count == 576)
    #expect(made[0].train.count == 2_304)
    #expect(count(rows, made[0].test, "neutral") == 38 || count(rows, made[0].test, "neutral") == 39)
    #expect(count(rows, made[0].test, "angry") == 77 || count(rows, made[0].test, "angry") == 76)
    let shared = try #require(made[0].proof.shared[.trainTest])
    #expect(shared.speakers.count == 24)
    #expect(!shared.parents.isEmpty)
    #expect(!made[0].proof.isHonest)
  }

  @Test func `by clip copies of held-out clips are left out and nothing but speakers is shared`() throws {
    let rows = try ravdessRows(copies: true)
    let made = try folds(rows, "{ by: 'clip', test: 0.2, validation: 0.1 }")
    check(made, rows)
    #expect(made[0].test.count == 288)
    #expect(made[0].validation.count == 116)
    #expect(made[0].train.count == 2 * (1_440 - 288 - 116))
    #expect(made[0].test.allSatisfy { rows[$0].isOriginal } && made[0].validation.allSatisfy { rows[$0].isOriginal })
    let shared = try #require(made[0].proof.shared[.trainTest])
    #expect(shared.sounds.isEmpty && shared.speakers.count == 24)
    let held = try folds(rows, "{ by: 'clip', test: 0.2, validation: 0.1, heldOutCopies: true }")
    check(held, rows)
    #expect(held[0].proof.unplaced == 0)
    #expect(held[0].test.count == 576)
  }

  @Test func `clips of the same sound stay on one side`() throws {
    let rows = try ravdessRows(actors: 1...4).enumerated().map { index, row in
      SplitRow(
        id: row.id, parent: row.parent, corpus: row.corpus, speaker: row.speaker, sex: row.sex, label: row.label,
        sound: "sound \(index / 2)")
    }
    for fold in try folds(rows, "{ by: 'clip', folds: 5 }") {
      #expect(fold.proof.shared.values.allSatisfy { $0.sounds.isEmpty })
    }
  }

  @Test func `by speaker nobody is on two sides, and sexes are in balance`() throws {
    let rows = try ravdessRows()
    let made = try folds(rows, "{ by: 'speaker', folds: 6, validation: 0.2 }")
    check(made, rows)
    #expect(made.count == 6)
    for fold in made {
      #expect(fold.proof.isHonest)
      #expect(fold.test.count == 240)
      #expect(fold.proof.validation.speakers == 4)
      #expect(Set(fold.test.filter { rows[$0].sex == .female }.map { rows[$0].speaker }).count == 2)
      #expect(Set(fold.validation.filter { rows[$0].sex == .female }.map { rows[$0].speaker }).count == 2)
    }
    #expect(made.flatMap(\.test).sorted() == Array(rows.indices))
  }

  @Test func `leave one out tests on each speaker once`() throws {
    let rows = try ravdessRows(actors: 1...5)
    let made = try folds(rows, "{ by: 'speaker', folds: 'leave-one-out', validation: 0.25 }")
    check(made, rows)
    #expect(made.map { rows[$0.test[0]].speaker } == (1...5).map { "ravdess-0\($0)" })
    #expect(made.allSatisfy { $0.test.count == 60 && $0.validation.count == 60 && $0.train.count == 180 })
  }

  @Test func `k folds of clips test on every clip once, each label in proportion`() throws {
    let rows = try ravdessRows()
    let made = try folds(rows, "{ by: 'clip', folds: 5, validation: 0 }")
    check(made, rows)
    #expect(made.flatMap(\.test).sorted() == Array(rows.indices))
    for fold in made {
      #expect(fold.test.count == 288)
      #expect((38...39).contains(count(rows, fold.test, "sad")))
      #expect((19...20).contains(count(rows, fold.test, "neutral")))
    }
  }

  @Test func `across corpora the named ones are tested on and the others trained on`() throws {
    var rows = try ravdessRows(actors: 1...4)
    for (corpus, speakers) in [("savee", 2), ("tess", 2)] {
      for speaker in 0..<speakers {
        for clip in 0..<10 {
          rows.append(
            SplitRow(
              id: "\(corpus)/\(speaker)-\(clip)", parent: "\(corpus)/\(speaker)-\(clip)", corpus: corpus,
              speaker: "\(corpus)-\(speaker)", label: clip % 2 == 0 ? "sad" : "angry",
              sound: "\(corpus) \(speaker) \(clip)"))
        }
      }
    }
    let made = try folds(rows, "{ by: 'corpus', train: ['ravdess'], test: ['savee'], validation: 0.25 }")
    check(made, rows)
    #expect(Set(made[0].test.map { rows[$0].corpus }) == ["savee"])
    #expect(Set(made[0].train.map { rows[$0].corpus }) == ["ravdess"])
    #expect(made[0].proof.unplaced == 20)
    #expect(made[0].proof.isHonest)
    #expect(made[0].proof.validation.speakers == 1)
    let each = try folds(rows, "{ by: 'corpus', folds: 'leave-one-out', validation: 0 }")
    #expect(each.map { rows[$0.test[0]].corpus } == ["ravdess", "savee", "tess"])
  }

  @Test func `named speakers are tested on`() throws {
    let rows = try ravdessRows(actors: 1...6)
    let made = try folds(rows, "{ by: 'speaker', test: ['ravdess-02', 'ravdess-05'] }")
    check(made, rows)
    #expect(Set(made[0].test.map { rows[$0].speaker }) == ["ravdess-02", "ravdess-05"])
    #expect(
      refusal(Array(rows.prefix(120)), "{ by: 'speaker', test: ['ravdess-09'] }")
        == "cannot split by speaker: there is no speaker 'ravdess-09' among ravdess-01, ravdess-02")
  }

  @Test func `validation by clip may share speakers with training but never with the test side`() throws {
    let rows = try ravdessRows(actors: 1...4)
    let made = try folds(rows, "{ by: 'speaker', folds: 'leave-one-out', validation: 0.1, validationBy: 'clip' }")
    check(made, rows)
    for fold in made {
      #expect(fold.validation.count == 18)
      #expect(fold.proof.shared[.trainValidation]?.speakers.count == 3)
      #expect(fold.proof.shared[.trainTest]?.speakers == [])
      #expect(fold.proof.shared[.validationTest]?.speakers == [])
    }
  }

  @Test func `a clip that is on both sides is counted as a clip, and a sound only where two clips have it`() throws {
    func row(_ id: String, _ parent: String, _ variant: String, sound: String) -> SplitRow {
      SplitRow(
        id: id, parent: parent, variant: variant, corpus: "a", speaker: "a-1", label: "sad", sound: sound)
    }
    let rows = [
      row("1", "x", "original", sound: "s"), row("2", "x", "noise", sound: "s"), row("3", "y", "original", sound: "t"),
      row("4", "z", "original", sound: "t"), row("5", "v", "original", sound: "v"),
    ]
    let columns = Columns(of: rows)
    // A noisy copy across the sides is no identical sound; two names of one sound are.
    let copy = Proof(columns, train: [0], validation: [], test: [1])
    #expect(copy.shared[.learnedTest]?.parents == ["x"] && copy.shared[.learnedTest]?.sounds == [])
    let twins = Proof(columns, train: [2], validation: [0], test: [3])
    #expect(twins.shared[.learnedTest]?.parents == [] && twins.shared[.learnedTest]?.sounds == ["t"])
    // What validation shares with test was learned from too.
    let validated = Proof(columns, train: [4], validation: [0], test: [1])
    #expect(validated.shared[.trainTest]?.parents == [] && validated.shared[.learnedTest]?.parents == ["x"])
    #expect(!validated.isHonest)
  }

  @Test func `by statement a sentence is on one side, whoever says it`() throws {
    let rows = try ravdessRows(actors: 1...4)
    let made = try folds(rows, "{ by: 'statement', folds: 2, validation: 0.25, validationBy: 'clip' }")
    check(made, rows)
    #expect(made.count == 2)
    for fold in made {
      #expect(Set(fold.test.map { rows[$0].statement }).count == 1)
      #expect(fold.proof.shared[.learnedTest]?.statements == [])
      #expect(fold.proof.shared[.learnedTest]?.speakers.count == 4)
      #expect(!fold.proof.isHonest)
    }
    let named = try folds(rows, "{ by: 'statement', test: ['ravdess/dogs'], validation: 0 }")
    #expect(Set(named[0].test.map { rows[$0].statement }) == ["dogs"])
  }

  @Test func `by speaker and statement neither was heard, and each row is tested on once`() throws {
    let rows = try ravdessRows(actors: 1...6, copies: true)
    let made = try folds(rows, "{ by: ['statement', 'speaker'], folds: 3, statementFolds: 2, validation: 0.25 }")
    check(made, rows)
    #expect(made.count == 6)
    let originals = rows.indices.filter { rows[$0].isOriginal }
    #expect(made.flatMap(\.test).sorted() == originals)
    for fold in made {
      let shared = try #require(fold.proof.shared[.learnedTest])
      #expect(shared.speakers == [] && shared.statements == [] && shared.parents == [])
      #expect(fold.proof.isHonest)
      // Two of six speakers and one of two statements: a sixth is tested on, a third learned from, half on no side.
      #expect(fold.test.count == 60)
      #expect(fold.train.count + fold.proof.validation.rows * 2 == 2 * 120)
      #expect(fold.proof.unplaced == rows.count - fold.test.count - fold.train.count - fold.validation.count)
    }
    let one = try folds(rows, "{ by: ['speaker', 'statement'], test: 0.5, validation: 0 }")
    #expect(one.count == 1 && one[0].test.count == 3 * 30)
  }

  @Test func `statements are dealt out with the labels of each corpus in balance`() throws {
    let rows = try SAVEE.codes.flatMap { code in
      try ["DC", "JE", "JK", "KL"].map { speaker in
        let clip = try SAVEE().read(SoundPath("\(speaker)_\(code).wav")).clip
        return SplitRow(
          id: clip.id, parent: clip.id, corpus: clip.corpus, speaker: clip.speaker, sex: clip.sex,
          label: clip.emotion.rawValue, sound: clip.id, statement: clip.statement)
      }
    }
    let made = try folds(
      rows, "{ by: ['speaker', 'statement'], folds: 'leave-one-out', statementFolds: 3, validation: 0 }")
    check(made, rows)
    #expect(made.count == 12)
    #expect(made.flatMap(\.test).sorted() == Array(rows.indices))
    for fold in made {
      let labels = fold.test.reduce(into: [:]) { $0[rows[$1].label, default: 0] += 1 }
      #expect(labels.count == 7 && labels.values.allSatisfy { $0 >= 4 }, "\(labels)")
    }
    #expect(SentenceClue.clues(of: made, in: rows).allSatisfy { $0.heard == 0 && !$0.tells })
  }

  @Test func `the same seed draws the same, whatever the order of rows; another seed draws otherwise`() throws {
    let rows = try ravdessRows(actors: 1...8, copies: true)
    let reversed = Array(rows.reversed())
    for settings in ["by: 'row'", "by: 'clip', folds: 3", "by: 'speaker', folds: 4", "by: 'speaker', stratify: false"] {
      let a = try folds(rows, "{ \(settings), seed: 7 }"), b = try folds(reversed, "{ \(settings), seed: 7 }")
      let c = try folds(rows, "{ \(settings), seed: 8 }")
      for (x, y) in zip(a, b) {
        #expect(x.test.map { rows[$0].id }.sorted() == y.test.map { reversed[$0].id }.sorted())
        #expect(x.validation.map { rows[$0].id }.sorted() == y.validation.map { reversed[$0].id }.sorted())
        #expect(x.train.map { rows[$0].id }.sorted() == y.train.map { reversed[$0].id }.sorted())
      }
      #expect(a.map(\.test) != c.map(\.test) || a.map(\.validation) != c.map(\.validation))
    }
  }

  @Test func `rows without a label are on no side`() throws {
    let rows = try ravdessRows(actors: 1...4).map { row in
      SplitRow(
        id: row.id, parent: row.parent, corpus: row.corpus, speaker: row.speaker, sex: row.sex,
        label: row.label == "calm" ? "" : row.label, sound: row.sound)
    }
    let made = try folds(rows, "{ by: 'clip' }")
    #expect(made[0].proof.unplaced == 32)
  }

  @Test func `what cannot be done is refused in one sentence`() throws {
    let rows = try ravdessRows(actors: 1...2)
    #expect(
      refusal(rows, "{ folds: 5 }")
        == "cannot split by speaker into 5 folds: there are 2 speakers; expected at least 5")
    #expect(
      refusal(rows, "{ folds: 'leave-one-out' }")
        == "cannot split by speaker leaving one out: fold 0 leaves 1 speaker to train on, of which none can be validated "
        + "on; expected validation: 0, or validationBy: 'clip'")
    #expect(
      refusal([rows[0], rows[0]], "{ by: 'row' }") == "cannot split by row: the row '\(rows[0].id)' is there twice")
    #expect(
      refusal(rows, "{ folds: 'x', by: 'speaker' }")
        == "cannot split by speaker into the folds of 'x': the fold file 'x' was not given")
    #expect(
      refusal(rows, "{ by: ['speaker', 'statement'], folds: 2, statementFolds: 3, validation: 0 }")
        == "cannot split by speaker and statement into 2 folds: there are 2 statements; expected at least 3")
    let silent = rows.map {
      SplitRow(
        id: $0.id, parent: $0.parent, corpus: $0.corpus, speaker: $0.speaker, sex: $0.sex, label: $0.label,
        sound: $0.sound)
    }
    #expect(
      refusal(silent, "{ by: 'statement' }")
        == "cannot split by statement: nobody knows what is said in '\(rows[0].id)'; expected a statement for every row"
    )
  }

  @Test func `settings that contradict each other are refused`() {
    #expect(refusal([], "{ test: 0.2, folds: 5 }") == "test and folds contradict each other; expected one of them")
    #expect(refusal([], "{ test: 1.5 }") == "test must be from 1e-6 to below 1, found 1.5")
    #expect(refusal([], "{ folds: 1 }") == "folds must be from 2 to 1000000, found 1")
    #expect(refusal([], "{ by: 'clip', validationBy: 'row' }").hasPrefix("validationBy must be 'row' exactly when"))
    #expect(refusal([], "{ by: 'clip', test: ['a'] }").hasPrefix("test names units, so by must be"))
    #expect(
      refusal([], "{ by: ['speaker', 'clip'] }")
        == "by: found 'speaker', 'clip'; expected one unit, or ['speaker', 'statement']")
    #expect(
      refusal([], "{ statementFolds: 2 }") == "statementFolds needs by: ['speaker', 'statement'], found 'speaker'")
    #expect(
      refusal([], "{ by: 'speakers' }")
        == "by: unknown value 'speakers'; expected row, clip, speaker, statement or corpus")
    #expect(refusal([], "{ folds: '../x' }").hasPrefix("folds: expected a number of folds"))
  }

  @Test func `settings read back as they were written`() throws {
    for text in [
      "{}", "{ by: 'row', test: 0.2 }", "{ by: 'corpus', test: ['savee'] }", "{ folds: 'leave-one-out' }",
      "{ folds: 5, validationBy: 'clip' }", "{ folds: 'ravdess-emobox' }", "{ by: ['speaker'] }",
      "{ by: ['statement', 'speaker'], statementFolds: 3 }",
    ] {
      let settings = try SplitSettings(parsing: text.utf8)
      #expect(try SplitSettings(parsing: settings.canonicalJSON.utf8) == settings)
    }
  }
}
