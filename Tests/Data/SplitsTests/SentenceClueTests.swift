import Testing

@testable import Corpora
@testable import Splits

/// How much the sentence alone tells, against what follows from the corpora's designs.
@Suite struct SentenceClueTests {
  /// Every clip of a corpus as released, read by its own scheme.
  private func rows(of corpus: any Corpus, speakers: Int, _ path: (String) -> String) throws -> [SplitRow] {
    try corpus.roll.filter { $0.channel == .speech }.prefix(speakers).flatMap { attendance in
      try attendance.ids.map { id in
        let clip = try corpus.read(SoundPath(path(String(id.dropFirst(corpus.name.count + 1))))).clip
        return SplitRow(
          id: clip.id, parent: clip.id, corpus: clip.corpus, speaker: clip.speaker, sex: clip.sex,
          label: clip.emotion.rawValue, sound: clip.id, statement: clip.statement)
      }
    }
  }

  private func clue(_ rows: [SplitRow], _ settings: String) throws -> SentenceClue {
    let clues = SentenceClue.clues(of: try folds(rows, settings), in: rows)
    try #require(clues.count == 1)
    return clues[0]
  }

  @Test func `in SAVEE the sentence tells nearly every label`() throws {
    let rows = try rows(of: SAVEE(), speakers: 4) { "\($0).wav" }
    try #require(rows.count == 480)
    let clue = try clue(rows, "{ folds: 'leave-one-out', validation: 0 }")
    // Three common sentences come with all seven emotions, 12 of 15 (27 of 30) with one alone.
    let emotion = (12 + 3.0 / 7) / 15, neutral = (27 + 3.0 / 7) / 30
    #expect(abs(clue.uar - (6 * emotion + neutral) / 7) < 1e-12)
    #expect(abs(clue.war - (6 * emotion * 15 + neutral * 30) / 120) < 1e-12)
    #expect(clue.rows == 480 && clue.heard == 480 && clue.classes == 7)
    #expect(clue.tells)
  }

  @Test func `where every sentence is said with every label it is chance`() throws {
    let ravdess = try clue(try ravdessRows(), "{ folds: 6 }")
    #expect(abs(ravdess.uar - 1.0 / 8) < 1e-12 && ravdess.heard == 1_440 && !ravdess.tells)
    let tess = try clue(
      try rows(of: TESS(), speakers: 2) { "OAF_angry/\($0).wav" }, "{ folds: 'leave-one-out', validation: 0 }")
    #expect(abs(tess.uar - 1.0 / 7) < 1e-12 && tess.heard == 2_800 && !tess.tells)
    let crema = try clue(try rows(of: CREMAD(), speakers: 20) { "\($0).wav" }, "{ folds: 5 }")
    #expect(abs(crema.uar - 1.0 / 6) < 0.01 && !crema.tells)
  }

  @Test func `validation rows are heard too, and what was never heard is taken for the most frequent label`() throws {
    func row(_ id: String, _ speaker: String, _ label: String, _ statement: String) -> SplitRow {
      SplitRow(id: id, parent: id, corpus: "x", speaker: speaker, label: label, sound: id, statement: statement)
    }
    let rows = [
      row("1", "a", "sad", "one"), row("2", "b", "angry", "two"), row("3", "b", "angry", "three"),
      row("4", "c", "sad", "one"), row("5", "c", "angry", "two"), row("6", "c", "angry", "new"),
      row("7", "c", "sad", "new"),
    ]
    let fold = Fold(
      train: [1, 2], validation: [0], test: [3, 4, 5, 6],
      proof: Proof(Columns(of: rows), train: [1, 2], validation: [0], test: [3, 4, 5, 6]))
    let clue = try #require(SentenceClue.clues(of: [fold], in: rows).first)
    // Sad: 1 of 2 (the new sentence is taken for angry); angry: 2 of 2.
    #expect(clue.uar == 0.75 && clue.war == 0.75 && clue.heard == 2 && clue.rows == 4)
    // Two clips a class prove nothing: three standard errors are 1.06.
    #expect(!clue.tells)
  }

  @Test func `luck with few clips is not told`() throws {
    let rows = (0..<12).flatMap { clip in
      ["a", "b"].map { speaker in
        SplitRow(
          id: "\(speaker)\(clip)", parent: "\(speaker)\(clip)", corpus: "x", speaker: speaker,
          label: clip % 2 == 0 ? "sad" : "angry", sound: "\(speaker)\(clip)", statement: clip < 8 ? "one" : "\(clip)")
      }
    }
    let clue = try clue(rows, "{ folds: 'leave-one-out', validation: 0 }")
    // 4 of 12 sentences give their label away: 8/24 + 16/24/2 = 2/3, and three standard errors are 0.306.
    #expect(abs(clue.uar - 2.0 / 3) < 1e-12)
    #expect(abs(clue.margin - 3 * (0.25 / 12 * 2 / 4).squareRoot()) < 1e-12)
    #expect(!clue.tells)
  }
}
