import Signal

/// All powers of the clip at hand, for what must know the whole clip before it can use one frame. // [frames, bins]
final class PowerSpectrogram: FrameListener {
  private let spectrogram: Spectrogram
  private let memory = Workspace<Float>()
  /// Elements from one frame to the next: the bins and what vector loops read beyond them.
  let stride: Int

  init(_ spectrogram: Spectrogram) {
    self.spectrogram = spectrogram
    stride = (spectrogram.bins + 31) & ~15
    spectrogram.add(self, demanding: .squares)
  }

  /// The first frame's powers; further frames are `stride` apart.
  func values(of clip: ClipSamples) throws -> UnsafePointer<Float> {
    try spectrogram.run(clip)
    return UnsafePointer(memory.start)
  }

  func begin(frames: Int) { memory.hold(frames * stride) }

  func hear(_ frame: SpectrumFrame, at t: Int) {
    (memory.start + t * stride).update(from: frame.squares, count: frame.bins)
  }
}
