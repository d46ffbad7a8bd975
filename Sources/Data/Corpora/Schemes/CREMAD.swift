import Tables

/// CREMA-D, the Crowd-sourced Emotional Multimodal Actors Dataset (Cao et al. 2014).
///
/// A name is `SPEAKER_SENTENCE_EMOTION_LEVEL`:
///
/// | part | values |
/// |---|---|
/// | speaker | 1001 to 1091 |
/// | sentence | IEO, TIE, IOM, IWW, TAI, MTI, IWL, ITH, DFA, ITS, TSI, WSI |
/// | emotion | ANG, DIS, FEA, HAP, NEU, SAD |
/// | level | LO, MD or HI for IEO (It's eleven o'clock) unless neutral, else XX |
///
/// There are 7,442 clips: 82 a speaker, but for twenty that were never released (1002 lacks TIE_NEU and 1076 ITS_NEU; 1008
/// lacks all of WSI, 1009 of MTI, 1019 of ITH). Sound lies in `AudioWAV`, and again in `AudioMP3` of the git repository.
/// `1040_ITH_SAD_X` is an old name of `1040_ITH_SAD_XX`.
///
/// Sex and age come from `VideoDemographics.csv`. `summaryTable.csv` holds what most raters heard from the sound alone
/// (`VoiceVote`, letters A D F H N S; ties are joined with `:`).
///
/// Known of the sound: 16 kHz; `1076_MTI_SAD_XX` is 2.57 s of zeros; the pairs 1006_TIE HAP and NEU, 1013_WSI DIS and SAD,
/// 1017_IWW ANG and FEA are the same bytes under two labels; a zip download holds git-lfs text stubs in place of sound.
struct CREMAD: Corpus {
  let name = "crema-d"
  let title = "CREMA-D"
  let rates = [16_000]
  let tables = [CREMAD.demographics, CREMAD.ratings]

  private static let demographics = "VideoDemographics.csv"
  private static let ratings = "summaryTable.csv"
  private static let sentences = ["IEO", "TIE", "IOM", "IWW", "TAI", "MTI", "IWL", "ITH", "DFA", "ITS", "TSI", "WSI"]
  private static let emotions = ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"]
  private static let levels: [String: Intensity] = ["LO": .low, "MD": .medium, "HI": .high, "XX": .unspecified]
  private static let letters: [String: Emotion] = [
    "A": .angry, "D": .disgust, "F": .fearful, "H": .happy, "N": .neutral, "S": .sad,
  ]

  func read(_ path: SoundPath) throws(NameError) -> Reading {
    let parts = path.stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4 else {
      throw misfit(path, "found \(parts.count) parts between underscores; expected SPEAKER_SENTENCE_EMOTION_LEVEL")
    }
    guard parts[0].utf8.count == 4, let speaker = Int(parts[0]), (1001...1091).contains(speaker) else {
      throw misfit(path, "the speaker is '\(parts[0])'; expected 1001 to 1091")
    }
    guard CREMAD.sentences.contains(parts[1]) else {
      throw misfit(path, "the sentence is '\(parts[1])'; expected \(CREMAD.sentences.joined(separator: ", "))")
    }
    guard CREMAD.emotions.contains(parts[2]), let emotion = Emotion(named: parts[2]) else {
      throw misfit(path, "the emotion is '\(parts[2])'; expected \(CREMAD.emotions.joined(separator: ", "))")
    }
    let level = parts[3] == "X" ? "XX" : parts[3]
    guard let intensity = CREMAD.levels[level] else {
      throw misfit(path, "the level is '\(parts[3])'; expected LO, MD, HI or XX")
    }
    var clip = Clip(
      corpus: name, name: "\(parts[0])_\(parts[1])_\(parts[2])_\(level)", speaker: parts[0], emotion: emotion,
      statement: parts[1], path: path.text)
    clip.intensity = intensity
    return Reading(
      clip, oldName: level == parts[3] ? nil : "'\(path.stem)' is an old name of '\(clip.ownName)'",
      disagreement: disagreement(of: path.folder, with: parts[0]))
  }

  private func disagreement(of folder: String, with speaker: String) -> String? {
    guard let other = Int(folder), (1001...1091).contains(other), folder != speaker else { return nil }
    return "the name says speaker \(speaker), its folder \(folder)"
  }

  var roll: [Attendance] {
    (1001...1091).map { speaker in
      Attendance(speaker: "\(name)-\(speaker)", ids: CREMAD.names(of: speaker).map { "\(name)/\($0)" })
    }
  }

  /// Every name that a speaker has in the corpus as released.
  static func names(of speaker: Int) -> [String] {
    var names: [String] = []
    for sentence in sentences {
      for emotion in emotions where isReleased(speaker, sentence, emotion) {
        for level in sentence == "IEO" && emotion != "NEU" ? ["LO", "MD", "HI"] : ["XX"] {
          names.append("\(speaker)_\(sentence)_\(emotion)_\(level)")
        }
      }
    }
    return names
  }

  private static func isReleased(_ speaker: Int, _ sentence: String, _ emotion: String) -> Bool {
    switch (speaker, sentence) {
    case (1008, "WSI"), (1009, "MTI"), (1019, "ITH"): false
    case (1002, "TIE"), (1076, "ITS"): emotion != "NEU"
    default: true
    }
  }

  func complete(_ clips: inout [Clip], from tables: [String: Table]) -> [Remark] {
    addPeople(to: &clips, from: tables[CREMAD.demographics]) + addVotes(to: &clips, from: tables[CREMAD.ratings])
  }

  private func addPeople(to clips: inout [Clip], from table: Table?) -> [Remark] {
    let file = CREMAD.demographics
    guard let table else {
      return [
        Remark(.noDemographics, name, "'\(file)' is not in the corpus's folder: nobody's sex and age are known")
      ]
    }
    do {
      let id = try table.index(of: "ActorID", in: file)
      let age = try table.index(of: "Age", in: file), sex = try table.index(of: "Sex", in: file)
      let people = Dictionary(table.rows.map { ($0[id], $0) }) { first, _ in first }
      var unknown: Set<String> = []
      for index in clips.indices {
        guard let person = people[clips[index].ownSpeaker] else {
          unknown.insert(clips[index].speaker)
          continue
        }
        clips[index].age = Int(person[age])
        clips[index].sex = Sex(rawValue: person[sex].lowercased()) ?? .unknown
      }
      return unknown.sorted().map { Remark(.noDemographics, $0, "'\(file)' has no row for this speaker") }
    } catch {
      return [Remark(.noDemographics, name, error.description)]
    }
  }

  private func addVotes(to clips: inout [Clip], from table: Table?) -> [Remark] {
    let file = CREMAD.ratings
    guard let table else { return [Remark(.noVotes, name, "'\(file)' is not in the corpus's folder")] }
    do {
      let clip = try table.index(of: "FileName", in: file), vote = try table.index(of: "VoiceVote", in: file)
      let votes = Dictionary(table.rows.map { ($0[clip], $0[vote]) }) { first, _ in first }
      var remarks: [Remark] = []
      for index in clips.indices {
        guard let text = votes[clips[index].ownName] else {
          remarks.append(Remark(.noVotes, clips[index].id, "'\(file)' has no row for this clip"))
          continue
        }
        let letters = text.split(separator: ":").map(String.init)
        let heard = letters.compactMap { CREMAD.letters[$0] }
        if heard.isEmpty || heard.count < letters.count {
          remarks.append(
            Remark(.noVotes, clips[index].id, "the vote in '\(file)' is '\(text)'; expected letters of A D F H N S"))
        } else {
          clips[index].votes = Votes(heard: heard)
        }
      }
      return remarks
    } catch {
      return [Remark(.noVotes, name, error.description)]
    }
  }
}
