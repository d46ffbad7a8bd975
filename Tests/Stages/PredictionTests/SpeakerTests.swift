import Audio
import Classifiers
import Features
import Glibc
import Models
import Networks
import Testing

@testable import Prediction

/// Models that scale every speaker's recordings by that speaker's own.
@Suite struct SpeakerTests {
  private static var bySpeaker: StandardScaler {
    var scaler = StandardScaler()
    scaler.by = .speaker
    return scaler
  }

  private func model(_ layout: any Layout = StatisticsLayout()) throws -> ModelFile {
    try Voices.model(layout: layout, scaler: Self.bySpeaker)
  }

  /// Hums of somebody whose low ones (1,000 Hz) are nearer to training's high ones (1,500 Hz) than to its low ones.
  private func hums(_ count: Int, in folder: String) throws -> [Sound] {
    try (0..<count).map { index in
      let path = "\(folder)/\(index).wav"
      let hum = Voices.hum(index % 2 == 0 ? 1000 : 2600, seconds: 0.9, seed: UInt64(100 + index))
      if case .int16(let samples) = hum.samples { try AudioFile.write(samples, rate: hum.rate, to: path) }
      return .file(path)
    }
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/lilt-speakers-XXXXXX".utf8CString)
    let folder = String(cString: mkdtemp(&template))
    defer {
      for index in 0..<40 { unlink("\(folder)/\(index).wav") }
      rmdir(folder)
    }
    try body(folder)
  }

  @Test func `do not judge whom they do not know`() throws {
    let recognition = try Recognition([model()])
    #expect(recognition.scale == .speaker(known: ["0", "1", "2", "3", "4"]))
    let listener = try Listener(recognition)
    for origin in [Origin(), Origin(speaker: "stranger")] {
      #expect(throws: ModelError.self) { try listener.hear(Voices.hum(150), name: "hum", of: origin) }
    }
    guard case .heard = try listener.hear(Voices.hum(150), name: "hum", of: Origin(speaker: "3")) else {
      Issue.record("a speaker of training is known")
      return
    }
  }

  @Test(arguments: [1, 3], [0, 1 << 20])
  func `judge a speaker's recordings as they would judge them in an evaluation`(jobs: Int, patience: Int) throws {
    try withFolder { folder in
      let model = try model(), recognition = try Recognition([model])
      let sounds = try hums(14, in: folder)
      var hearing = Hearing(recognition, jobs: jobs)
      hearing.patience = patience
      var verdicts: [Verdict] = [], steps: [Int] = []
      try hearing.judge(
        sounds, from: sounds.map { _ in Origin(speaker: "anna") },
        progress: { done, total in
          steps.append(done)
          #expect(total == 28)
        },
        say: { index, verdict in
          #expect(index == verdicts.count)
          verdicts.append(verdict)
        })
      #expect(steps == Array(1...28))
      // The rows by themselves, in a data set that says who speaks.
      let listener = try Listener(recognition)
      var values: [Float] = []
      for case .file(let path) in sounds {
        guard case .rows(let rows) = try listener.prepare(path: path) else { continue }
        values += rows.values
      }
      let data = try Dataset(
        rows: ArrayRows(values, shape: model.model.inputShape), labels: (0..<14).map { $0 % 2 },
        names: ["low", "high"],
        speakers: Array(repeating: "anna", count: 14))
      let expected = try Recogniser(model.model, threads: 1).probabilities(of: Array(0..<14), in: data)
      for (index, verdict) in verdicts.enumerated() {
        guard case .heard(let probabilities, _) = verdict else {
          Issue.record("\(verdict)")
          continue
        }
        #expect(zip(probabilities, expected[index]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(probabilities[index % 2] > 0.5)
      }
      // By the scale of all training rows, all would be high.
      let inductive = try Dataset(
        rows: ArrayRows(values, shape: model.model.inputShape), labels: (0..<14).map { $0 % 2 }, names: ["low", "high"])
      let twin = try Recogniser(model.model, threads: 1).probabilities(of: Array(0..<14), in: inductive)
      #expect(twin.allSatisfy { $0[1] > 0.5 })
    }
  }

  @Test func `refuse speakers of whom there are too few recordings, and judge the others`() throws {
    try withFolder { folder in
      let sounds = try hums(14, in: folder)
      let origins = (0..<14).map { Origin(speaker: $0 < 4 ? "few/" : "many/") }
      var verdicts: [Verdict] = []
      try Hearing(Recognition([model()]), jobs: 2).judge(sounds, from: origins) { verdicts.append($1) }
      #expect(
        verdicts[0]
          == .unusable(
            "cannot judge '\(sounds[0].name)': the model scales by speaker, which takes 10 usable recordings or more of "
              + "one, and of 'few/' there are 4"))
      #expect(verdicts[4...].allSatisfy { if case .heard = $0 { true } else { false } })
      // A recording that cannot be used does not count for one.
      unlink(sounds[5].name)
      verdicts = []
      try Hearing(Recognition([model()]), jobs: 2).judge(sounds, from: origins) { verdicts.append($1) }
      #expect(verdicts[5] == .unusable("cannot read '\(sounds[5].name)': No such file or directory"))
      var why = ""
      if case .unusable(let found) = verdicts[6] { why = found }
      #expect(why.hasSuffix("of 'many/' there are 9"))
    }
  }

  @Test func `know a speaker from the windows of a long recording, as many as lie end to end`() throws {
    let recognition = try Recognition([model()])
    let tracker = Tracker(recognition, length: 0.5, hop: 0.125)
    func meet(seconds: Double) throws -> Acquaintance {
      var acquaintance = Acquaintance(for: recognition)
      let path = "/tmp/lilt-talk-\(getpid()).wav"
      defer { unlink(path) }
      guard case .int16(let samples) = Voices.hum(150, seconds: seconds).samples else { return acquaintance }
      try AudioFile.write(samples, rate: Voices.rate, to: path)
      try tracker.meet("anna", in: OpenedSound(.file(path)), jobs: 2, &acquaintance)
      return acquaintance
    }
    #expect(try meet(seconds: 4).want(of: "anna")?.contains("there are 7") == true)
    #expect(try meet(seconds: 6).want(of: "anna") == nil)
    #expect(tracker.knowing(try meet(seconds: 6)).starts(seconds: 1).count == 5)
  }

  @Test func `scale by corpus where a corpus is named`() throws {
    var byCorpus = StandardScaler()
    byCorpus.by = .corpus
    var model = try Voices.model(layout: StatisticsLayout(), scaler: byCorpus)
    // As if all of corpus a had crossed zero far more often.
    model.model.scaler.groups["a"]?.offset[0] += 0.4
    let recognition = try Recognition([model])
    #expect(recognition.scale == .corpus(known: ["a", "b"]))
    let listener = try Listener(recognition), hum = Voices.hum(1500, seed: 77)
    func isHigh(_ origin: Origin) throws -> Bool {
      guard case .heard(let probabilities, _) = try listener.hear(hum, name: "", of: origin) else { return false }
      return probabilities[1] > 0.5
    }
    #expect(try isHigh(Origin()) && isHigh(Origin(corpus: "b")) && !isHigh(Origin(corpus: "a")))
    #expect(try Recognition([Voices.model(layout: StatisticsLayout())]).scale == .everybody)
  }

  @Test func `and never answer with what is no number`() throws {
    let answer = Answer(name: "a.wav", labels: ["x", "y"], verdict: .heard([.nan, 1]))
    #expect(answer.plain == nil && answer.drawn == nil && answer.chart == nil)
    #expect(answer.json == #"{"error":"cannot judge 'a.wav': the model's numbers run over on it","file":"a.wav"}"#)
    let track = EmotionTrack(
      name: "a.wav", labels: ["x", "y"], windows: [.init(start: 0, end: 1, verdict: .heard([.infinity, 0]))])
    #expect(track.plain == "a.wav\t0.00\t1.00\t-")
    // Sound so loud that its energy leaves single precision behind.
    let loud = Recording(rate: Voices.rate, float: (0..<8000).map { $0 % 2 == 0 ? 1e30 : -1e30 })
    let verdict = try Listener(Recognition([Voices.model(layout: StatisticsLayout())])).hear(loud, name: "loud")
    guard case .unusable = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }
}
