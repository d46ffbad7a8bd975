import Audio
import Features
import Testing

@testable import Prediction

/// A recording shorter than the clips that a model was trained on.
@Suite struct PaddingTests {
  private func heard(_ verdict: Verdict) throws -> (probabilities: [Double], note: String?) {
    guard case .heard(let probabilities, let note) = verdict else {
      Issue.record("\(verdict)")
      return ([], nil)
    }
    return (probabilities, note)
  }

  private func cleaning(_ short: Cleaning.Short, duration: Double?) -> Cleaning {
    var cleaning = Voices.cleaning
    (cleaning.short, cleaning.duration) = (short, duration)
    return cleaning
  }

  @Test(
    arguments: [Cleaning.Short.pad, .drop],
    [FlatLayout(), SequenceLayout(), StatisticsLayout(), WindowsLayout()] as [any Layout])
  func `is padded to their length, also where training left such clips out, and the answer says so`(
    short: Cleaning.Short, layout: any Layout
  ) throws {
    let model = try Voices.model(layout: layout, cleaning: cleaning(short, duration: 0.85))
    let listener = try Listener(Recognition([model]))
    let hum = Voices.hum(1500, seconds: 0.55)
    guard case .int16(let samples) = hum.samples else { return }
    let zeros = [Int16](repeating: 0, count: Int(0.3 * Double(Voices.rate)))
    let padded = Recording(rate: Voices.rate, int16: samples + zeros)
    let answer = try heard(listener.hear(hum, name: "hum"))
    #expect(answer.probabilities == (try heard(listener.hear(padded, name: "hum")).probabilities))
    #expect(answer.note == "0.55 s are left of the 0.85 s that the model takes; padding fills the rest")
    #expect(try heard(listener.hear(Voices.hum(1500, seconds: 0.9), name: "hum")).note == nil)
    // Where the rate does not divide the length, rounding costs a sample, of which nothing need be said.
    let almost = Recording(rate: Voices.rate, int16: Array(samples + zeros).dropLast())
    #expect(try heard(listener.hear(almost, name: "hum")).note == nil)
  }

  @Test func `is padded by the layout where training took clips as they were`() throws {
    let kept = cleaning(.keep, duration: 0.85)
    let fixed = try Listener(Recognition([Voices.model(layout: FlatLayout(frames: 27), cleaning: kept)]))
    #expect(
      try heard(fixed.hear(Voices.hum(150, seconds: 0.55), name: "hum")).note
        == "0.55 s are left of the 0.85 s that the model takes; padding fills the rest")
    // 27 frames are more than any clip of training had.
    #expect(try heard(fixed.hear(Voices.hum(150, seconds: 0.9), name: "hum")).note == nil)
    let statistics = try Listener(Recognition([Voices.model(layout: StatisticsLayout(), cleaning: kept)]))
    #expect(try heard(statistics.hear(Voices.hum(150, seconds: 0.55), name: "hum")).note == nil)
  }

  @Test func `is told by its frames where the recipe counts frames`() throws {
    // 8000 Hz, 256 samples a step, centred: 0.5 s is 1 + 4000 / 256 = 16 frames.
    let listener = try Listener(Recognition([Voices.model(layout: SequenceLayout(frames: 20))]))
    #expect(
      try heard(listener.hear(Voices.hum(150, seconds: 0.5), name: "hum")).note
        == "it fills 16 of the 20 frames that the model takes; padding fills the rest")
    #expect(try heard(listener.hear(Voices.hum(150, seconds: 0.7), name: "hum")).note == nil)
    let open = try Listener(Recognition([Voices.model(layout: SequenceLayout())]))
    #expect(try heard(open.hear(Voices.hum(150, seconds: 0.5), name: "hum")).note == nil)
  }

  @Test func `is padded in a timeline too`() throws {
    let model = try Voices.model(layout: StatisticsLayout(), cleaning: cleaning(.drop, duration: 0.85))
    let recognition = try Recognition([model])
    let hum = Voices.hum(1500, seconds: 0.55)
    let part = try Listener(recognition.forParts()).hear(hum, name: "hum")
    #expect(part == (try Listener(recognition).hear(hum, name: "hum")))
    let track = EmotionTrack(
      name: "hum", labels: ["low", "high"],
      windows: [.init(start: 0, end: 0.55, verdict: .heard([0.25, 0.75], note: "n"))])
    #expect(track.plain == "hum\t0.00\t0.55\thigh\thigh 0.750\tlow 0.250\tnote: n")
    #expect(track.drawn.hasSuffix("high 75 %   (n)"))
    #expect(track.json.contains(#""label":"high","note":"n","#))
  }
}
