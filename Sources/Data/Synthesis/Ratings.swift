import Corpora
import Determinism

/// Made-up raters and a made-up register of speakers, for schemes that keep such tables beside the sound.
struct Ratings {
  let clips: [Clip]
  let seed: Seed

  /// File names and CSV texts: CREMA-D's two tables; nothing for the others.
  func tables(of scheme: Scheme) -> [(name: String, text: String)] {
    guard scheme == .cremad else { return [] }
    return [("VideoDemographics.csv", demographics), ("summaryTable.csv", votes)]
  }

  private var demographics: String {
    let people = Dictionary(clips.map { ($0.ownSpeaker, $0.sex) }) { first, _ in first }
    var text = "\"ActorID\",\"Age\",\"Sex\",\"Race\",\"Ethnicity\"\n"
    for (speaker, sex) in people.sorted(by: { $0.key < $1.key }) {
      var random = Random(seed.derived(for: "age", speaker))
      let age = 20 + random.integer(below: 55)
      text += "\(speaker),\(age),\"\(sex == .male ? "Male" : "Female")\",\"Synthetic\",\"Synthetic\"\n"
    }
    return text
  }

  private var votes: String {
    let columns = [
      "", "FileName", "VoiceVote", "VoiceLevel", "FaceVote", "FaceLevel", "MultiModalVote", "MultiModalLevel",
    ]
    var text = columns.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    for (index, clip) in clips.sorted(by: { $0.id < $1.id }).enumerated() {
      let (vote, level) = vote(on: clip)
      let fields = ["\(index + 1)", clip.ownName, vote, level, vote, level, vote, level]
      text += fields.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Raters mostly hear what was meant, else nothing much, else something else; now and then they are tied.
  private func vote(on clip: Clip) -> (String, String) {
    var random = Random(seed.derived(for: "vote", clip.id))
    let letters = ["A", "D", "F", "H", "N", "S"]
    let meant = Ratings.letter(of: clip.emotion)
    let draw = random.uniform()
    let heard = draw < 0.6 ? meant : draw < 0.88 ? "N" : letters[random.integer(below: letters.count)]
    var tied: Set<String> = [heard]
    if random.uniform() < 0.08 { tied.insert(heard == "N" ? meant : "N") }
    let levels = tied.sorted().map { _ in String(45 + random.integer(below: 45)) }
    return (tied.sorted().joined(separator: ":"), levels.joined(separator: ":"))
  }

  private static func letter(of emotion: Emotion) -> String {
    switch emotion {
    case .angry: "A"
    case .disgust: "D"
    case .fearful: "F"
    case .happy: "H"
    case .sad: "S"
    default: "N"
    }
  }
}
