/// TESS, the Toronto Emotional Speech Set (Pichora-Fuller and Dupuis 2020).
///
/// A name is `SPEAKER_WORD_EMOTION`: two actresses, OAF (64 years old) and YAF (26), say "Say the word …" with 200 words of
/// the Northwestern University Auditory Test No. 6 in seven emotions: angry, disgust, fear, happy, neutral, ps (pleasant
/// surprise), sad. Files lie in a folder each for speaker and emotion (`OAF_angry`, `YAF_pleasant_surprised`; spellings
/// differ from release to release). `OA_bite_neutral` is a slip for `OAF_bite_neutral`.
///
/// There are 2,800 clips, 200 in each folder.
///
/// Known of the sound: 24,414 Hz, 16 bit, but one file at 96 kHz; two are AIFF-C behind a `.wav` name. Kaggle's archive
/// holds the corpus twice, the second time below `TESS Toronto emotional speech set data/`.
struct TESS: Corpus {
  let name = "tess"
  let title = "TESS"
  let rates = [24_414]

  private static let ages = ["OAF": 64, "YAF": 26]
  private static let emotions = ["angry", "disgust", "fear", "happy", "neutral", "ps", "sad"]

  func read(_ path: SoundPath) throws(NameError) -> Reading {
    let parts = path.stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else {
      throw misfit(path, "found \(parts.count) parts between underscores; expected SPEAKER_WORD_EMOTION")
    }
    let speaker = parts[0] == "OA" ? "OAF" : parts[0]
    guard let age = TESS.ages[speaker] else {
      throw misfit(path, "the speaker is '\(parts[0])'; expected OAF or YAF")
    }
    guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (97...122).contains($0) }) else {
      throw misfit(path, "the word is '\(parts[1])'; expected a word in small letters")
    }
    guard TESS.emotions.contains(parts[2]), let emotion = Emotion(named: parts[2]) else {
      throw misfit(path, "the emotion is '\(parts[2])'; expected \(TESS.emotions.joined(separator: ", "))")
    }
    var clip = Clip(
      corpus: name, name: "\(speaker)_\(parts[1])_\(parts[2])", speaker: speaker, emotion: emotion,
      statement: parts[1], path: path.text)
    clip.sex = .female
    clip.age = age
    return Reading(
      clip, oldName: speaker == parts[0] ? nil : "'\(path.stem)' is a slip for '\(clip.ownName)'",
      disagreement: disagreement(of: path.folder, speaker: speaker, emotion: emotion))
  }

  private func disagreement(of folder: String, speaker: String, emotion: Emotion) -> String? {
    let parts = folder.split(separator: "_", maxSplits: 1).map(String.init)
    guard parts.count == 2, TESS.ages.keys.contains(parts[0]), let other = Emotion(named: parts[1]) else { return nil }
    if parts[0] != speaker { return "the name says speaker \(speaker), its folder \(folder)" }
    return other == emotion ? nil : "the name says \(emotion.rawValue), its folder \(folder)"
  }

  var roll: [Attendance] {
    ["OAF", "YAF"].map { speaker in
      Attendance(
        speaker: "\(name)-\(speaker)",
        ids: TESS.emotions.flatMap { emotion in TESS.words.map { "\(name)/\(speaker)_\($0)_\(emotion)" } })
    }
  }

  /// The 200 words.
  static let words = """
    back bar base bath bean beg bite boat bone book bought burn cab calm came cause chain chair chalk chat check cheek \
    chief choice cool dab date dead death deep dime dip ditch dodge dog doll door fail fall far fat fit five food gap gas \
    gaze germ get gin goal good goose gun half hall hash hate have haze hire hit hole home hurl hush jail jar join judge \
    jug juice keen keep keg kick kill king kite knock late laud lean learn lease lid life limb live loaf long lore lose \
    lot love luck make match merge mess met mill mob mode mood moon mop mouse nag name near neat nice note numb pad page \
    pain pass pearl peg perch phone pick pike pole pool puff rag raid rain raise rat reach read red ring ripe road room \
    rose rot rough rush said sail search seize sell shack shall shawl sheep shirt should shout size soap soup sour south \
    sub such sure take talk tape team tell thin third thought thumb time tip tire ton tool top tough turn vine voice void \
    vote wag walk wash week wheat when whip white wife wire witch yearn yes young youth
    """.split(separator: " ").map(String.init)
}
