import Signal
import Testing

/// Filter banks, tuning and the constant-Q transform against librosa 0.11.0.
@Suite struct FilterReferenceTests {
  @Test(arguments: [(22_050.0, 2048, 128), (22_050, 2048, 40), (16_000, 512, 40)])
  func `mel filters are librosa's`(rate: Double, size: Int, bands: Int) throws {
    let table = try Reference()["filters/librosa.filters.mel sr=\(Int(rate)) n_fft=\(size) n_mels=\(bands)"]
    let ours = MelBank.weights(rate: rate, size: size, bands: bands).flatMap { row in
      stride(from: 0, to: row.count, by: 16).map { Float(row[$0]) }
    }
    #expect(relativeError(ours, table.values) < 1e-6)
  }

  @Test(arguments: [0.0, 0.13, -0.27])
  func `chroma filters are librosa's for any tuning`(tuning: Double) throws {
    let table = try Reference()["filters/librosa.filters.chroma sr=22050 n_fft=2048 tuning=\(tuning)"]
    let ours = ChromaBank.weights(rate: 22_050, size: 2048, tuning: tuning).flatMap { row in
      stride(from: 0, to: row.count, by: 16).map { Float(row[$0]) }
    }
    #expect(relativeError(ours, table.values) < 1e-6)
  }

  @Test func `mel frequencies are librosa's`() throws {
    let table = try Reference()["filters/librosa.mel_frequencies n=130"]
    let ours = MelScale.slaney.frequencies(130, from: 0, to: 11_025)
    #expect(relativeError(stride(from: 0, to: 130, by: 8).map { Float(ours[$0]) }, table.values) < 1e-6)
  }

  @Test func `Hann's window is scipy's`() throws {
    let table = try Reference()["filters/librosa.filters.get_window hann 2048"]
    let ours: [Float] = Window.hann.values(2048)
    #expect(relativeError(stride(from: 0, to: 2048, by: 8).map { ours[$0] }, table.values) < 1e-7)
  }

  @Test(arguments: ["chirp", "noise", "vowel"])
  func `tuning is estimated as librosa does`(signal: String) throws {
    let file = try Reference()
    let clip = try file.signal(signal)
    for (name, classes, squared) in [
      ("librosa.estimate_tuning(S=|stft|^2)", 12, true), ("librosa.estimate_tuning(y) bpo=36", 36, false),
    ] {
      let stft = STFT<Double>(framing: Framing())
      var estimator = TuningEstimator(rate: Signals.rate, size: 2048)
      let magnitudes = AlignedBuffer<Float>(count: stft.bins)
      clip.withUnsafeBufferPointer { clip in
        for t in 0..<stft.framing.count(samples: clip.count) {
          Arrays.magnitude(stft(frame: t, of: clip), to: magnitudes.start, count: stft.bins)
          if squared { Arrays.square(magnitudes.start, to: magnitudes.start, count: stft.bins) }
          estimator.add(magnitudes.start)
        }
      }
      #expect(abs(Float(estimator.estimate(classes: classes)) - (try file["\(signal)/\(name)"].values[0])) < 1e-6)
    }
  }

  @Test(arguments: ["chirp", "noise", "vowel"], [(12, "84 bins"), (36, "252 bins, 36/oct")])
  func `constant-Q magnitudes are librosa's`(signal: String, kind: (bins: Int, name: String)) throws {
    let file = try Reference()
    let table = try file["\(signal)/librosa.cqt.magnitude (\(kind.name))"]
    var transform = try ConstantQ(rate: Signals.rate, binsPerOctave: kind.bins)
    let clip = try file.signal(signal)
    let frames = transform.frames(samples: clip.count)
    #expect(frames == 65)
    var result = [Float](repeating: 0, count: transform.bins * frames)
    clip.withUnsafeBufferPointer {
      transform.magnitudes(of: $0, frames: frames, tuning: 0, to: &result, stride: frames)
    }
    let ours = (0..<transform.bins).flatMap { r in table.frames.map { result[r * frames + $0] } }
    #expect(relativeError(ours, table.values) < 1e-5)
  }
}
