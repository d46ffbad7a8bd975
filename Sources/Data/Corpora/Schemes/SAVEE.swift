/// SAVEE, the Surrey Audio-Visual Expressed Emotion database (Haq and Jackson 2010).
///
/// A clip is a speaker (DC, JE, JK or KL, all men) and a code of one or two letters and two digits: `a` anger, `d` disgust,
/// `f` fear, `h` happiness, `n` neutral, `sa` sadness, `su` surprise, then the sentence, 01 to 15, to 30 for neutral.
/// It comes flat, `DC_a01.wav`, and in folders, `AudioData/DC/a01.wav`; both are the clip `DC_a01`.
///
/// There are 480 clips: 30 neutral and 15 of each other emotion a speaker. All speakers say the same sentences. Of an
/// emotion's 15, three are common to all emotions (01 to 03), two are specific to the emotion and ten are generic, but
/// said with that emotion alone; the neutral ones are the three common ones, the twelve that are specific to the other
/// emotions, and 15 more (the corpus's documentation, and Haq and Jackson 2009). So whoever has heard the words in training
/// knows the emotion of nearly every clip.
///
/// A statement is `common01` to `common03`, or the clip's code (`a04`). Which of `n04` to `n30` repeat a sentence that is
/// specific to another emotion, names do not tell. Having heard one of those suggests the wrong emotion, so a score with
/// unheard statements is at most a little too low for it.
///
/// Known of the sound: 44.1 kHz, 16 bit; up to 6,604 full-scale samples in a clip; offsets up to 1,478 of 32,768.
struct SAVEE: Corpus {
  let name = "savee"
  let title = "SAVEE"
  let rates = [44_100]

  private static let speakers = ["DC", "JE", "JK", "KL"]
  private static let emotions: [(code: String, emotion: Emotion)] = [
    ("a", .angry), ("d", .disgust), ("f", .fearful), ("h", .happy), ("n", .neutral), ("sa", .sad), ("su", .surprised),
  ]

  func read(_ path: SoundPath) throws(NameError) -> Reading {
    let parts = path.stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    let code: String, speaker: String
    switch parts.count {
    case 1: (speaker, code) = (path.folder, parts[0])
    case 2: (speaker, code) = (parts[0], parts[1])
    default:
      throw misfit(
        path, "found \(parts.count) parts between underscores; expected SPEAKER_CODE, or CODE in a speaker's folder")
    }
    guard SAVEE.speakers.contains(speaker) else {
      let place = parts.count == 1 ? "folder" : "speaker"
      throw misfit(path, "the \(place) is '\(speaker)'; expected \(SAVEE.speakers.joined(separator: ", "))")
    }
    let letters = code.prefix { $0.isLowercase }
    guard let emotion = SAVEE.emotions.first(where: { $0.code == letters })?.emotion else {
      let codes = SAVEE.emotions.map(\.code).joined(separator: ", ")
      throw misfit(path, "the code '\(code)' starts with '\(letters)'; expected one of \(codes), then two digits")
    }
    let last = SAVEE.sentences(of: emotion)
    guard let sentence = twoDigits(code.dropFirst(letters.count)), (1...last).contains(sentence) else {
      throw misfit(path, "the sentence is '\(code.dropFirst(letters.count))'; expected 01 to \(last)")
    }
    var clip = Clip(
      corpus: name, name: "\(speaker)_\(code)", speaker: speaker, emotion: emotion,
      statement: sentence <= 3 ? "common\(padded(sentence))" : code, path: path.text)
    clip.sex = .male
    let elsewhere = SAVEE.speakers.contains(path.folder) && path.folder != speaker
    return Reading(
      clip, disagreement: elsewhere ? "the name says speaker \(speaker), its folder \(path.folder)" : nil)
  }

  var roll: [Attendance] {
    SAVEE.speakers.map { speaker in
      Attendance(speaker: "\(name)-\(speaker)", ids: SAVEE.codes.map { "\(name)/\(speaker)_\($0)" })
    }
  }

  /// Every code that a speaker has.
  static var codes: [String] {
    emotions.flatMap { code, emotion in (1...sentences(of: emotion)).map { "\(code)\(padded($0))" } }
  }

  private static func sentences(of emotion: Emotion) -> Int { emotion == .neutral ? 30 : 15 }
}
