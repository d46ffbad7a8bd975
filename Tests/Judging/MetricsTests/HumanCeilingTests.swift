import FoundationEssentials
import TestSupport
import Testing

@testable import Metrics

@Suite struct HumanCeilingTests {
  @Test func `a tie is a miss and rates are per intended emotion`() throws {
    let ceiling = try #require(
      HumanCeiling(
        corpus: "crema-d", labels: ["angry", "sad"], source: "s",
        votes: [
          VotedClip(intended: 0, votes: [7, 3]), VotedClip(intended: 0, votes: [5, 5]),
          VotedClip(intended: 1, votes: [2, 8]),
        ]))
    #expect(ceiling.recalls == [0.5, 1])
    #expect(agree(ceiling.accuracy, 2.0 / 3))
    #expect(ceiling.uar == 0.75)
    #expect(agree(ceiling.rater, 20.0 / 30))
  }

  @Test func `winners alone give no rate of single raters`() throws {
    let ceiling = try #require(
      HumanCeiling(
        corpus: "crema-d", labels: ["angry", "sad"], source: "s",
        votes: [
          VotedClip(intended: 0, winners: [0], classes: 2), VotedClip(intended: 1, winners: [0, 1], classes: 2),
        ]))
    #expect(ceiling.accuracy == 0.5)
    #expect(ceiling.rater == nil)
  }

  @Test func `clips that nobody heard do not count`() {
    #expect(HumanCeiling(corpus: "x", labels: ["a"], source: "s", votes: [VotedClip(intended: 0, votes: [0])]) == nil)
  }

  @Test func `published rates carry their source`() {
    #expect(HumanCeiling.published(for: "ravdess")?.accuracy == 0.624)
    #expect(HumanCeiling.published(for: "savee")?.accuracy == 0.665)
    #expect(HumanCeiling.published(for: "tess") == nil)
    #expect(HumanCeiling.savee.source.contains("Haq and Jackson 2009"))
  }

  /// Clips of a corpus, two of each emotion, as its listeners heard them.
  private func clips(_ corpus: String, _ emotions: [String], channel: String = "speech") -> [TestedClip] {
    emotions.flatMap { emotion in
      (0..<2).map {
        TestedClip(
          corpus: corpus, emotion: emotion, label: emotion, channel: channel, heard: [$0 == 0 ? emotion : "angry"])
      }
    }
  }

  @Test func `listeners stand beside a system on the clips that it was tested on`() throws {
    let six = ["angry", "disgust", "fearful", "happy", "neutral", "sad"]
    let ceilings = HumanCeiling.beside(clips("crema-d", six), labels: six)
    try #require(ceilings.count == 1)
    // Of each emotion one clip is heard as it was meant; of anger both.
    #expect(ceilings[0].recalls == [1, 0.5, 0.5, 0.5, 0.5, 0.5])
    #expect(agree(ceilings[0].accuracy, 7.0 / 12))
    #expect(ceilings[0].source.hasSuffix("votes on the 12 clips that were tested"))
    #expect(HumanCeiling.beside([], labels: six).isEmpty)
  }

  @Test func `listeners who did another task are not shown`() {
    let six = ["angry", "disgust", "fearful", "happy", "neutral", "sad"]
    let seven = six + ["surprised"], eight = seven + ["calm"]
    #expect(HumanCeiling.beside(clips("ravdess", eight), labels: eight.sorted()).map(\.corpus) == ["ravdess"])
    #expect(HumanCeiling.beside(clips("savee", seven), labels: seven.sorted()).map(\.corpus) == ["savee"])
    // Four of eight emotions; song among speech; calm called neutral; labels by sex; fewer options than listeners had.
    #expect(HumanCeiling.beside(clips("ravdess", ["calm", "happy"]), labels: ["calm", "happy"]).isEmpty)
    #expect(
      HumanCeiling.beside(clips("ravdess", eight) + clips("ravdess", ["calm"], channel: "song"), labels: eight).isEmpty)
    let renamed = eight.map {
      TestedClip(corpus: "ravdess", emotion: $0, label: $0 == "calm" ? "neutral" : $0, channel: "speech")
    }
    #expect(HumanCeiling.beside(renamed, labels: seven).isEmpty)
    #expect(HumanCeiling.beside(renamed, labels: eight).isEmpty)
    #expect(HumanCeiling.beside(clips("crema-d", six), labels: seven).isEmpty)
    #expect(HumanCeiling.beside(clips("crema-d", ["angry", "sad"]), labels: ["angry", "sad"]).isEmpty)
    #expect(HumanCeiling.beside(clips("tess", seven), labels: seven).isEmpty)
  }

  @Test func `CREMA-D's raters recognise 41.6 % of its voices, neutral ones far more than others`() throws {
    // Counts from summaryTable.csv, taken by make_votes.py beside the fixture.
    let file = Checkout.fixture("Metrics/crema_d_votes.csv")
    let letters = Array("ADFHNS")
    let clips = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .flatMap { line -> [VotedClip] in
        let fields = line.split(separator: ",")
        let intended = try #require(letters.firstIndex(of: Character(String(fields[0]))))
        let winners = fields[1].split(separator: ":").compactMap { letters.firstIndex(of: Character(String($0))) }
        let clip = VotedClip(intended: intended, winners: winners, classes: letters.count)
        return [VotedClip](repeating: clip, count: try #require(Int(fields[2])))
      }
    #expect(clips.count == 7442)
    let ceiling = try #require(HumanCeiling.cremaD(labels: letters.map(String.init), votes: clips))
    // Counted in Python over summaryTable.csv: VoiceVote equal to the intended emotion's letter.
    #expect(abs(ceiling.accuracy - 0.416420) < 1e-6)
    let expected = [0.605822, 0.269866, 0.320220, 0.259638, 0.956762, 0.164437]
    #expect(zip(ceiling.recalls, expected).allSatisfy { abs(($0 ?? 0) - $1) < 1e-6 })
  }
}
