import Testing

@testable import Prediction

@Suite struct AnswerTests {
  private let answer = Answer(
    name: "a.wav", labels: ["angry", "sad", "calm"], verdict: .heard([0.25, 0.625, 0.125]))
  private let silent = Answer(
    name: "b.wav", labels: ["angry"], verdict: .unusable("cannot judge 'b.wav': it is silent"))

  @Test func `a line for programs has tabs and the most probable first`() {
    #expect(answer.plain == "a.wav\tsad\tsad 0.625\tangry 0.250\tcalm 0.125")
    #expect(silent.plain == nil)
  }

  @Test func `a line for people has a column for each class`() {
    #expect(answer.drawn == "a.wav  sad 63 %   angry ▃ sad ▆ calm ▂")
  }

  @Test func `a chart has a bar for each class, as long as it is probable`() {
    #expect(
      answer.chart == """
        a.wav  sad 63 %
          angry   25.0 %  ██████████
          sad     62.5 %  █████████████████████████
          calm    12.5 %  █████
        """)
  }

  @Test func `bars are drawn to the eighth of a character`() {
    #expect(bar(0.5, width: 1) == "▌" && bar(1, width: 2) == "██" && bar(0, width: 9).isEmpty)
    #expect(sparks([0, 1], ["a", "b"]) == "a ▁ b █")
  }

  @Test func `JSON names the file and either what was heard or why not`() {
    #expect(
      answer.json
        == #"{"file":"a.wav","label":"sad","probabilities":{"angry":0.25,"calm":0.125,"sad":0.625}}"#)
    #expect(silent.json == #"{"error":"cannot judge 'b.wav': it is silent","file":"b.wav"}"#)
  }

  @Test func `of equally probable classes the first listed is the answer`() {
    #expect(ranked([0.4, 0.2, 0.4]) == [0, 2, 1])
  }
}
