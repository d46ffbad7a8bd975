import Audio
import Features
import Glibc
import Testing

@testable import Prediction

@Suite struct TrackTests {
  @Test func `windows are as many as fit, and one where none does`() throws {
    let tracker = Tracker(try Recognition([Voices.model(layout: StatisticsLayout())]), length: 0.5, hop: 0.1)
    #expect(tracker.starts(seconds: 1).count == 6)
    #expect(tracker.starts(seconds: 0.2) == [0])
    #expect(tracker.starts(seconds: 0.5) == [0])
    #expect(tracker.starts(seconds: 0.59) == [0])
  }

  @Test(arguments: [1, 2])
  func `a recording that changes half way is heard to change, from a file as from memory`(jobs: Int) throws {
    guard case .int16(let low) = Voices.hum(150, seconds: 2).samples,
      case .int16(let high) = Voices.hum(1500, seconds: 2).samples
    else { return }
    let path = "/tmp/lilt-track-\(getpid())-\(jobs).wav"
    defer { unlink(path) }
    try AudioFile.write(low + high, rate: Voices.rate, to: path)
    var cleaning = Voices.cleaning
    cleaning.offset = 0.25
    let recognition = try Recognition([Voices.model(layout: StatisticsLayout(), cleaning: cleaning)])
    let track = try Tracker(recognition, length: 0.5, hop: 0.25).track(.file(path), jobs: jobs)
    #expect(track.windows.count == 15)
    for window in track.windows {
      guard case .heard(let probabilities, _) = window.verdict else {
        Issue.record("nothing heard at \(window.start) s")
        continue
      }
      if window.end <= 2 { #expect(probabilities[0] > 0.5) }
      if window.start >= 2 { #expect(probabilities[1] > 0.5) }
    }
    #expect(track.svg.contains("<svg"))
  }

  @Test func `a track is told as lines, as a table and as JSON`() {
    let track = EmotionTrack(
      name: "t.wav", labels: ["calm", "angry"],
      windows: [
        .init(start: 0, end: 2.5, verdict: .heard([0.75, 0.25])),
        .init(start: 10, end: 12.5, verdict: .unusable("cannot judge 't.wav': every sample is zero")),
      ])
    #expect(track.plain == "t.wav\t0.00\t2.50\tcalm\tcalm 0.750\tangry 0.250\nt.wav\t10.00\t12.50\t-")
    #expect(
      track.drawn == """
        t.wav
           0.00 to  2.50 s  calm ▇ angry ▃   calm 75 %
          10.00 to 12.50 s  nothing to hear
        """)
    #expect(
      track.json == #"{"file":"t.wav","windows":[{"end":2.5,"label":"calm","#
        + #""probabilities":{"angry":0.25,"calm":0.75},"start":0},"#
        + #"{"end":12.5,"error":"cannot judge 't.wav': every sample is zero","start":10}]}"#)
    #expect(track.whyNothing == nil)
    let silence = EmotionTrack(name: "t.wav", labels: track.labels, windows: Array(track.windows.dropFirst()))
    #expect(silence.whyNothing == "cannot judge 't.wav': every sample is zero")
  }
}
