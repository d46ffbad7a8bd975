import Testing

@testable import Evaluation

@Suite struct HumanCeilingTests {
  @Test func `a tie is a miss and rates are per intended emotion`() throws {
    let ceiling = try #require(
      HumanCeiling(
        corpus: "crema-d", labels: ["angry", "sad"],
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
        corpus: "crema-d", labels: ["angry", "sad"],
        votes: [
          VotedClip(intended: 0, winners: [0], classes: 2), VotedClip(intended: 1, winners: [0, 1], classes: 2),
        ]))
    #expect(ceiling.accuracy == 0.5)
    #expect(ceiling.rater == nil)
  }

  @Test func `clips that nobody heard do not count`() {
    #expect(HumanCeiling(corpus: "x", labels: ["a"], votes: [VotedClip(intended: 0, votes: [0])]) == nil)
  }

  @Test func `published rates carry their source`() {
    #expect(HumanCeiling.published(for: "ravdess")?.accuracy == 0.624)
    #expect(HumanCeiling.published(for: "savee")?.accuracy == 0.665)
    #expect(HumanCeiling.published(for: "tess") == nil)
    #expect(HumanCeiling.savee.source.contains("Haq and Jackson 2009"))
  }
}
