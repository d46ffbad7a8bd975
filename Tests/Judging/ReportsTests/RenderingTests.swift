import FoundationEssentials
import TestSupport
import Testing

@testable import Metrics

@Suite struct RenderingTests {
  private var predictions: Predictions { Sample.predictions(speakers: 6, perSpeaker: 8, seed: 2) }

  @Test func `names with commas, quotes and line breaks survive in CSV`() throws {
    let predictions = try Predictions(
      labels: ["a,b", "c"], rows: [Prediction(row: "x \"y\"\nz", clip: "x", truth: 0, probabilities: [0.75, 0.25])])
    #expect(
      predictions.csv == """
        row,clip,variant,fold,corpus,speaker,sex,statement,heard,truth,prediction,"p_a,b",p_c
        "x ""y""\nz",x,original,0,,,,,,"a,b","a,b",0.75,0.25

        """)
  }

  @Test func `a scorecard's JSON reads back and says the same twice`() throws {
    let card = Scorecard(predictions)
    let json = try card.json
    #expect(json == (try Scorecard(predictions).json))
    let tree = try #require(try JSONSerialized.object(json))
    #expect(tree.contains("summary") && tree.contains("confusion") && tree.contains("calibration"))
    #expect(!tree.contains("predictions"))
  }

  @Test func `predictions' JSON holds the labels and every row`() throws {
    let one = try Predictions(
      labels: ["a", "b"],
      rows: [Prediction(row: "r\"", clip: "c", speaker: "s", truth: 0, probabilities: [0.75, 0.25], soft: [1, 0])])
    #expect(
      try one.json == """
        {"labels":["a","b"],"rows":[{"clip":"c","corpus":"","fold":0,"guess":0,"probabilities":[0.75,0.25],"row":"r\\"",\
        "sex":"","soft":[1,0],"speaker":"s","statement":"","truth":0,"variant":"original"}]}
        """)
  }

  @Test func `the surest mistakes come first`() throws {
    let mistakes = Scorecard(predictions).surestMistakes(5)
    #expect(mistakes.count == 5)
    #expect(mistakes.allSatisfy { !$0.isRight })
    #expect(zip(mistakes, mistakes.dropFirst()).allSatisfy { $0.confidence >= $1.confidence })
  }

  @Test func `groups come in the order of numbers`() {
    let breakdown = Scorecard(Sample.predictions(speakers: 12, perSpeaker: 4, seed: 2)).breakdown(.speaker)
    #expect(breakdown.groups.map(\.name) == (1...12).map(String.init))
    #expect(breakdown.groups.reduce(0) { $0 + $1.rows } == 48)
  }
}

private enum JSONSerialized {
  struct Anything: Decodable { init(from decoder: any Decoder) throws {} }
  static func object(_ text: String) throws -> Set<String>? {
    Set(try JSONDecoder().decode([String: Anything].self, from: Data(text.utf8)).keys)
  }
}
