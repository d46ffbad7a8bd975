/// RAVDESS, the Ryerson Audio-Visual Database of Emotional Speech and Song (Livingstone and Russo 2018).
///
/// A name is seven numbers of two digits each, `MM-VC-EM-IN-ST-RE-AC`:
///
/// | part | is | values |
/// |---|---|---|
/// | MM | modality | 01 sound and video, 02 video alone, 03 sound alone |
/// | VC | vocal channel | 01 speech, 02 song |
/// | EM | emotion | 01 neutral, 02 calm, 03 happy, 04 sad, 05 angry, 06 fearful, 07 disgust, 08 surprised |
/// | IN | intensity | 01 normal, 02 strong (never with neutral) |
/// | ST | statement | 01 "Kids are talking by the door", 02 "Dogs are sitting by the door" |
/// | RE | repetition | 01, 02 |
/// | AC | actor | 01 to 24; odd numbers are men, even numbers women |
///
/// There are 1,440 clips of speech (60 an actor) and 1,012 of song (44 an actor, none by actor 18, none disgusted or
/// surprised). Files lie in `Actor_01` … `Actor_24`, below `Audio_Speech_Actors_01-24` and `Audio_Song_Actors_01-24`
/// where both archives are unpacked side by side; the name alone tells them apart.
///
/// Known of the sound: 48 kHz, 16 bit; samples start at byte 4096 after an `FLLR` chunk and metadata chunks follow them; six
/// files are stereo with equal channels; `03-01-03-01-02-01-07` and `03-01-03-01-02-02-07` are the same bytes; peaks go down
/// to -44 dBFS; 483 clips start with 0.1 s or more of exact zeros. Kaggle's archive holds the whole corpus twice, the second
/// time below `audio_speech_actors_01-24/`.
struct RAVDESS: Corpus {
  let name = "ravdess"
  let title = "RAVDESS"
  let rates = [48_000]

  private static let emotions: [Emotion] = [.neutral, .calm, .happy, .sad, .angry, .fearful, .disgust, .surprised]
  private static let statements = ["kids", "dogs"]
  private static let scheme = "MM-VC-EM-IN-ST-RE-AC, seven two-digit numbers"

  func read(_ path: SoundPath) throws(NameError) -> Reading {
    let parts = path.stem.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 7 else {
      throw misfit(path, "found \(parts.count) parts between hyphens; expected \(RAVDESS.scheme)")
    }
    func number(_ index: Int, _ what: String, _ range: ClosedRange<Int>) throws(NameError) -> Int {
      if let value = twoDigits(parts[index]), range.contains(value) { return value }
      throw misfit(
        path, "the \(what) is '\(parts[index])'; expected \(padded(range.lowerBound)) to \(padded(range.upperBound))")
    }
    let modality = try number(0, "modality", 1...3)
    let channel = try number(1, "vocal channel", 1...2)
    let emotion = RAVDESS.emotions[try number(2, "emotion", 1...8) - 1]
    let intensity = try number(3, "intensity", 1...2)
    let statement = try number(4, "statement", 1...2)
    let repetition = try number(5, "repetition", 1...2)
    let actor = try number(6, "actor", 1...24)
    if modality == 2 { throw misfit(path, "modality 02 is video without sound; expected 01 or 03") }
    if emotion == .neutral, intensity == 2 { throw misfit(path, "neutral is never strong; expected intensity 01") }
    if channel == 2, emotion == .disgust || emotion == .surprised {
      throw misfit(path, "nothing is sung \(emotion.rawValue); expected an emotion from 01 to 06")
    }
    var clip = Clip(
      corpus: name, name: path.stem, speaker: padded(actor), emotion: emotion,
      statement: RAVDESS.statements[statement - 1], path: path.text)
    clip.sex = actor % 2 == 1 ? .male : .female
    clip.intensity = intensity == 1 ? .normal : .strong
    clip.channel = channel == 1 ? .speech : .song
    clip.repetition = repetition
    return Reading(clip, disagreement: disagreement(of: path.folder, with: actor))
  }

  var roll: [Attendance] {
    [Channel.speech, .song].flatMap { channel in
      (1...24).filter { channel == .speech || $0 != 18 }.map { actor in
        Attendance(
          speaker: "\(name)-\(padded(actor))", channel: channel,
          ids: RAVDESS.names(of: actor, channel).map { "\(name)/\($0)" })
      }
    }
  }

  private func disagreement(of folder: String, with actor: Int) -> String? {
    guard folder.hasPrefix("Actor_"), let other = Int(folder.dropFirst(6)), other != actor else { return nil }
    return "the name says actor \(padded(actor)), its folder \(folder)"
  }

  /// Every name that an actor has in one channel.
  static func names(of actor: Int, _ channel: Channel) -> [String] {
    let emotions = channel == .speech ? 1...8 : 1...6
    return emotions.flatMap { emotion in
      (emotion == 1 ? 1...1 : 1...2).flatMap { intensity in
        (1...2).flatMap { statement in
          (1...2).map { repetition in
            [3, channel == .speech ? 1 : 2, emotion, intensity, statement, repetition, actor]
              .map(padded).joined(separator: "-")
          }
        }
      }
    }
  }
}

/// A number of exactly two ASCII digits.
func twoDigits(_ text: some StringProtocol) -> Int? {
  text.utf8.count == 2 && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
}

/// A number written with at least two digits.
func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
