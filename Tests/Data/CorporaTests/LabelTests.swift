import Settings
import Tables
import Testing

@testable import Corpora

@Suite struct LabelTests {
  private func clip(_ name: String) throws -> Clip { try RAVDESS().read(SoundPath("\(name).wav")).clip }

  private func label(_ clip: Clip, _ settings: String, table: LabelTable? = nil) throws -> Labelling.Verdict {
    Labelling(settings: try LabelSettings(parsing: settings.utf8), table: table).verdict(on: clip)
  }

  private func one(_ name: String) -> Labelling.Verdict { .label(name, shares: [LabelShare(name, 1)]) }

  @Test func `a clip is called by its intended emotion`() throws {
    #expect(try label(clip("03-01-02-01-01-01-01"), "{}") == one("calm"))
  }

  @Test func `a map renames, and understands other names of an emotion`() throws {
    #expect(try label(clip("03-01-02-01-01-01-01"), "{ map: { calm: 'neutral' } }") == one("neutral"))
    #expect(try label(clip("03-01-06-01-01-01-01"), "{ map: { fear: 'negative' } }") == one("negative"))
  }

  @Test func `sex and emotion with calm merged into neutral make the 14 classes of RAVDESS`() throws {
    let names = RAVDESS().roll.filter { $0.channel == .speech }.flatMap(\.ids)
    let labels = try names.map {
      try label(clip(String($0.dropFirst(8))), "{ map: { calm: 'neutral' }, by: 'sex_emotion' }")
    }
    var found: Set<String> = []
    for case .label(let name, _) in labels { found.insert(name) }
    #expect(found.count == 14)
    #expect(found.contains("female_neutral") && found.contains("male_angry") && !found.contains("male_calm"))
  }

  @Test func `a subset leaves the others out, and says so`() throws {
    #expect(try label(clip("03-01-05-01-01-01-01"), "{ only: ['anger', 'sad'] }") == one("angry"))
    #expect(
      try label(clip("03-01-03-01-01-01-01"), "{ only: ['anger', 'sad'] }") == .none("the recipe does not take 'happy'")
    )
  }

  @Test func `sex and emotion need a known sex`() throws {
    let clip = try CREMAD().read(SoundPath("1001_IEO_ANG_HI.wav")).clip
    #expect(try label(clip, "{ by: 'sex_emotion' }") == .none("the speaker's sex is not known"))
  }

  @Test func `perceived labels are what most raters heard, and a tie is no label`() throws {
    var clip = try CREMAD().read(SoundPath("1001_IEO_ANG_HI.wav")).clip
    clip.votes = Votes(heard: [.disgust])
    #expect(try label(clip, "{ source: 'perceived' }") == one("disgust"))
    clip.votes = Votes(heard: [.neutral, .angry])
    #expect(try label(clip, "{ source: 'perceived' }") == .none("raters are tied between neutral, angry"))
  }

  @Test func `soft labels share a tie, and the intended emotion counts when only one can`() throws {
    var clip = try CREMAD().read(SoundPath("1001_IEO_SAD_HI.wav")).clip
    clip.votes = Votes(heard: [.sad, .neutral])
    #expect(
      try label(clip, "{ source: 'soft' }")
        == .label("sad", shares: [LabelShare("neutral", 0.5), LabelShare("sad", 0.5)]))
    #expect(try label(clip, "{ source: 'soft', only: ['neutral'] }") == one("neutral"))
    #expect(try label(clip, "{ source: 'soft', map: { sad: 'neutral' } }") == one("neutral"))
  }

  @Test func `labels from a file answer to names with and without extension, paths and ids`() throws {
    let text = "emotion,filename\nHappy,03-01-05-01-01-01-01.wav\nstressed,Actor_01/03-01-02-01-01-01-01.wav\n"
    let table = try LabelTable(parsing: Array(text.utf8), name: "l.csv")
    #expect(try label(clip("03-01-05-01-01-01-01"), "{ source: 'l.csv' }", table: table) == one("happy"))
    #expect(try label(clip("03-01-02-01-01-01-01"), "{ source: 'l.csv' }", table: table) == one("stressed"))
    #expect(
      try label(clip("03-01-03-01-01-01-01"), "{ source: 'l.csv' }", table: table) == .none("'l.csv' does not have it"))
    #expect(try table.unmatched(by: [clip("03-01-05-01-01-01-01")]) == ["03-01-02-01-01-01-01"])
  }

  @Test func `a file that contradicts itself is refused`() {
    let text = "filename,emotion\na.wav,happy\na.wav,sad\n"
    #expect(throws: TableError.self) { try LabelTable(parsing: Array(text.utf8), name: "l.csv") }
    #expect(throws: TableError.self) { try LabelTable(parsing: Array("file,emotion\n".utf8), name: "l.csv") }
  }

  @Test func `words that can never match are refused with a suggestion`() {
    func refusal(_ text: String) -> String {
      do {
        return "accepted: \(try LabelSettings(parsing: text.utf8))"
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal("{ only: ['hapy'] }") == "only has the unknown emotion 'hapy'; did you mean 'happy'?")
    #expect(refusal("{ map: { clam: 'neutral' } }") == "map has the unknown emotion 'clam'; did you mean 'calm'?")
    #expect(
      refusal("{ source: 'heard' }")
        == "source: expected 'intended', 'perceived', 'soft' or the path of a .csv file, found 'heard'")
    #expect(refusal("{ form: 'emotion' }").hasPrefix("form: unknown key"))
  }

  @Test func `ingest settings read back as they were written`() throws {
    let text = """
      { channel: "both", intensities: ["strong"], labels: { source: "x.csv", map: { a: "b" }, by: "sex_emotion" },
        doctor: { offset: "fix", silent: "keep", limits: { quiet: -50 } } }
      """
    let settings = try IngestSettings(parsing: text.utf8)
    #expect(settings.doctor[.offset] == .fix)
    #expect(settings.doctor[.silent] == .keep)
    #expect(settings.doctor[.stub] == .drop)
    #expect(settings.doctor.limits.quiet == -50)
    #expect(settings.doctor.limits.clipped == 10)
    #expect(try IngestSettings(parsing: settings.canonicalJSON.utf8) == settings)
  }

  @Test func `a speaker, a rule or an action that does not exist is refused`() {
    func refusal(_ text: String) -> String {
      do {
        return "accepted: \(try IngestSettings(parsing: text.utf8))"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      refusal("{ speakers: ['savee-DD'] }") == "speakers has the unknown speaker 'savee-DD'; did you mean 'savee-DC'?")
    #expect(refusal("{ doctor: { silnt: 'keep' } }") == "doctor.silnt: unknown key; did you mean 'silent'?")
    #expect(refusal("{ doctor: { silent: 'fix' } }") == "doctor: silent cannot be 'fix'; expected 'drop' or 'keep'")
  }
}
