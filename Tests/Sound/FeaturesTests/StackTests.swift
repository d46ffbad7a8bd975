import Settings
import Signal
import Testing

@testable import Features

@Suite struct StackTests {
  @Test func `families that need the same get the same`() throws {
    let stack = Stack(rate: 22_050, frame: FrameSettings())
    #expect(stack.spectrogram() === stack.spectrogram(FrameSettings()))
    #expect(try stack.mel(MelShape()) === stack.mel(MelShape()))
    #expect(try stack.mel(MelShape()) !== stack.mel(MelShape(bands: 40)))
    #expect(try stack.feature(Mfcc()) === stack.feature(Mfcc(count: 20)))
    #expect(try stack.decibels(MelShape()) !== stack.decibels(MelShape(), range: nil))
  }

  @Test func `nothing outlives its stack`() throws {
    weak var spectrogram: Spectrogram?
    weak var feature: Feature?
    do {
      let stack = Stack(rate: 22_050, frame: FrameSettings())
      (spectrogram, feature) = (stack.spectrogram(), nil)
      for family in Families.all { feature = try stack.feature(family.init()) }
      #expect(spectrogram != nil && feature != nil)
    }
    #expect(spectrogram == nil && feature == nil)
  }

  @Test func `each frame is transformed once, whoever listens`() throws {
    final class Counter: FrameListener {
      var frames: [Int] = []
      func begin(frames: Int) { self.frames = [] }
      func hear(_ frame: SpectrumFrame, at t: Int) { frames.append(t) }
    }
    let stack = Stack(rate: 22_050, frame: FrameSettings())
    let counter = Counter()
    stack.spectrogram().add(counter, demanding: .power)
    let families: [any Family] = [Mel(), Mfcc(), Centroid(), Chroma(), Tonnetz(), Delta()]
    let features = try families.map { try stack.feature($0) }
    let samples = (0..<10_000).map { Float($0 % 100) / 100 - 0.5 }
    try samples.withUnsafeBufferPointer {
      for feature in features { _ = try feature.values(of: ClipSamples(samples: $0, number: 1)) }
    }
    #expect(counter.frames == Array(0..<20))
  }
}
