import Glibc
import Settings

/// Cuts quiet ends off, as `librosa.effects.trim` does.
///
/// A frame is quiet when its mean square is `topDb` or more under that of the loudest frame; frames are centred on
/// multiples of `hop`, with zeros beyond both ends.
public struct Trim: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("Cuts quiet ends off, as `librosa.effects.trim` does.") {
    Key("topDb", "Level under the loudest frame at which a frame is quiet.", in: -1000...1000, unit: "dB")
    Key("frame", "Samples that a level is measured over.", in: 1...1 << 24, unit: "samples")
    Key("hop", "Samples from one frame to the next.", in: 1...1 << 24, unit: "samples")
  }

  /// Decibels under the loudest frame.
  public var topDb = 60.0
  /// Samples that a level is measured over.
  public var frame = 2048
  /// Samples from one frame to the next.
  public var hop = 512

  /// The settings of `librosa.effects.trim`.
  public init() {}

  /// The samples between the quiet ends; none where nothing is loud enough.
  public func range(of samples: [Float]) -> Range<Int> {
    guard !samples.isEmpty else { return 0..<0 }
    return samples.withUnsafeBufferPointer { x in
      let powers = (0...(x.count / hop)).map { index in
        let start = index * hop - frame / 2
        return energy(x[max(0, start)..<min(x.count, start + frame)]) / Float(frame)
      }
      // librosa limits levels at 1e-5 before it compares them, so a clip under that is quiet nowhere.
      let floor: Float = 1e-10
      let threshold = max(floor, powers.max() ?? 0) * Float(pow(10, -topDb / 10))
      let loud = powers.indices.filter { max(floor, powers[$0]) > threshold }
      guard let first = loud.first, let last = loud.last else { return 0..<0 }
      return first * hop..<min(x.count, (last + 1) * hop)
    }
  }
}

/// The sum of squares.
func energy(_ slice: Slice<UnsafeBufferPointer<Float>>) -> Float {
  let x = UnsafeBufferPointer(rebasing: slice)
  guard let base = UnsafeRawPointer(x.baseAddress) else { return 0 }
  var lanes = SIMD16<Float>(repeating: 0)
  let whole = x.count & ~15
  for i in stride(from: 0, to: whole, by: 16) {
    let v = base.loadUnaligned(fromByteOffset: 4 * i, as: SIMD16<Float>.self)
    lanes.addProduct(v, v)
  }
  var sum = lanes.sum()
  for i in whole..<x.count { sum += x[i] * x[i] }
  return sum
}
