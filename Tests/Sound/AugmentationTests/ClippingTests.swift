import Audio
import Glibc
import Testing

@testable import Augmentation

@Suite struct ClippingTests {
  private let loud = Waveform(
    samples: (0..<16000).map { i in
      let swell: Float = (7000..<9000).contains(i) ? 1.5 : 0.5
      return swell * sin(2 * .pi * 200 * Float(i) / 16000)
    }, rate: 16000)

  @Test func `a sound within full scale is left alone`() {
    var sound = Waveform(samples: [0.5, -1, 1], rate: 16000)
    #expect(Clipping.limit.apply(to: &sound) == nil)
    #expect(sound.samples == [0.5, -1, 1])
  }

  @Test func `limiting brings peaks to full scale, leaves the rest and makes no corner`() {
    var sound = loud
    let found = Clipping.limit.apply(to: &sound)
    #expect(found?.samples == loud.samples.count { abs($0) > 1 })
    #expect(found?.action == .limit)
    #expect(sound.peak <= 1 && sound.peak > 0.98)
    let changed = zip(sound.samples, loud.samples).map(!=)
    #expect((changed.firstIndex(of: true) ?? 0) > 6800)
    #expect((changed.lastIndex(of: true) ?? 0) < 9200)
    let gains = zip(sound.samples, loud.samples).filter { abs($1) > 0.2 }.map { $0 / $1 }
    let (least, most) = (gains.min() ?? 0, gains.max() ?? 0)
    #expect(least > 0.6 && most < 1.0001)
    #expect(largestStep(gains) < 0.05)
  }

  @Test func `scaling keeps the shape`() {
    var sound = loud
    #expect(Clipping.scale.apply(to: &sound)?.action == .scale)
    #expect(abs(sound.peak - 1) < 1e-6)
    let peak = loud.peak
    #expect(largestDifference(sound.samples.map { $0 * peak }, loud.samples) < 1e-6)
  }

  @Test func `keeping only reports`() {
    var sound = Waveform(samples: [0.5, -2, 1.5], rate: 16000)
    let found = Clipping.keep.apply(to: &sound)
    #expect(found == Overload(peak: 2, samples: 2, action: .keep))
    #expect(found?.description == "2 samples beyond full scale, peak 2.0: kept")
    #expect(sound.samples == [0.5, -2, 1.5])
  }
}
