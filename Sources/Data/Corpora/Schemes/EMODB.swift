/// EMO-DB, the Berlin Database of Emotional Speech (Burkhardt et al. 2005).
///
/// A name is seven characters, `SSTTTEV`:
///
/// | part | is | values |
/// |---|---|---|
/// | SS | speaker | 03, 10, 11, 12, 15 (men); 08, 09, 13, 14, 16 (women) |
/// | TTT | text | a01, a02, a04, a05, a07, b01, b02, b03, b09, b10 |
/// | E | emotion | W anger (Wut), L boredom (Langeweile), E disgust (Ekel), A fear (Angst), F happiness (Freude), T sadness (Trauer), N neutral |
/// | V | version | a, b, c … |
///
/// There are 535 clips, all in `wav/`: those that listeners recognised and found natural, so their number differs from
/// speaker to speaker. Speakers' ages are from the corpus's documentation. 16 kHz, 16 bit.
struct EMODB: Corpus {
  let name = "emo-db"
  let title = "EMO-DB"
  let rates = [16_000]

  private struct Person {
    let code: String, sex: Sex, age: Int, clips: Int
  }

  private static let people = [
    Person(code: "03", sex: .male, age: 31, clips: 49), Person(code: "08", sex: .female, age: 34, clips: 58),
    Person(code: "09", sex: .female, age: 21, clips: 43), Person(code: "10", sex: .male, age: 32, clips: 38),
    Person(code: "11", sex: .male, age: 26, clips: 55), Person(code: "12", sex: .male, age: 30, clips: 35),
    Person(code: "13", sex: .female, age: 32, clips: 61), Person(code: "14", sex: .female, age: 35, clips: 69),
    Person(code: "15", sex: .male, age: 25, clips: 56), Person(code: "16", sex: .female, age: 31, clips: 71),
  ]
  private static let texts = ["a01", "a02", "a04", "a05", "a07", "b01", "b02", "b03", "b09", "b10"]
  private static let emotions: [(Character, Emotion)] = [
    ("W", .angry), ("L", .boredom), ("E", .disgust), ("A", .fearful), ("F", .happy), ("T", .sad), ("N", .neutral),
  ]

  func read(_ path: SoundPath) throws(NameError) -> Reading {
    let name = Array(path.stem)
    guard name.count == 7 else {
      throw misfit(path, "found \(name.count) characters; expected 7, as in 03a01Fa: speaker, text, emotion, version")
    }
    let speaker = String(name[0..<2]), text = String(name[2..<5])
    guard let person = EMODB.people.first(where: { $0.code == speaker }) else {
      let codes = EMODB.people.map(\.code).joined(separator: ", ")
      throw misfit(path, "the speaker is '\(speaker)'; expected one of \(codes)")
    }
    guard EMODB.texts.contains(text) else {
      throw misfit(path, "the text is '\(text)'; expected one of \(EMODB.texts.joined(separator: ", "))")
    }
    guard let emotion = EMODB.emotions.first(where: { $0.0 == name[5] })?.1 else {
      throw misfit(path, "the emotion is '\(name[5])'; expected one of W, L, E, A, F, T, N")
    }
    guard let version = name[6].asciiValue, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(version) else {
      throw misfit(path, "the version is '\(name[6])'; expected a letter from a to z")
    }
    var clip = Clip(
      corpus: self.name, name: path.stem, speaker: speaker, emotion: emotion, statement: text, path: path.text)
    clip.sex = person.sex
    clip.age = person.age
    clip.repetition = Int(version - UInt8(ascii: "a")) + 1
    return Reading(clip)
  }

  var roll: [Attendance] {
    EMODB.people.map { Attendance(speaker: "\(name)-\($0.code)", count: $0.clips) }
  }
}
