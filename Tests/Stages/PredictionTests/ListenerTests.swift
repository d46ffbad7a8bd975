import Audio
import Features
import Testing

@testable import Prediction

@Suite struct ListenerTests {
  private func probabilities(_ verdict: Verdict) -> [Double] {
    guard case .heard(let probabilities, _) = verdict else { return [] }
    return probabilities
  }

  @Test(
    arguments: [
      FlatLayout(), SequenceLayout(), StatisticsLayout(), WindowsLayout(), FlatLayout(frames: 20),
    ] as [any Layout])
  func `every layout's front end is rebuilt from the model, with open lengths as they were in training`(
    layout: any Layout
  ) throws {
    let recognition = try Recognition([Voices.model(layout: layout, longest: 1.37)])
    let listener = try Listener(recognition)
    for (hertz, label) in [(150.0, 0), (1500.0, 1)] {
      for seconds in [0.85, 0.9, 1] {
        let verdict = try listener.hear(Voices.hum(hertz, seconds: seconds, seed: 99), name: "hum")
        #expect(probabilities(verdict)[label] > 0.5, "\(hertz) Hz for \(seconds) s: \(verdict)")
      }
    }
  }

  @Test func `windows drawn at random in training are a grid when a recording is judged`() throws {
    var layout = WindowsLayout()
    layout.random = true
    layout.count = 60
    let listener = try Listener(Recognition([Voices.model(layout: layout)]))
    let hum = Voices.hum(1500, seconds: 2)
    #expect(try listener.hear(hum, name: "hum") == listener.hear(hum, name: "hum"))
    #expect(probabilities(try listener.hear(hum, name: "hum"))[1] > 0.5)
  }

  @Test func `sound of any rate and number of channels is brought to what the model knows`() throws {
    let listener = try Listener(Recognition([Voices.model(layout: StatisticsLayout())]))
    let hum = Voices.hum(1500)
    guard case .int16(let samples) = hum.samples else { return }
    let stereo = Recording(rate: Voices.rate, channels: 2, int16: samples.flatMap { [$0, $0] })
    #expect(try listener.hear(stereo, name: "") == listener.hear(hum, name: ""))
    let twice = Recording(rate: 2 * Voices.rate, int16: samples.flatMap { [$0, $0] })
    #expect(probabilities(try listener.hear(twice, name: ""))[1] > 0.5)
  }

  @Test func `several models answer together`() throws {
    let a = try Voices.model(layout: StatisticsLayout()), hum = Voices.hum(150)
    let one = try Listener(Recognition([a])).hear(hum, name: "")
    #expect(try Listener(Recognition([a, a])).hear(hum, name: "") == one)
  }

  @Test func `what cannot be judged says why`() throws {
    var cleaning = Voices.cleaning
    cleaning.offset = 0.5
    let listener = try Listener(Recognition([Voices.model(layout: StatisticsLayout(), cleaning: cleaning)]))
    func why(_ recording: Recording) throws -> String {
      guard case .unusable(let why) = try listener.hear(recording, name: "a.wav") else { return "" }
      return why
    }
    #expect(
      try why(Recording(rate: 8000, int16: [Int16](repeating: 0, count: 8000)))
        == "cannot judge 'a.wav': every sample is zero")
    #expect(
      try why(Voices.hum(150, seconds: 0.2))
        == "cannot judge 'a.wav': it is too short; the model listens from 0.5 s on")
    #expect(try why(Voices.hum(150, seconds: 0.55)).contains("one frame takes 512"))
    #expect(
      try listener.hear(path: "/nowhere.wav") == .unusable("cannot read '/nowhere.wav': No such file or directory"))
  }
}
