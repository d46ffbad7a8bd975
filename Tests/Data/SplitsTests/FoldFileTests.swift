import Glibc
import Settings
import TestSupport
import Testing

@testable import Corpora
@testable import Splits

/// The six files in `data/folds`, and what they split.
@Suite struct FoldFileTests {
  private func file(_ name: String) throws -> FoldFile {
    guard let handle = fopen("\(Checkout.root)/data/folds/\(name).json", "rb") else { throw Invalid("no file \(name)") }
    defer { fclose(handle) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    let count = fread(&bytes, 1, bytes.count, handle)
    return try FoldFile(parsing: bytes.prefix(count))
  }

  private func cremaRows() throws -> [SplitRow] {
    try CREMAD().roll.flatMap(\.ids).map { id in
      let clip = try CREMAD().read(SoundPath("\(id.dropFirst(8)).wav")).clip
      return SplitRow(
        id: id, parent: id, corpus: clip.corpus, speaker: clip.speaker, label: clip.emotion.rawValue, sound: id)
    }
  }

  @Test(arguments: zip(["ravdess-emobox", "ravdess-luna-jimenez"], [6, 5]))
  func `RAVDESS folds test on each of 24 actors once`(name: String, count: Int) throws {
    let rows = try ravdessRows()
    let made = try folds(rows, "{ folds: '\(name)' }", file(name))
    #expect(made.count == count)
    #expect(made.flatMap(\.test).sorted() == Array(rows.indices))
    #expect(made.allSatisfy { $0.proof.isHonest })
    #expect(made.allSatisfy { $0.proof.unplaced == 0 })
  }

  @Test func `EmoBox's first RAVDESS fold tests on actors 1, 11, 20 and 21`() throws {
    let rows = try ravdessRows()
    let made = try folds(rows, "{ folds: 'ravdess-emobox', validation: 0 }", file("ravdess-emobox"))
    #expect(Set(made[0].test.map { rows[$0].speaker }) == ["ravdess-01", "ravdess-11", "ravdess-20", "ravdess-21"])
    #expect(made[0].validation.isEmpty)
  }

  @Test func `EmoBox's SAVEE folds leave one speaker out`() throws {
    let rows = try SAVEE().roll.flatMap(\.ids).map { id in
      let clip = try SAVEE().read(SoundPath("\(id.dropFirst(6)).wav")).clip
      return SplitRow(
        id: id, parent: id, corpus: clip.corpus, speaker: clip.speaker, label: clip.emotion.rawValue, sound: id)
    }
    let made = try folds(rows, "{ folds: 'savee-emobox' }", file("savee-emobox"))
    #expect(made.map { rows[$0.test[0]].speaker } == ["savee-JE", "savee-KL", "savee-DC", "savee-JK"])
    #expect(made.allSatisfy { $0.test.count == 120 && $0.validation.count == 120 && $0.train.count == 240 })
  }

  @Test(arguments: zip(["crema-d-audeering", "crema-d-evar"], [[56, 18, 17], [63, 9, 19]]))
  func `CREMA-D folds with three sides are followed`(name: String, counts: [Int]) throws {
    let rows = try cremaRows()
    let made = try folds(rows, "{ folds: '\(name)', validation: 0.5 }", file(name))
    #expect(made.count == 1)
    let proof = made[0].proof
    #expect([proof.train.speakers, proof.validation.speakers, proof.test.speakers] == counts)
    #expect(proof.isHonest && proof.unplaced == 0)
  }

  @Test func `EmoBox's CREMA-D fold is by clip and shares all its speakers`() throws {
    let rows = try cremaRows(), file = try file("crema-d-emobox")
    let made = try folds(rows, "{ by: 'clip', folds: 'crema-d-emobox' }", file)
    #expect(made[0].test.count == file.testClips?.count)
    #expect(made[0].proof.shared[.trainTest]?.parents == [])
    #expect((made[0].proof.shared[.trainTest]?.speakers.count ?? 0) > 80)
    do {
      _ = try folds(rows, "{ by: 'speaker', folds: 'crema-d-emobox' }", file)
      Issue.record("accepted")
    } catch let error as SplitError {
      #expect(error.cause == "the fold file 'crema-d-emobox' splits by clip; expected by: 'clip'")
    }
  }

  @Test func `a fold with nobody to test on is refused`() throws {
    let rows = try ravdessRows(actors: 1...3)
    do {
      _ = try folds(rows, "{ folds: 'ravdess-emobox' }", file("ravdess-emobox"))
      Issue.record("accepted")
    } catch let error as SplitError {
      #expect(error.cause == "nothing that fold 1 of 'ravdess-emobox' tests on is there")
    }
  }

  @Test func `a file of no known shape is refused`() {
    for text in [
      "{}", "{ corpus: 'ravdess' }", "{ corpus: 'ravdess', test: ['01'], test_clips: ['x'] }",
      "{ corpus: 'ravdess', train: ['01'], test: ['01'] }", "{ corpus: 'timit', test: ['01'] }",
      "{ corpus: 'ravdess', tests: ['01'] }",
    ] {
      #expect(throws: (any Error).self) { try FoldFile(parsing: text.utf8) }
    }
  }
}
