import Glibc
import Testing

@testable import Signal

@Suite struct FourierTests {
  @Test func `a cosine of three periods has one line, at bin three`() {
    let fft = RealFFT<Double>(size: 32)
    for n in 0..<32 { fft.samples[n] = cos(2 * .pi * 3 * Double(n) / 32) }
    fft.forward()
    for k in 0..<fft.bins {
      #expect(abs(fft.spectrum[2 * k] - (k == 3 ? 16 : 0)) < 1e-13)
      #expect(abs(fft.spectrum[2 * k + 1]) < 1e-13)
    }
  }

  @Test(arguments: [1, 2, 7, 60, 2048, 4099])
  func `forward and back is the size times the samples`(size: Int) {
    let fft = RealFFT<Float>(size: size)
    for n in 0..<size { fft.samples[n] = Float(n * 7919 % 101) / 101 - 0.5 }
    let before = Array(UnsafeBufferPointer(start: fft.samples, count: size))
    fft.forward()
    #expect(Array(UnsafeBufferPointer(start: fft.samples, count: size)) == before)
    fft.inverse()
    for n in 0..<size { #expect(abs(fft.samples[n] / Float(size) - before[n]) < 1e-6) }
  }

  @Test func `float and double agree to float's precision`() {
    let single = RealFFT<Float>(size: 512)
    let double = RealFFT<Double>(size: 512)
    for n in 0..<512 {
      single.samples[n] = sinf(Float(n * n) * 0.01)
      double.samples[n] = Double(single.samples[n])
    }
    single.forward()
    double.forward()
    for i in 0..<514 { #expect(abs(Double(single.spectrum[i]) - double.spectrum[i]) < 1e-5) }
  }

  @Test func `Hann's periodic window begins at zero and peaks at its middle`() {
    let window: [Double] = Window.hann.values(8)
    #expect(window[0] == 0 && window[4] == 1)
    #expect(abs(window[2] - 0.5) < 1e-15 && abs(window[1] - window[7]) < 1e-15)
    let symmetric: [Double] = Window.hann.values(9, periodic: false)
    #expect(abs(symmetric[0]) < 1e-15 && abs(symmetric[8]) < 1e-15 && symmetric[4] == 1)
  }

  @Test func `frames are counted as librosa counts them`() {
    #expect(Framing().count(samples: 33_075) == 65)
    #expect(Framing().count(samples: 1) == 1)
    #expect(Framing().count(samples: 0) == 0)
    #expect(Framing(centred: false).count(samples: 2047) == 0)
    #expect(Framing(centred: false).count(samples: 2560) == 2)
  }

  @Test func `frames see beyond the ends what the padding says`() {
    func first(_ padding: FramePadding) -> [Float] {
      var out = [Float](repeating: -1, count: 8)
      let ones = [Float](repeating: 1, count: 8)
      [Float]([1, 2, 3]).withUnsafeBufferPointer {
        Framing(size: 8, hop: 2, padding: padding).copy(frame: 0, of: $0, weights: ones, to: &out)
      }
      return out
    }
    #expect(first(.zero) == [0, 0, 0, 0, 1, 2, 3, 0])
    #expect(first(.edge) == [1, 1, 1, 1, 1, 2, 3, 3])
    // numpy.pad([1, 2, 3], 4, mode="reflect")[:8]
    #expect(first(.reflect) == [1, 2, 3, 2, 1, 2, 3, 2])
  }

  @Test(arguments: [true, false])
  func `the inverse STFT gives a clip back`(centred: Bool) {
    let framing = Framing(size: 256, hop: 64, centred: centred)
    let clip = (0..<2000).map { Float(sin(Double($0 * $0) * 1e-3)) }
    let there = STFT<Double>(framing: framing)
    let back = InverseSTFT<Double>(framing: framing)
    var result = [Float](repeating: -1, count: clip.count)
    let frames = framing.count(samples: clip.count)
    clip.withUnsafeBufferPointer { clip in
      result.withUnsafeMutableBufferPointer {
        back.synthesise(frames: frames, into: $0) { t, destination in
          destination.update(from: there(frame: t, of: clip), count: 2 * there.bins)
        }
      }
    }
    // Without centring the first sample is weighted by zero and cannot come back.
    let known = centred ? 0..<2000 : 1..<256 + 64 * (frames - 1)
    for i in known { #expect(abs(result[i] - clip[i]) < 1e-5) }
  }
}
