import Testing

@testable import Corpora

@Suite struct SchemeTests {
  private func clip(_ corpus: any Corpus, _ path: String) throws -> Clip { try corpus.read(SoundPath(path)).clip }

  private func refusal(_ corpus: any Corpus, _ path: String) -> String {
    do {
      return "accepted as \(try corpus.read(SoundPath(path)).clip.id)"
    } catch {
      return error.cause
    }
  }

  @Test func `a RAVDESS name says everything`() throws {
    let clip = try clip(RAVDESS(), "Actor_12/03-01-05-02-01-02-12.wav")
    #expect(clip.id == "ravdess/03-01-05-02-01-02-12")
    #expect(clip.speaker == "ravdess-12")
    #expect(clip.ownSpeaker == "12")
    #expect(clip.ownName == "03-01-05-02-01-02-12")
    #expect(clip.sex == .female)
    #expect(clip.emotion == .angry)
    #expect(clip.intensity == .strong)
    #expect(clip.statement == "kids")
    #expect(clip.channel == .speech)
    #expect(clip.repetition == 2)
    #expect(clip.path == "Actor_12/03-01-05-02-01-02-12.wav")
    #expect(try self.clip(RAVDESS(), "03-02-02-01-02-01-01.wav").channel == .song)
    #expect(try self.clip(RAVDESS(), "03-02-02-01-02-01-01.wav").sex == .male)
  }

  @Test func `a name that is not of RAVDESS is refused with what was expected`() {
    let corpus = RAVDESS()
    #expect(
      refusal(corpus, "hello.wav")
        == "found 1 parts between hyphens; expected MM-VC-EM-IN-ST-RE-AC, seven two-digit numbers")
    #expect(refusal(corpus, "03-01-09-01-01-01-01.wav") == "the emotion is '09'; expected 01 to 08")
    #expect(refusal(corpus, "03-01-1-01-01-01-01.wav") == "the emotion is '1'; expected 01 to 08")
    #expect(refusal(corpus, "03-01-02-01-01-01-25.wav") == "the actor is '25'; expected 01 to 24")
    #expect(refusal(corpus, "03-01-01-02-01-01-01.wav") == "neutral is never strong; expected intensity 01")
    #expect(refusal(corpus, "03-02-07-01-01-01-01.wav") == "nothing is sung disgust; expected an emotion from 01 to 06")
    #expect(refusal(corpus, "02-01-02-01-01-01-01.wav") == "modality 02 is video without sound; expected 01 or 03")
    #expect(refusal(corpus, "03-01-02-01-01-01-+1.wav") == "the actor is '+1'; expected 01 to 24")
  }

  @Test func `a CREMA-D name says everything but age and sex`() throws {
    let clip = try clip(CREMAD(), "AudioWAV/1001_IEO_ANG_HI.wav")
    #expect(clip.id == "crema-d/1001_IEO_ANG_HI")
    #expect(clip.speaker == "crema-d-1001")
    #expect(clip.sex == .unknown)
    #expect(clip.emotion == .angry)
    #expect(clip.intensity == .high)
    #expect(clip.statement == "IEO")
    #expect(try self.clip(CREMAD(), "1091_WSI_NEU_XX.flac").intensity == .unspecified)
  }

  @Test func `CREMA-D's old name gets its proper id`() throws {
    let reading = try CREMAD().read(SoundPath("1040_ITH_SAD_X.wav"))
    #expect(reading.clip.id == "crema-d/1040_ITH_SAD_XX")
    #expect(reading.oldName == "'1040_ITH_SAD_X' is an old name of '1040_ITH_SAD_XX'")
    #expect(reading.clip.path == "1040_ITH_SAD_X.wav")
  }

  @Test func `a name that is not of CREMA-D is refused with what was expected`() {
    let corpus = CREMAD()
    #expect(refusal(corpus, "1092_IEO_ANG_HI.wav") == "the speaker is '1092'; expected 1001 to 1091")
    #expect(refusal(corpus, "1001_ABC_ANG_HI.wav").hasPrefix("the sentence is 'ABC'; expected IEO, TIE"))
    #expect(refusal(corpus, "1001_IEO_JOY_HI.wav") == "the emotion is 'JOY'; expected ANG, DIS, FEA, HAP, NEU, SAD")
    #expect(refusal(corpus, "1001_IEO_ANG_ZZ.wav") == "the level is 'ZZ'; expected LO, MD, HI or XX")
    #expect(refusal(corpus, "1001_IEO_ANG.wav").hasPrefix("found 3 parts"))
  }

  @Test func `SAVEE is read flat and in folders alike`() throws {
    let flat = try clip(SAVEE(), "DC_sa01.wav"), folder = try clip(SAVEE(), "AudioData/DC/sa01.wav")
    #expect(flat.id == "savee/DC_sa01")
    // Sentences 01 to 03 are common to all emotions, the others belong to one.
    #expect(
      try ["a01", "su01", "n01"].map { try self.clip(SAVEE(), "KL_\($0).wav").statement } == [
        "common01", "common01", "common01",
      ])
    #expect(
      try ["a03", "a04", "n30"].map { try self.clip(SAVEE(), "KL_\($0).wav").statement } == [
        "common03", "a04", "n30",
      ])
    #expect(folder.id == flat.id)
    #expect(folder.emotion == .sad)
    #expect(folder.speaker == "savee-DC")
    #expect(folder.sex == .male)
    #expect(try clip(SAVEE(), "KL_n30.wav").emotion == .neutral)
    #expect(refusal(SAVEE(), "KL_a16.wav") == "the sentence is '16'; expected 01 to 15")
    #expect(refusal(SAVEE(), "XX_a01.wav") == "the speaker is 'XX'; expected DC, JE, JK, KL")
    #expect(refusal(SAVEE(), "Wherever/a01.wav") == "the folder is 'Wherever'; expected DC, JE, JK, KL")
    #expect(refusal(SAVEE(), "DC_s01.wav").hasPrefix("the code 's01' starts with 's'"))
  }

  @Test func `an EMO-DB name says everything`() throws {
    let clip = try clip(EMODB(), "wav/03a01Wc.wav")
    #expect(clip.id == "emo-db/03a01Wc")
    #expect(clip.speaker == "emo-db-03")
    #expect(clip.sex == .male)
    #expect(clip.age == 31)
    #expect(clip.emotion == .angry)
    #expect(clip.statement == "a01")
    #expect(clip.repetition == 3)
    let letters = ["W", "L", "E", "A", "F", "T", "N"].map { try? self.clip(EMODB(), "08b10\($0)a.wav").emotion }
    #expect(letters == [.angry, .boredom, .disgust, .fearful, .happy, .sad, .neutral])
    #expect(refusal(EMODB(), "04a01Wc.wav").hasPrefix("the speaker is '04'; expected one of 03, 08"))
    #expect(refusal(EMODB(), "03c01Wc.wav").hasPrefix("the text is 'c01'"))
    #expect(refusal(EMODB(), "03a01Xc.wav") == "the emotion is 'X'; expected one of W, L, E, A, F, T, N")
    #expect(refusal(EMODB(), "03a01WC.wav") == "the version is 'C'; expected a letter from a to z")
    #expect(refusal(EMODB(), "03a01W.wav").hasPrefix("found 6 characters; expected 7"))
  }

  @Test func `a TESS name says everything, and its folder is a second opinion`() throws {
    let clip = try clip(TESS(), "OAF_Pleasant_surprise/OAF_youth_ps.wav")
    #expect(clip.id == "tess/OAF_youth_ps")
    #expect(clip.speaker == "tess-OAF")
    #expect(clip.sex == .female)
    #expect(clip.age == 64)
    #expect(clip.emotion == .surprised)
    #expect(clip.statement == "youth")
    let slip = try TESS().read(SoundPath("OAF_neutral/OA_bite_neutral.wav"))
    #expect(slip.clip.id == "tess/OAF_bite_neutral")
    #expect(slip.oldName == "'OA_bite_neutral' is a slip for 'OAF_bite_neutral'")
    #expect(slip.disagreement == nil)
    let moved = try TESS().read(SoundPath("YAF_angry/OAF_bite_angry.wav"))
    #expect(moved.disagreement == "the name says speaker OAF, its folder YAF_angry")
    let wrong = try TESS().read(SoundPath("OAF_sad/OAF_bite_angry.wav"))
    #expect(wrong.disagreement == "the name says angry, its folder OAF_sad")
    #expect(refusal(TESS(), "MAF_bite_sad.wav") == "the speaker is 'MAF'; expected OAF or YAF")
    #expect(refusal(TESS(), "OAF_bite_joy.wav").hasPrefix("the emotion is 'joy'"))
  }

  @Test func `a folder that contradicts the speaker is noticed, and the name counts`() throws {
    let ravdess = try RAVDESS().read(SoundPath("Actor_02/03-01-01-01-01-01-01.wav"))
    #expect(ravdess.disagreement == "the name says actor 01, its folder Actor_02")
    #expect(ravdess.clip.speaker == "ravdess-01")
    #expect(try CREMAD().read(SoundPath("1002/1001_IEO_ANG_HI.wav")).disagreement != nil)
    #expect(try SAVEE().read(SoundPath("JE/DC_a01.wav")).disagreement != nil)
    #expect(try SAVEE().read(SoundPath("DC/DC_a01.wav")).disagreement == nil)
  }

  @Test(arguments: zip(["ravdess", "crema-d", "savee", "emo-db", "tess"], [2_452, 7_442, 480, 535, 2_800]))
  func `every corpus has its official count of clips`(name: String, count: Int) throws {
    let corpus = try Corpora.named(name)
    #expect(corpus.roll.reduce(0) { $0 + $1.count } == count)
    let ids = corpus.roll.flatMap(\.ids)
    #expect(Set(ids).count == ids.count)
  }

  @Test func `RAVDESS has 1,440 clips of speech and 1,012 of song`() {
    let roll = RAVDESS().roll
    #expect(roll.filter { $0.channel == .speech }.reduce(0) { $0 + $1.count } == 1_440)
    #expect(roll.filter { $0.channel == .song }.reduce(0) { $0 + $1.count } == 1_012)
    #expect(!roll.contains { $0.channel == .song && $0.speaker == "ravdess-18" })
  }

  @Test func `every official name reads back as the clip it names`() throws {
    var strays: [String] = []
    for corpus in Corpora.all {
      for attendance in corpus.roll {
        for id in attendance.ids {
          let reading = try corpus.read(SoundPath("\(id.dropFirst(corpus.name.count + 1)).wav"))
          let clip = reading.clip
          let isIt = clip.id == id && clip.speaker == attendance.speaker && clip.channel == attendance.channel
          if !isIt || reading.oldName != nil { strays.append(id) }
        }
      }
    }
    #expect(strays == [])
  }

  @Test func `SAVEE has 30 neutral clips and 15 of each other emotion a speaker`() throws {
    let emotions = try SAVEE().roll.flatMap(\.ids).map { try clip(SAVEE(), "\($0.dropFirst(6)).wav").emotion }
    let counts = Dictionary(grouping: emotions) { $0 }.mapValues(\.count)
    #expect(counts == [.angry: 60, .disgust: 60, .fearful: 60, .happy: 60, .neutral: 120, .sad: 60, .surprised: 60])
  }

  @Test func `an unknown corpus is refused with the nearest name`() {
    #expect(throws: (any Error).self) { try Corpora.named("cremad") }
    do {
      _ = try Corpora.named("cremad")
    } catch {
      #expect("\(error)" == "cannot find the corpus 'cremad': no such corpus; did you mean 'crema-d'?")
    }
  }

  @Test func `emotions are known by what corpora and label files call them`() {
    let words = ["Fear", "ps", "HAP", "anger", "Pleasant-Surprise", "bored", "neutral", "joy", "what"]
    #expect(
      words.map { Emotion(named: $0) }
        == [.fearful, .surprised, .happy, .angry, .surprised, .boredom, .neutral, .happy, nil])
  }
}
