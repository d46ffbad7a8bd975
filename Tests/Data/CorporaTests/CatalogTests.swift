import Audio
import Settings
import Testing

@testable import Corpora

@Suite struct CatalogTests {
  private func catalog(_ surveys: [Survey], _ settings: String = "{}", table: LabelTable? = nil) throws -> Catalog {
    Catalog(surveys, settings: try IngestSettings(parsing: settings.utf8), labelTable: table)
  }

  private func findings(_ catalog: Catalog, _ rule: Rule) -> [String] {
    catalog.findings.filter { $0.rule == rule }.map { "\($0.subject): \($0.detail) (\($0.action.rawValue))" }
  }

  @Test func `the same sound under one label is dropped but for the first`() throws {
    let a = "03-01-03-01-02-01-07", b = "03-01-03-01-02-02-07"
    let catalog = try catalog([
      survey(RAVDESS(), [examined("\(b).wav", sound: tone()), examined("\(a).wav", sound: tone())])
    ])
    #expect(
      findings(catalog, .duplicate)
        == ["ravdess/\(b): the same sound as ravdess/\(a), under the same label (drop)"])
    #expect(catalog.clips.map(\.isUsed) == [true, false])
  }

  @Test func `the same sound under two labels is a contradiction, unless the recipe's map removes it`() throws {
    let files = ["1006_TIE_HAP_XX.wav", "1006_TIE_NEU_XX.wav"].map { examined($0, sound: tone(), rate: 16_000) }
    let plain = try catalog([survey(CREMAD(), files)])
    #expect(
      findings(plain, .contradiction) == [
        "crema-d/1006_TIE_HAP_XX: labelled happy; the same sound as crema-d/1006_TIE_NEU_XX (neutral) (drop)",
        "crema-d/1006_TIE_NEU_XX: labelled neutral; the same sound as crema-d/1006_TIE_HAP_XX (happy) (drop)",
      ])
    #expect(plain.clips.allSatisfy { !$0.isUsed })
    let mapped = try catalog([survey(CREMAD(), files)], "{ labels: { map: { happy: 'calmish', neutral: 'calmish' } } }")
    #expect(findings(mapped, .contradiction).isEmpty)
    #expect(findings(mapped, .duplicate).count == 1)
    let subset = try catalog([survey(CREMAD(), files)], "{ labels: { only: ['happy'] } }")
    #expect(findings(subset, .contradiction).count == 2)
    let kept = try catalog([survey(CREMAD(), files)], "{ doctor: { contradiction: 'keep' } }")
    #expect(kept.clips.allSatisfy { $0.isUsed })
  }

  @Test func `silence is no duplicate`() throws {
    let zeros = [Int16](repeating: 0, count: 100)
    let files = ["1001_TIE_HAP_XX.wav", "1001_TIE_NEU_XX.wav"].map { examined($0, sound: zeros, rate: 16_000) }
    let catalog = try catalog([survey(CREMAD(), files)])
    #expect(findings(catalog, .contradiction).isEmpty)
    #expect(findings(catalog, .silent).count == 2)
  }

  @Test func `Kaggle's second copy of RAVDESS is found and dropped`() throws {
    let name = "Actor_01/03-01-01-01-01-01-01.wav"
    let catalog = try catalog([
      survey(
        RAVDESS(),
        [examined("audio_speech_actors_01-24/\(name)", sound: tone()), examined(name, sound: tone())])
    ])
    #expect(catalog.clips.map(\.path) == [name])
    #expect(catalog.clips[0].isUsed)
    #expect(
      findings(catalog, .nestedCopy)
        == ["ravdess/audio_speech_actors_01-24/\(name): the same sound as '\(name)' (drop)"])
  }

  @Test func `of two files of one clip the readable one is taken`() throws {
    let stub = Examination(
      path: SoundPath("AudioWAV/1001_IEO_ANG_HI.wav"), result: .failure(NoSound(rule: .stub, detail: "a stub")))
    let mp3 = examined("AudioMP3/1001_IEO_ANG_HI.mp3", sound: tone(), rate: 16_000)
    let catalog = try catalog([survey(CREMAD(), [stub, mp3])])
    #expect(catalog.clips.map(\.path) == ["AudioMP3/1001_IEO_ANG_HI.mp3"])
    #expect(findings(catalog, .secondCopy).count == 1)
    #expect(findings(catalog, .stub).isEmpty)
  }

  @Test func `what is missing is counted by speaker, and whole speakers together`() throws {
    let names = RAVDESS.names(of: 1, .speech).dropFirst(2)
    let files = names.enumerated().map { examined("\($0.element).wav", sound: tone(300 + Double($0.offset))) }
    let catalog = try catalog([survey(RAVDESS(), files)])
    #expect(
      findings(catalog, .missing) == [
        "ravdess: no speech by 23 speakers (1380 clips): 02, 03, 04, 05, 06, … (keep)",
        "ravdess-01: 58 of 60 speech clips are there; missing: 03-01-01-01-01-01-01, 03-01-01-01-01-02-01 (keep)",
      ])
  }

  @Test func `song is not missed by a recipe for speech, and is left out of it`() throws {
    let files = ["03-01-02-01-01-01-01.wav", "03-02-02-01-01-01-01.wav"].enumerated()
      .map { examined($0.element, sound: tone(300 + Double($0.offset))) }
    let speech = try catalog([survey(RAVDESS(), files)])
    #expect(speech.clips.map(\.unused) == ["", "the recipe takes speech only"])
    let both = try catalog([survey(RAVDESS(), files)], "{ channel: 'both' }")
    #expect(both.clips.allSatisfy { $0.isUsed })
  }

  @Test func `the order of files and corpora does not show`() throws {
    let ravdess = RAVDESS.names(of: 2, .speech).prefix(20).enumerated()
      .map { examined("\($0.element).wav", sound: tone(300 + Double($0.offset % 7))) }
    let savee = SAVEE.codes.prefix(20).enumerated()
      .map { examined("DC_\($0.element).wav", sound: tone(300 + Double($0.offset % 5)), rate: 44_100) }
    let a = try catalog([survey(RAVDESS(), ravdess), survey(SAVEE(), savee)])
    let b = try catalog([survey(SAVEE(), savee.reversed()), survey(RAVDESS(), ravdess.reversed())])
    #expect(a.clips == b.clips)
    #expect(a.findings == b.findings)
    #expect(a.labels == b.labels)
    #expect(a.clips.map(\.id) == a.clips.map(\.id).sorted())
  }

  private let demographics = "\"ActorID\",\"Age\",\"Sex\"\n1001,51,\"Male\"\n1002,21,\"Female\"\n"

  @Test func `CREMA-D's tables give age, sex and votes`() throws {
    let files = ["1001_IEO_ANG_HI.wav", "1002_IEO_ANG_HI.wav", "1003_IEO_ANG_HI.wav"].enumerated()
      .map { examined($0.element, sound: tone(300 + Double($0.offset)), rate: 16_000) }
    let votes = "\"\",\"FileName\",\"VoiceVote\"\n\"1\",\"1001_IEO_ANG_HI\",\"A:D\"\n\"2\",\"1002_IEO_ANG_HI\",\"N\"\n"
    let tables = ["VideoDemographics.csv": Array(demographics.utf8), "summaryTable.csv": Array(votes.utf8)]
    let catalog = try catalog([survey(CREMAD(), files, tableFiles: tables)], "{ labels: { source: 'perceived' } }")
    #expect(catalog.clips.map(\.sex) == [.male, .female, .unknown])
    #expect(catalog.clips.map(\.age) == [51, 21, nil])
    #expect(catalog.clips.map(\.label) == ["", "neutral", ""])
    #expect(
      findings(catalog, .noDemographics) == ["crema-d-1003: 'VideoDemographics.csv' has no row for this speaker (keep)"]
    )
    #expect(
      findings(catalog, .noVotes) == ["crema-d/1003_IEO_ANG_HI: 'summaryTable.csv' has no row for this clip (drop)"])
  }

  @Test func `tables that are not there are findings, and votes matter only to recipes that want them`() throws {
    let files = [examined("1001_IEO_ANG_HI.wav", sound: tone(), rate: 16_000)]
    let plain = try catalog([survey(CREMAD(), files)])
    #expect(
      findings(plain, .noDemographics)
        == ["crema-d: 'VideoDemographics.csv' is not in the corpus's folder: nobody's sex and age are known (keep)"])
    #expect(findings(plain, .noVotes).isEmpty)
    #expect(plain.clips[0].isUsed)
    let soft = try catalog([survey(CREMAD(), files)], "{ labels: { source: 'soft' } }")
    #expect(findings(soft, .noVotes) == ["crema-d: 'summaryTable.csv' is not in the corpus's folder (drop)"])
    #expect(soft.clips[0].unused == "dropped: noVotes: 'summaryTable.csv' is not in the corpus's folder")
    let kept = try catalog([survey(CREMAD(), files)], "{ labels: { source: 'soft' }, doctor: { noVotes: 'keep' } }")
    #expect(kept.clips[0].label == "angry")
  }

  @Test func `a damaged table is a finding and not a crash`() throws {
    let files = [examined("1001_IEO_ANG_HI.wav", sound: tone(), rate: 16_000)]
    let tables = ["VideoDemographics.csv": Array("\"a\n".utf8), "summaryTable.csv": Array("x,y\n1,2\n".utf8)]
    let catalog = try catalog([survey(CREMAD(), files, tableFiles: tables)])
    #expect(findings(catalog, .noDemographics).contains { $0.contains("a quote is opened here and never closed") })
  }

  @Test func `lines of a label file that no clip answers to are named`() throws {
    let table = try LabelTable(parsing: Array("filename,emotion\nDC_a01,sad\nDC_a99,sad\n".utf8), name: "l.csv")
    let files = [
      examined("DC_a01.wav", sound: tone(), rate: 44_100), examined("DC_a02.wav", sound: tone(500), rate: 44_100),
    ]
    let catalog = try catalog([survey(SAVEE(), files)], "{ labels: { source: 'l.csv' } }", table: table)
    #expect(findings(catalog, .unmatched) == ["DC_a99: the label file has it, no corpus does (keep)"])
    #expect(catalog.clips.map(\.label) == ["sad", ""])
    #expect(catalog.clips[1].unused == "'l.csv' does not have it")
  }

  @Test func `the summary counts findings by rule`() throws {
    let files = ["DC_a01.wav", "DC_a02.wav", "bad.wav"].map { examined($0, sound: [0, 0], rate: 44_100) }
    let summary = try catalog([survey(SAVEE(), files)]).summary.map { "\($0.rule) \($0.action.rawValue) \($0.count)" }
    #expect(summary == ["unparsable drop 1", "missing keep 2", "silent drop 2"])
  }
}
