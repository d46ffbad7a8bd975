import Settings
import Signal

/// How clips are cut into frames: librosa's defaults at 22,050 Hz.
public struct FrameSettings: Settings, Hashable {
  /// Samples per frame, which is the size of its Fourier transform.
  public var size = 2048
  /// Samples from one frame to the next.
  public var hop = 512
  /// The shape that frames are weighted with before they are transformed.
  public var window = Window.hann
  /// Samples that the window covers in the middle of a frame; all of them if null.
  public var length: Int?
  /// Whether frame t is centred on sample t * hop, rather than starting there.
  public var center = true
  /// What spectra see beyond a clip's ends.
  public var padding = FramePadding.zero

  /// The defaults above.
  public init() {}

  /// Frames of `size` samples, `hop` apart.
  public init(size: Int, hop: Int) { (self.size, self.hop) = (size, hop) }

  /// Checks the ranges of values.
  public func validate() throws {
    guard size >= 2, size <= 1 << 24 else { throw Invalid("size must be from 2 to 16777216, found \(size)") }
    guard hop >= 1 else { throw Invalid("hop must be at least 1, found \(hop)") }
    if let length, !(1...size).contains(length) {
      throw Invalid("length must be from 1 to the frame's size of \(size), found \(length)")
    }
    try require("hop", hop, in: 1...1 << 24)
  }

  /// The cutting itself.
  var framing: Framing { Framing(size: size, hop: hop, centred: center, padding: padding) }

  /// Frames with what other than the spectrum sees beyond the ends.
  func framing(padding: FramePadding) -> Framing { Framing(size: size, hop: hop, centred: center, padding: padding) }

  /// Where the frames lie at a rate.
  func timeline(rate: Double) -> Timeline {
    Timeline(rate: rate, hop: hop, deficit: center ? size % 2 : size, middle: center ? 0 : Double(size) / 2)
  }
}
